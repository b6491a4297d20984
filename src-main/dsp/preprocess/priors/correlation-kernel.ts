import type { KernelText } from '../../../domain/kernel/assemble.ts';

/** Neighbouring places that one call correlates: four vectors of two. */
export const PLACES = 8;
const VECTORS = [0, 1, 2, 3];
/** Where in the result the sums of x, x^2 and x y of each place begin, and those of y and y^2; in 64-bit floats. */
export const SUMS_OF = { x: 0, xx: PLACES, xy: 2 * PLACES, y: 3 * PLACES };
export const SUMS = 3 * PLACES + 2;

/** Two values into $x as 64-bit floats; they are the upper ones of what was loaded last for every other vector. */
const load = (vector: number): string =>
  vector % 2 === 0
    ? `local.get $at; v128.load ${8 * vector}; local.tee $next; f64x2.promote_low_f32x4; local.set $x`
    : 'local.get $next; local.get $next; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7; f64x2.promote_low_f32x4; local.set $x';

const add = (sum: string, what: string): string => `local.get $${sum}; ${what}; f64x2.add; local.set $${sum}`;

/**
 * `correlate`: what a Pearson correlation is made of, of `count` 32-bit floats from address `shape` on (y) with as many (x) from
 * `at`, one further on, and so on for `PLACES` places; each sum in the order of the plain loop. See `SUMS_OF`. It reads beyond the
 * last place by up to two values.
 */
export const CORRELATION: readonly KernelText[] = [
  {
    name: 'correlate',
    parameters: ['at', 'shape', 'count', 'out'],
    v128: ['x', 'y', 'next', 'ofY', ...VECTORS.flatMap((v) => [`x${v}`, `xx${v}`, `xy${v}`])],
    body: `
      loop $sample
        local.get $shape; v128.load32_splat; f64x2.promote_low_f32x4; local.set $y
        ${add('ofY', 'local.get $y; local.get $y; local.get $y; f64x2.mul; i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23')}
        ${VECTORS.map(
          (v) => `
            ${load(v)}
            ${add(`x${v}`, 'local.get $x')}
            ${add(`xx${v}`, 'local.get $x; local.get $x; f64x2.mul')}
            ${add(`xy${v}`, 'local.get $x; local.get $y; f64x2.mul')}`,
        ).join('\n')}
        local.get $at; i32.const 4; i32.add; local.set $at
        local.get $shape; i32.const 4; i32.add; local.set $shape
        local.get $count; i32.const 1; i32.sub; local.tee $count
        br_if $sample
      end
      ${(['x', 'xx', 'xy'] as const)
        .flatMap((sum) =>
          VECTORS.map(
            (v) => `local.get $out; local.get $${sum}${v}; v128.store ${8 * SUMS_OF[sum] + 16 * v}`,
          ),
        )
        .join('\n')}
      local.get $out; local.get $ofY; v128.store ${8 * SUMS_OF.y}`,
  },
];
