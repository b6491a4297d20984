import { Worker } from 'node:worker_threads';

/** Work for threads of one program, answered in the order in which threads become free. */
export interface WorkerPool<Task, Result> {
  /** Rejects with what the task threw; a bug in the thread ends it, and another takes its place. */
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/** What a thread of the pool sends back. `error` survives structured cloning as an Error with its `code`. */
export type WorkerAnswer<Result> = { readonly result: Result } | { readonly error: unknown };

interface Waiting<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Threads are started when they are first needed, at most `size` of them. */
export function openWorkerPool<Task, Result>(program: URL, size: number): WorkerPool<Task, Result> {
  const queue: Waiting<Task, Result>[] = [];
  const threads = new Set<Worker>();
  const idle: Worker[] = [];

  function start(): Worker {
    const worker = new Worker(program);
    // An idle thread must not keep a command alive.
    worker.unref();
    threads.add(worker);
    return worker;
  }

  function next(): void {
    if (queue.length === 0) return;
    const worker = idle.pop() ?? (threads.size < size ? start() : undefined);
    if (worker) give(worker, queue.shift()!);
  }

  function give(worker: Worker, { task, resolve, reject }: Waiting<Task, Result>): void {
    const done = (): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
    };
    const onMessage = (answer: WorkerAnswer<Result>): void => {
      done();
      idle.push(worker);
      if ('error' in answer) reject(answer.error);
      else resolve(answer.result);
      next();
    };
    const onError = (error: unknown): void => {
      done();
      threads.delete(worker);
      reject(error);
      next();
    };
    const onExit = (): void => onError(new Error('The thread ended before its task.'));
    worker.ref();
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  }

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        queue.push({ task, resolve, reject });
        next();
      }),
    close: async () => {
      await Promise.all([...threads].map((worker) => worker.terminate()));
    },
  };
}
