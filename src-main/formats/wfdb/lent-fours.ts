import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import { kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { decodeFours24, foursOf } from './decode-fours.ts';
import type { FrameLayout, SignalRequest } from './frame-source.ts';

/** Fewer are decoded one by one: a memory that is not there yet has to be made (some 0.1 ms). */
const WORTH_VALUES = 2 ** 14;

/**
 * Decodes format 24 into arrays that lie in no kernel memory: piece by piece into a borrowed one, and from there to where they
 * are wanted: with the copying about half the time of one by one.
 * @param bytes frames of `layout`, from the first to be decoded on
 * @param frames a multiple of 4
 * @param done values of the requests that are filled already
 * @param step frames of a piece, a multiple of 4
 * @returns false where nothing was decoded: too few, no neighbours, or no memory is to be had
 */
export function decodeLent24(
  requests: readonly SignalRequest[],
  bytes: Uint8Array,
  layout: FrameLayout,
  frames: number,
  done: number,
  step: number,
): boolean {
  if (requests.length < 4 || frames * requests.length < WORTH_VALUES) return false;
  const memory = borrowKernelMemory(kernelBytes(requests.map(() => step)));
  if (!memory) return false;
  try {
    const lent = requests.map(({ position }) => ({ position, into: memory.int32(step), intoOffset: 0 }));
    const fours = foursOf(lent, layout);
    if (!fours) return false;
    const frameBytes = 3 * layout.frameLength;
    for (let start = 0; start < frames; start += step) {
      const count = Math.min(step, frames - start);
      decodeFours24(fours, bytes.subarray(start * frameBytes), layout, count, 0);
      for (const [index, { into, intoOffset }] of requests.entries())
        into.set(lent[index].into.subarray(0, count), intoOffset + done + start);
    }
    return true;
  } finally {
    giveBack(memory);
  }
}
