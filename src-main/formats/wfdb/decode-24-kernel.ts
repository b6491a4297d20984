import type { KernelText } from '../../domain/kernel/assemble.ts';

/** Upper three bytes of each lane: samples 0 to 3 of what was loaded. The lowest byte is shifted out. */
const WIDEN = 'i8x16.shuffle 0 0 1 2 0 3 4 5 0 6 7 8 0 9 10 11';
const LOW = 'i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23';
const HIGH = 'i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31';
const LOW_PAIR = 'i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23';
const HIGH_PAIR = 'i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31';

/** Four samples of a frame, and their lowest. */
const frame = (into: string): string => `
  local.get $at; v128.load; local.get $at; v128.load; ${WIDEN}; i32.const 8; i32x4.shr_s; local.set $${into}
  local.get $lowest; local.get $${into}; i32x4.min_s; local.set $lowest
  local.get $at; local.get $stride; i32.add; local.set $at`;

/** The channel whose samples are in half of the pairs. */
const store = (to: string, pairs: string, half: string): string => `
  local.get $${to}; local.get $${pairs}1; local.get $${pairs}2; ${half}; v128.store
  local.get $${to}; i32.const 16; i32.add; local.set $${to}`;

/**
 * Format 24, four neighbouring signals at a time: four frames are loaded, widened and turned about, so that what is
 * stored is four samples of each signal.
 * `quads` times four frames from address `at` on, `stride` bytes apart, to four arrays. Reads four bytes behind the last.
 * Returns the lowest sample: the format's sentinel is lower than any.
 */
export const DECODE_24: readonly KernelText[] = [
  {
    name: 'decode24',
    parameters: ['at', 'stride', 'quads', 'one', 'two', 'three', 'four'],
    v128: ['a', 'b', 'c', 'd', 'left1', 'left2', 'right1', 'right2', 'lowest'],
    result: true,
    body: `
      i32.const 2147483647; i32x4.splat; local.set $lowest
      loop $quad
        ${['a', 'b', 'c', 'd'].map(frame).join('\n')}
        local.get $a; local.get $b; ${LOW}; local.set $left1
        local.get $c; local.get $d; ${LOW}; local.set $left2
        local.get $a; local.get $b; ${HIGH}; local.set $right1
        local.get $c; local.get $d; ${HIGH}; local.set $right2
        ${store('one', 'left', LOW_PAIR)}
        ${store('two', 'left', HIGH_PAIR)}
        ${store('three', 'right', LOW_PAIR)}
        ${store('four', 'right', HIGH_PAIR)}
        local.get $quads; i32.const 1; i32.sub; local.tee $quads
        br_if $quad
      end
      local.get $lowest; local.get $lowest; local.get $lowest; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7; i32x4.min_s; local.tee $lowest
      local.get $lowest; local.get $lowest; i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11; i32x4.min_s
      i32x4.extract_lane 0`,
  },
];
