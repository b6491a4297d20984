import { parentPort } from 'node:worker_threads';
import { isPurkinjeError } from '../../domain/errors.ts';
import { copyAndHash } from './copy-files.ts';
import type { CopyOrder } from './copy-files.ts';
import type { CopyMessage } from './copy-thread.ts';

/** Bytes between two messages: each wakes the thread that decodes. */
const TELL_EVERY = 1 << 24;

function send(message: CopyMessage): void {
  parentPort!.postMessage(message);
}

/** Whoever wants it to stop ends the thread. */
const never = new AbortController().signal;

async function copy(order: CopyOrder): Promise<void> {
  let untold = 0;
  const onBytes = (bytes: number): void => {
    untold += bytes;
    if (untold < TELL_EVERY) return;
    send({ type: 'bytes', bytes: untold });
    untold = 0;
  };
  try {
    const contentHash = await copyAndHash(order, { abortSignal: never, onBytes });
    send({ type: 'bytes', bytes: untold });
    send({ type: 'done', contentHash });
  } catch (error) {
    const { code, message, path } = error as NodeJS.ErrnoException;
    if (isPurkinjeError(error)) send({ type: 'failed', code: error.code, message, place: error.place });
    else if (code !== undefined) send({ type: 'refused', message, refusal: { code, path } });
    else throw error;
  }
}

parentPort!.on('message', (order: CopyOrder) => void copy(order));
