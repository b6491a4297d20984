import { readdir, stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
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

/** Bytes of a recording below which a thread costs more than it saves. */
export const WORTH_A_THREAD = 1 << 24;

/**
 * `decodeRecord` in a thread of its own, so that the one that asks copies and hashes meanwhile: one recording after the
 * other. Whoever made it ends it.
 */
export class DecodeThread {
  #worker: Worker | undefined;

  /** Begins to start it, which takes some 40 ms: what is known to need it soon need not wait for it then. */
  start(): void {
    this.#worker ??= new Worker(siblingUrl(import.meta.url, './decode-worker'), { execArgv: [] });
  }

  /** Throws what `decodeRecord` throws; after that nothing writes to the target any more. */
  async decode(order: DecodeOrder, { abortSignal, onSamples }: DecodeListener): Promise<Decoded> {
    this.start();
    const worker = this.#worker!;
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
        if (abortSignal?.aborted) stop();
        // An open folder can't be handed over; the worker opens its own.
        else worker.postMessage({ ...order, source: { ...order.source, folder: undefined } });
      });
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      abortSignal?.removeEventListener('abort', stop);
      worker.removeAllListeners();
    }
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/**
 * Whether paths name files, or stand beside files of their name, that are worth a thread: a guess before anything is
 * opened. What folders and zip files hold is not looked at.
 */
export async function nameLargeFiles(paths: readonly string[]): Promise<boolean> {
  const seen = new Map<string, readonly string[]>();
  for (const path of paths) {
    const folder = dirname(path);
    const names = seen.get(folder) ?? (await readdir(folder).catch(() => []));
    seen.set(folder, names);
    const { name } = parse(path);
    for (const beside of names.filter((other) => parse(other).name === name)) {
      // A link that leads nowhere, say: whether it matters is seen when it is opened.
      const file = await stat(join(folder, beside)).catch(() => undefined);
      if (file && file.size >= WORTH_A_THREAD) return true;
    }
  }
  return false;
}
