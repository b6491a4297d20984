import type { KernelText } from '../../domain/kernel/assemble.ts';

/**
 * Four values to integers in $into: x * 2048 is exact; its floor, and one more where it is half a step or more above that, is what
 * floor(x * 2048 + 0.5) gives in 64 bits.
 */
const four = (into: string, offset: number): string => `
  local.get $at; v128.load ${offset}; local.get $steps; f32x4.mul; local.tee $x
  f32x4.floor; local.tee $${into}
  local.get $x; local.get $${into}; f32x4.sub; local.get $half; f32x4.ge; local.set $x
  i32x4.trunc_sat_f32x4_s; local.get $x; i32x4.sub; local.get $lowest; i32x4.max_s; local.set $${into}`;

/** `quantise8`: `count` 32-bit floats from `at` on, a multiple of 8, as 16-bit integers of 1 / 2048 within +-32767 at `to`. */
export const QUANTISE: readonly KernelText[] = [
  {
    name: 'quantise8',
    parameters: ['at', 'count', 'to'],
    v128: ['x', 'one', 'other', 'steps', 'half', 'lowest'],
    body: `
      i32.const ${bitsOf(2048)}; i32x4.splat; local.set $steps
      i32.const ${bitsOf(0.5)}; i32x4.splat; local.set $half
      i32.const -32767; i32x4.splat; local.set $lowest
      loop $eight
        ${four('one', 0)}
        ${four('other', 16)}
        local.get $to; local.get $one; local.get $other; i16x8.narrow_i32x4_s; v128.store
        local.get $at; i32.const 32; i32.add; local.set $at
        local.get $to; i32.const 16; i32.add; local.set $to
        local.get $count; i32.const 8; i32.sub; local.tee $count
        br_if $eight
      end`,
  },
];

/** A 32-bit float's bits as an integer. */
function bitsOf(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}
