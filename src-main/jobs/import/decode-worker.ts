import { parentPort, workerData } from 'node:worker_threads';
import { isPurkinjeError } from '../../domain/errors.ts';
import { decodeRecord } from './decode-record.ts';
import type { DecodeOrder } from './decode-record.ts';
import type { DecodeMessage } from './decode-beside.ts';

function send(message: DecodeMessage): void {
  parentPort!.postMessage(message);
}

try {
  const decoded = await decodeRecord(workerData as DecodeOrder, {
    onSamples: (samples) => send({ type: 'samples', samples }),
  });
  send({ type: 'done', decoded });
} catch (error) {
  if (isPurkinjeError(error))
    send({ type: 'failed', code: error.code, message: error.message, place: error.place });
  else if ((error as NodeJS.ErrnoException).code === 'ENOSPC') send({ type: 'full' });
  else throw error;
}
