import { createRequire } from 'node:module';
import type * as Tfjs from '@tensorflow/tfjs-core';
import { EngineError } from '../errors.ts';
import { registerGradients } from './gradients.ts';

export type TensorFlow = typeof Tfjs;

/** Which of TensorFlow's builds runs: its native library, or plain JavaScript. */
export interface TfjsBackend {
  readonly tf: TensorFlow;
  readonly build: 'tfjs-node' | 'tfjs-backend-cpu';
  /** Why the native build is not the one. */
  readonly reason?: string;
}

/** tfjs-node 4.22 still calls a function that Node 23 removed. */
function restoreIsNullOrUndefined(): void {
  const util = createRequire(import.meta.url)('node:util') as {
    isNullOrUndefined?: (value: unknown) => boolean;
  };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0]!;

async function loadPlain(reason: string): Promise<TfjsBackend> {
  try {
    const tf = await import('@tensorflow/tfjs-core');
    await import('@tensorflow/tfjs-backend-cpu');
    await registerGradients();
    await tf.setBackend('cpu');
    await tf.ready();
    return { tf, build: 'tfjs-backend-cpu', reason };
  } catch (cause) {
    throw new EngineError(
      'PackageMissing',
      `The second engine needs @tensorflow/tfjs-node (${reason}) or @tensorflow/tfjs-core with @tensorflow/tfjs-backend-cpu ` +
        `(${firstLine(cause)}). Install one of them, or use the onnx engine.`,
      { cause },
    );
  }
}

/** TensorFlow.js: natively where its optional package is installed, else in plain JavaScript. Throws `PackageMissing` with both reasons. */
export async function loadTfjs(): Promise<TfjsBackend> {
  restoreIsNullOrUndefined();
  try {
    const native: string = '@tensorflow/tfjs-node';
    const tf = (await import(native)) as TensorFlow & { default?: TensorFlow };
    return { tf: tf.default ?? tf, build: 'tfjs-node' };
  } catch (error) {
    return loadPlain(`@tensorflow/tfjs-node cannot be loaded: ${firstLine(error)}`);
  }
}
