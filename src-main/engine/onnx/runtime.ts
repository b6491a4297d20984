import type * as Ort from 'onnxruntime-node';
import { EngineError } from '../errors.ts';

/** The one native runtime, loaded when first needed. Throws `PackageMissing` where its library cannot be loaded. */
export async function loadRuntime(): Promise<typeof Ort> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new EngineError('PackageMissing', `onnxruntime-node cannot be loaded: ${String(cause)}`, { cause });
  }
}
