import { KernelMemory } from './kernel-memory.ts';

/** The next stretch of a record is often a little longer than the one before. */
const SPARE = 1.125;

/** The memory that was given back last, until the garbage collector wants it: its pages cost more than the loops that run over them. */
let idle: WeakRef<KernelMemory> | undefined;
/** The same while somebody wants it kept. */
const kept = new Set<KernelMemory>();
let keepers = 0;

/**
 * The memory that is given back last outlives the garbage collector while `work` lasts: for work on one recording after the other.
 * With a memory its kernels' functions would go, and all that calls them would be compiled anew.
 */
export async function keepingMemory<T>(work: () => Promise<T>): Promise<T> {
  keepers++;
  try {
    return await work();
  } finally {
    if (--keepers === 0) kept.clear();
  }
}

/**
 * An empty memory for kernels, the borrower's alone until `giveBack`; its arrays do not begin as zeros.
 * @param bytes of the arrays that will be asked for, as `kernelBytes` counts them
 * @returns undefined where the system refuses it, as one that limits addresses does: plain loops do the same, slower
 */
export function borrowKernelMemory(bytes: number): KernelMemory | undefined {
  const last = idle?.deref();
  idle = undefined;
  kept.clear();
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
  const larger = other && other.bytes >= memory.bytes ? other : memory;
  idle = new WeakRef(larger);
  kept.clear();
  if (keepers > 0) kept.add(larger);
}
