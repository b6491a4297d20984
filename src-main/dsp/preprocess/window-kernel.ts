import type { KernelText } from '../../domain/kernel/assemble.ts';

const COUNTS = ['above', 'below', 'farAbove', 'farBelow', 'missing'];

/** Adds 1 to a count where a comparison of `value` holds. */
const count = (name: string, comparison: string): string =>
  `local.get $${name}; ${comparison}; i32x4.add; local.set $${name}`;

const glanceAt = (half: string): string => `
  local.get $x; ${half}; f64x2.promote_low_f32x4; local.get $about; f64x2.sub; local.set $value
  ${count('above', 'local.get $value; local.get $zero; f64x2.gt')}
  ${count('below', 'local.get $value; local.get $zero; f64x2.lt')}
  ${count('farAbove', 'local.get $value; local.get $far; f64x2.gt')}
  ${count('farBelow', 'local.get $value; local.get $farDown; f64x2.lt')}
  ${count('missing', 'local.get $value; local.get $value; f64x2.ne')}`;

const UPPER = 'local.get $x; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7';

const scaled = (half: string): string => `
  local.get $x; ${half}; f64x2.promote_low_f32x4; local.get $centre; f64x2.sub; local.get $scale; f64x2.div
  local.get $high; f64x2.min; local.get $low; f64x2.max; f32x4.demote_f64x2_zero`;

/**
 * Of `count` 32-bit floats from address `at` on, a multiple of 4:
 * `glance`: how many are above `about`, below it, more than `far` above, more than that below, and missing (`constants`: about, far,
 * -far), as five counts at `out`, negated (see `ORDER`).
 * `normalise`: (x - centre) / scale within [low, high] (`constants`: centre, scale, low, high), as 32-bit floats at `out`.
 */
export const WINDOW: readonly KernelText[] = [
  {
    name: 'glance',
    parameters: ['at', 'count', 'constants', 'out'],
    v128: ['x', 'value', 'about', 'far', 'farDown', 'zero', ...COUNTS],
    body: `
      local.get $constants; v128.load64_splat; local.set $about
      local.get $constants; v128.load64_splat 8; local.set $far
      local.get $constants; v128.load64_splat 16; local.set $farDown
      loop $four
        local.get $at; v128.load; local.set $x
        ${glanceAt('')}
        ${glanceAt(UPPER)}
        local.get $at; i32.const 16; i32.add; local.set $at
        local.get $count; i32.const 4; i32.sub; local.tee $count
        br_if $four
      end
      ${COUNTS.map((name, at) => `local.get $out; local.get $${name}; v128.store ${16 * at}`).join('\n')}`,
  },
  {
    name: 'normalise',
    parameters: ['at', 'count', 'constants', 'out'],
    v128: ['x', 'centre', 'scale', 'low', 'high'],
    body: `
      ${['centre', 'scale', 'low', 'high'].map((name, at) => `local.get $constants; v128.load64_splat ${8 * at}; local.set $${name}`).join('\n')}
      loop $four
        local.get $at; v128.load; local.set $x
        local.get $out
        ${scaled('')}
        ${scaled(UPPER)}
        i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        v128.store
        local.get $at; i32.const 16; i32.add; local.set $at
        local.get $out; i32.const 16; i32.add; local.set $out
        local.get $count; i32.const 4; i32.sub; local.tee $count
        br_if $four
      end`,
  },
];
