import type { InferenceSession } from 'onnxruntime-node';
import { PurkinjeError } from '../domain/errors.ts';
import type { LoadedModel } from './load-model.ts';

export type InferenceDevice = 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export interface SessionOptions {
  /** `auto` is the CPU: windows come a few hundred at a time, and copying them elsewhere costs more than it saves. */
  readonly device?: InferenceDevice;
  /** CPU threads; 0 or absent: one for each core. */
  readonly threads?: number;
}

/** A model ready to run, where it runs, and why not where it was asked to. Ownership: call `close`. */
export interface ModelSession {
  readonly device: string;
  readonly notice: string | undefined;
  /** Float feeds by name with their shapes; float results by name. */
  run(feeds: ReadonlyMap<string, Feed>): Promise<Readonly<Record<string, Float32Array>>>;
  close(): Promise<void>;
}

export interface Feed {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

async function create(model: LoadedModel, device: string, threads: number): Promise<InferenceSession> {
  const { InferenceSession: Session } = await import('onnxruntime-node');
  return Session.create(model.file, {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
}

/**
 * Opens a model for running. A device that is not usable falls back to the CPU, and `notice` says so.
 * @throws ModelUnreadable where onnxruntime refuses the file
 */
export async function openModelSession(
  model: LoadedModel,
  options: SessionOptions = {},
): Promise<ModelSession> {
  const { device = 'auto', threads = 0 } = options;
  let notice: string | undefined;
  if (device !== 'auto' && device !== 'cpu') {
    try {
      return sessionOf(await create(model, device, threads), device, undefined);
    } catch (error) {
      notice = `${device} is not usable (${String((error as Error).message).split('\n')[0]}); classified on the CPU.`;
    }
  }
  try {
    return sessionOf(await create(model, 'cpu', threads), 'cpu', notice);
  } catch (cause) {
    const message = `The model in ${model.folder} cannot be run: ${(cause as Error).message.split('\n')[0]}`;
    throw new PurkinjeError('ModelUnreadable', message, { file: model.folder }, { cause });
  }
}

function sessionOf(session: InferenceSession, device: string, notice: string | undefined): ModelSession {
  return {
    device,
    notice,
    run: async (feeds) => {
      const { Tensor } = await import('onnxruntime-node');
      const named = [...feeds].filter(([name]) => session.inputNames.includes(name));
      const results = await session.run(
        Object.fromEntries(
          named.map(([name, { values, shape }]) => [name, new Tensor('float32', values, shape)]),
        ),
      );
      return Object.fromEntries(
        session.outputNames.map((name) => [name, results[name].data as Float32Array]),
      );
    },
    close: async () => session.release(),
  };
}
