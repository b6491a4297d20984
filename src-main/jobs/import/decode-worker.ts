import { parentPort } from 'node:worker_threads';
import { isPurkinjeError } from '../../domain/errors.ts';
import { decodeRecord } from './decode-record.ts';
import type { DecodeOrder } from './decode-record.ts';
import type { DecodeMessage } from './decode-thread.ts';

function send(message: DecodeMessage): void {
  parentPort!.postMessage(message);
}

async function decode(order: DecodeOrder): Promise<void> {
  try {
    const decoded = await decodeRecord(order, {
      onSamples: (samples) => send({ type: 'samples', samples }),
    });
    send({ type: 'done', decoded });
  } catch (error) {
    if (isPurkinjeError(error))
      send({ type: 'failed', code: error.code, message: error.message, place: error.place });
    else if ((error as NodeJS.ErrnoException).code === 'ENOSPC') send({ type: 'full' });
    else throw error;
  }
}

parentPort!.on('message', (order: DecodeOrder) => void decode(order));
