import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import { type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import type { PreprocessParameters } from './parameters.ts';

/** Windows as the network takes them, planar, row by row. Ownership: the receiver's. */
export interface WindowBatch {
  readonly count: number;
  /** `[count][ecgLeads][windowSamples]`, normalised; zeros where a lead is absent. */
  readonly ecg: Float32Array;
  /** `[count][electrograms][windowSamples]` */
  readonly iegm: Float32Array;
  /** `[count][ecgLeads]`, 1 or 0. */
  readonly ecgPresence: Float32Array;
  readonly iegmPresence: Float32Array;
  /** `[count][priors]`, not standardised. */
  readonly priors: Float32Array;
}

type Sizes = Readonly<Record<Exclude<keyof WindowBatch, 'count'>, number>>;

function sizesOf(count: number, parameters: PreprocessParameters): Sizes {
  const { ecgLeads, electrograms, windowSamples, priors } = parameters;
  return {
    ecg: count * ecgLeads.length * windowSamples,
    iegm: count * electrograms.length * windowSamples,
    ecgPresence: count * ecgLeads.length,
    iegmPresence: count * electrograms.length,
    priors: count * priors.length,
  };
}

function batchOf(count: number, sizes: Sizes, make: (length: number) => Float32Array): WindowBatch {
  return {
    count,
    ecg: make(sizes.ecg),
    iegm: make(sizes.iegm),
    ecgPresence: make(sizes.ecgPresence),
    iegmPresence: make(sizes.iegmPresence),
    priors: make(sizes.priors),
  };
}

export function emptyBatch(count: number, parameters: PreprocessParameters): WindowBatch {
  return batchOf(count, sizesOf(count, parameters), (length) => new Float32Array(length));
}

/** Batches of which each lies where the one before lay, in a kernel memory: for who keeps none of them. */
export class PassingBatches {
  readonly #parameters: PreprocessParameters;
  #memory: KernelMemory | undefined;

  constructor(parameters: PreprocessParameters) {
    this.#parameters = parameters;
  }

  /**
   * An empty batch; that before is lost. Where there is no memory for kernels it is one of its own.
   * @param beside bytes that are left free for arrays of the same memory, until the next batch
   */
  next(count: number, beside: number): WindowBatch {
    const sizes = sizesOf(count, this.#parameters);
    const bytes = kernelBytes(Object.values(sizes)) + beside;
    this.#memory?.clear();
    if (!this.#memory || this.#memory.bytes < bytes) this.#memory = borrowKernelMemory(bytes);
    const memory = this.#memory;
    if (!memory) return emptyBatch(count, this.#parameters);
    return batchOf(count, sizes, (length) => memory.float32(length).fill(0));
  }

  /** The last batch is lost, too. */
  close(): void {
    if (this.#memory) giveBack(this.#memory);
    this.#memory = undefined;
  }
}
