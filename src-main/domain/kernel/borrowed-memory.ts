import { KernelMemory } from './kernel-memory.ts';

/** The next stretch of a record is often a little longer than the one before. */
const SPARE = 1.125;

/** The memory that was given back last, until the garbage collector wants it: its pages cost more than the loops that run over them. */
let idle: WeakRef<KernelMemory> | undefined;

/**
 * An empty memory for kernels, the borrower's alone until `giveBack`; its arrays do not begin as zeros.
 * @param bytes of the arrays that will be asked for, as `kernelBytes` counts them
 * @returns undefined where the system refuses it, as one that limits addresses does: plain loops do the same, slower
 */
export function borrowKernelMemory(bytes: number): KernelMemory | undefined {
  const last = idle?.deref();
  idle = undefined;
  if (last && last.bytes >= bytes) return last;
  try {
    return new KernelMemory(SPARE * bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** All arrays of the memory are lost to the borrower. */
export function giveBack(memory: KernelMemory): void {
  memory.clear();
  const other = idle?.deref();
  if (!other || other.bytes < memory.bytes) idle = new WeakRef(memory);
}
