import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ErrorCode, ErrorPlace } from '../../domain/errors.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { siblingUrl } from '../../jobs/sibling-url.ts';
import { unfinishedSuffix } from '../../training/data/example-file.ts';
import type { KeepOptions, KeptExamples } from './keep-examples.ts';
import { defaultCacheFolder } from './keep-examples.ts';
import type { SourcePlace } from './labelled-record.ts';

/** What a thread is made for. */
export interface PrepareTask {
  readonly place: SourcePlace;
  readonly options: KeepOptions;
}

export interface PrepareOrder {
  readonly id: string;
}

export type PrepareMessage =
  | { readonly type: 'done'; readonly kept: KeptExamples }
  | {
      readonly type: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly place: ErrorPlace;
    };

/** `keepExamples` in a thread of its own, one record after the other. Whoever made it ends it, after which nothing of its is left half done. */
export class PrepareThread {
  readonly #worker: Worker;
  readonly #cache: string;
  readonly #suffix: string;
  #ending: Promise<void> | undefined;

  constructor(task: PrepareTask) {
    this.#worker = new Worker(siblingUrl(import.meta.url, './prepare-worker'), {
      execArgv: [],
      workerData: task,
    });
    this.#cache = task.options.cache ?? defaultCacheFolder();
    mkdirSync(this.#cache, { recursive: true });
    this.#suffix = unfinishedSuffix(this.#worker.threadId);
  }

  /** @throws as `keepExamples`; Cancelled where it is ended meanwhile */
  async keep(id: string): Promise<KeptExamples> {
    const { promise, resolve, reject } = Promise.withResolvers<KeptExamples>();
    const listeners = {
      message: (message: PrepareMessage): void => {
        if (message.type === 'done') resolve(message.kept);
        else reject(new PurkinjeError(message.code, message.message, message.place));
      },
      error: reject,
      exit: (): void => reject(new PurkinjeError('Cancelled', 'Cancelled.')),
    };
    for (const [event, listener] of Object.entries(listeners)) this.#worker.on(event, listener);
    try {
      if (this.#ending) listeners.exit();
      else this.#worker.postMessage({ id } satisfies PrepareOrder);
      return await promise;
    } finally {
      for (const [event, listener] of Object.entries(listeners)) this.#worker.off(event, listener);
    }
  }

  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    await this.#worker.terminate();
    // What it was writing when it was ended.
    const left = readdirSync(this.#cache).filter((name) => name.endsWith(this.#suffix));
    for (const name of left) rmSync(join(this.#cache, name), { force: true });
  }
}
