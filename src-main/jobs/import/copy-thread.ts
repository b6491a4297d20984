import { readdir, stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ErrorCode, ErrorPlace } from '../../domain/errors.ts';
import { siblingUrl } from '../sibling-url.ts';
import type { CopyOptions, CopyOrder } from './copy-files.ts';

/** From the worker that copies. */
export type CopyMessage =
  | { readonly type: 'bytes'; readonly bytes: number }
  | { readonly type: 'done'; readonly contentHash: string }
  | {
      readonly type: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly place: ErrorPlace;
    }
  /** By the system. */
  | { readonly type: 'refused'; readonly message: string; readonly refusal: Refusal };

/** What tells of a refusal beside its message: `ENOSPC`, and which file. */
export type Refusal = Pick<NodeJS.ErrnoException, 'code' | 'path'>;

/** Bytes of a recording below which a thread costs more than it saves. */
export const WORTH_A_THREAD = 1 << 24;

/**
 * `copyAndHash` in a thread of its own, so that the one that asks decodes meanwhile: one recording after the other. It is
 * this work that goes there because it needs the fewest modules, which a thread loads for itself. Whoever made it ends it.
 */
export class CopyThread {
  #worker: Worker | undefined;

  /** Begins to start it, which takes some 30 ms: what is known to need it soon need not wait for it then. */
  start(): void {
    this.#worker ??= new Worker(siblingUrl(import.meta.url, './copy-worker'), { execArgv: [] });
  }

  /** Gives and throws what `copyAndHash` does; after that nothing writes to the target any more. */
  async copy(order: CopyOrder, { abortSignal, onBytes }: CopyOptions): Promise<string> {
    this.start();
    const worker = this.#worker!;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const listeners = {
      message: (message: CopyMessage): void => {
        if (message.type === 'bytes') onBytes(message.bytes);
        else if (message.type === 'done') resolve(message.contentHash);
        else if (message.type === 'failed')
          reject(new PurkinjeError(message.code, message.message, message.place));
        else reject(Object.assign(new Error(message.message), message.refusal));
      },
      error: reject,
      exit: (): void => reject(new PurkinjeError('Cancelled', 'Cancelled.')),
    };
    const stop = (): void => void worker.terminate();
    abortSignal.addEventListener('abort', stop, { once: true });
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
    try {
      if (abortSignal.aborted) stop();
      else worker.postMessage(order);
      return await promise;
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      abortSignal.removeEventListener('abort', stop);
      // Not all of the worker's: without those that it has itself, it hears nothing of the next recording.
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
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
