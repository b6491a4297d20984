import type { KernelText } from '../../domain/kernel/assemble.ts';

const COUNTS = ['above', 'below', 'farAbove', 'farBelow', 'missing'];
/** Samples after which counts are written down, and four-byte integers that are. */
export const SURVEYED_AT_ONCE = 64;
export const SURVEY_WORDS = 4 * COUNTS.length;
/** Limits of `survey`, 32-bit floats. */
const LIMITS = ['over', 'under', 'farOver', 'farUnder'];

/** Adds 1 to a count where a comparison of x holds. */
const count = (name: string, comparison: string): string =>
  `local.get $${name}; local.get $x; ${comparison}; i32x4.sub; local.set $${name}`;

const UPPER = 'local.get $x; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7';

/** Limits by the instruction's plain comparison, a third of the time of one that minds what is missing: no sample is, here. */
const scaled = (half: string): string => `
  local.get $x; ${half}; f64x2.promote_low_f32x4; local.get $centre; f64x2.sub; local.get $scale; f64x2.div
  local.get $high; f64x2.pmin; local.get $low; f64x2.pmax; f32x4.demote_f64x2_zero`;

/**
 * Of 32-bit floats from address `at` on:
 * `survey`: how many of the first `SURVEYED_AT_ONCE`, of twice as many, of three times as many ... are above `over`, below `under`,
 * above `farOver`, below `farUnder`, and missing: `blocks` times `SURVEY_WORDS` counts at `out`, four to be added up for each.
 * `normalise`: (x - centre) / scale within [low, high] (`constants`: centre, scale, low, high), of `count`, a multiple of 4, as 32-bit
 * floats at `out`.
 */
export const WINDOW: readonly KernelText[] = [
  {
    name: 'survey',
    parameters: ['at', 'blocks', 'limits', 'out'],
    i32: ['end'],
    v128: ['x', ...LIMITS, ...COUNTS],
    body: `
      ${LIMITS.map((name, k) => `local.get $limits; v128.load32_splat ${4 * k}; local.set $${name}`).join('\n')}
      loop $block
        local.get $at; i32.const ${4 * SURVEYED_AT_ONCE}; i32.add; local.set $end
        loop $four
          local.get $at; v128.load; local.set $x
          ${count('above', 'local.get $over; f32x4.gt')}
          ${count('below', 'local.get $under; f32x4.lt')}
          ${count('farAbove', 'local.get $farOver; f32x4.gt')}
          ${count('farBelow', 'local.get $farUnder; f32x4.lt')}
          ${count('missing', 'local.get $x; f32x4.ne')}
          local.get $at; i32.const 16; i32.add; local.tee $at
          local.get $end; i32.lt_u; br_if $four
        end
        ${COUNTS.map((name, k) => `local.get $out; local.get $${name}; v128.store ${16 * k}`).join('\n')}
        local.get $out; i32.const ${4 * SURVEY_WORDS}; i32.add; local.set $out
        local.get $blocks; i32.const 1; i32.sub; local.tee $blocks
        br_if $block
      end`,
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
