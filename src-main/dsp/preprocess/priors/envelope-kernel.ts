import type { KernelText } from '../../../domain/kernel/assemble.ts';

const UPPER = 'i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7';
const JOIN = 'i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23';

/** The lower or the upper two of a vector's 32-bit floats as 64-bit ones. */
const wide = (name: string, half: 'low' | 'high'): string =>
  `local.get $${name}; ${half === 'high' ? `local.get $${name}; ${UPPER};` : ''} f64x2.promote_low_f32x4`;

const added = (half: 'low' | 'high'): string => `
  ${wide('old', half)}; ${wide('x', half)}; local.get $divisor; f64x2.div; f64x2.add; f32x4.demote_f64x2_zero`;

const smoothed = (half: 'low' | 'high'): string => `
  ${wide('a', half)}; ${wide('b', half)}; f64x2.add; ${wide('c', half)}; f64x2.add
  local.get $divisor; f64x2.div; f32x4.demote_f64x2_zero`;

/**
 * Of `count` 32-bit floats, a multiple of 4; each sum and quotient in 64 bits, kept in 32. `divisor`: the address of a 64-bit float.
 * `addAbsolute`: |x| / divisor of those from `at` on is added to those from `sum` on.
 * `smoothThree`: (x[n] + x[n + 1] + x[n + 2]) / divisor to `to`; reads two values beyond the last.
 */
export const ENVELOPE: readonly KernelText[] = [
  {
    name: 'addAbsolute',
    parameters: ['at', 'count', 'divisorAt', 'sum'],
    v128: ['x', 'old', 'divisor'],
    body: `
      local.get $divisorAt; v128.load64_splat; local.set $divisor
      loop $four
        local.get $at; v128.load; f32x4.abs; local.set $x
        local.get $sum; v128.load; local.set $old
        local.get $sum
        ${added('low')}
        ${added('high')}
        ${JOIN}
        v128.store
        local.get $at; i32.const 16; i32.add; local.set $at
        local.get $sum; i32.const 16; i32.add; local.set $sum
        local.get $count; i32.const 4; i32.sub; local.tee $count
        br_if $four
      end`,
  },
  {
    name: 'smoothThree',
    parameters: ['at', 'count', 'divisorAt', 'to'],
    v128: ['a', 'b', 'c', 'divisor'],
    body: `
      local.get $divisorAt; v128.load64_splat; local.set $divisor
      loop $four
        local.get $at; v128.load; local.set $a
        local.get $at; v128.load 4; local.set $b
        local.get $at; v128.load 8; local.set $c
        local.get $to
        ${smoothed('low')}
        ${smoothed('high')}
        ${JOIN}
        v128.store
        local.get $at; i32.const 16; i32.add; local.set $at
        local.get $to; i32.const 16; i32.add; local.set $to
        local.get $count; i32.const 4; i32.sub; local.tee $count
        br_if $four
      end`,
  },
];
