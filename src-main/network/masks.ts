import type { Random } from '../domain/random.ts';
import { sizeOf } from '../engine/tensor.ts';
import type { Shape } from '../engine/tensor.ts';

/** A dropout mask to be fed: each value 0, or 1 / keep with probability `keep`. */
export interface MaskFeed {
  readonly name: string;
  readonly shape: Shape;
  readonly keep: number;
}

/** Marsaglia's xorshift128 (2003): 32 bits a call, several times faster than `Random`, from which it is seeded. */
function fastWords(random: Random): () => number {
  let [x, y, z, w] = [1, 2, 3, 4].map(() => random.integer(2 ** 32) | 1) as [number, number, number, number];
  return () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w;
  };
}

function fill(mask: Float32Array, keep: number, next: () => number): void {
  const threshold = Math.round((1 - keep) * 256);
  const kept = 256 / (256 - threshold);
  for (let i = 0; i < mask.length; i += 4) {
    let word = next();
    const end = Math.min(i + 4, mask.length);
    for (let j = i; j < end; j++) {
      mask[j] = (word & 255) < threshold ? 0 : kept;
      word >>>= 8;
    }
  }
}

/**
 * Fresh dropout masks from a seeded source: the same seed gives the same masks. Eight bits decide one value, so the
 * rate is rounded to 1/256.
 * @param into masks of an earlier step, overwritten and returned, so that none are allocated
 */
export function drawMasks(
  training: { readonly masks: readonly MaskFeed[] },
  random: Random,
  into: Readonly<Record<string, Float32Array>> = {},
): Record<string, Float32Array> {
  const next = fastWords(random);
  return Object.fromEntries(
    training.masks.map(({ name, shape, keep }) => {
      const mask = into[name] ?? new Float32Array(sizeOf(shape));
      fill(mask, keep, next);
      return [name, mask];
    }),
  );
}
