import { Worker } from 'node:worker_threads';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ErrorCode, ErrorPlace } from '../../domain/errors.ts';
import { siblingUrl } from '../sibling-url.ts';
import type { Decoded, DecodeListener, DecodeOrder } from './decode-record.ts';

/** From the worker that decodes. */
export type DecodeMessage =
  | { readonly type: 'samples'; readonly samples: number }
  | { readonly type: 'done'; readonly decoded: Decoded }
  | {
      readonly type: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly place: ErrorPlace;
    }
  | { readonly type: 'full' };

/** `decodeRecord` in a thread of its own, so that this one copies and hashes meanwhile. Throws what it throws. */
export async function decodeBeside(
  order: DecodeOrder,
  { abortSignal, onSamples }: DecodeListener,
): Promise<Decoded> {
  const worker = new Worker(siblingUrl(import.meta.url, './decode-worker'), {
    // An open folder can't be handed over; the worker opens its own.
    workerData: { ...order, source: { ...order.source, folder: undefined } },
    execArgv: [],
  });
  const stop = (): void => void worker.terminate();
  abortSignal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Decoded>((resolve, reject) => {
      worker.on('message', (message: DecodeMessage) => {
        if (message.type === 'samples') onSamples(message.samples);
        else if (message.type === 'done') resolve(message.decoded);
        else if (message.type === 'full') reject(Object.assign(new Error('disk full'), { code: 'ENOSPC' }));
        else reject(new PurkinjeError(message.code, message.message, message.place));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new PurkinjeError('Cancelled', 'Cancelled.')));
    });
  } finally {
    abortSignal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
