import type { KernelText } from '../../domain/kernel/assemble.ts';

/** Signals that one call filters side by side: four vectors of two; each sample of all takes LANE_BYTES. */
export const LANES = 8;
export const LANE_BYTES = 8 * LANES;

const VECTORS = [0, 1, 2, 3];

/** y = b0 x + p; p = b1 x - a1 y + q; q = b2 x - a2 y, of two signals: each sum in the order of the plain loop. */
const step = (vector: number): string => `
  local.get $at; v128.load ${16 * vector}; local.set $x
  local.get $b0; local.get $x; f64x2.mul; local.get $p${vector}; f64x2.add; local.set $y
  local.get $b1; local.get $x; f64x2.mul; local.get $a1; local.get $y; f64x2.mul; f64x2.sub; local.get $q${vector}; f64x2.add; local.set $p${vector}
  local.get $b2; local.get $x; f64x2.mul; local.get $a2; local.get $y; f64x2.mul; f64x2.sub; local.set $q${vector}
  local.get $at; local.get $y; v128.store ${16 * vector}`;

const each = (text: (vector: number) => string): string => VECTORS.map(text).join('\n');

/** Two values of each of two vectors, its first ones or its second ones. */
const FIRST = 'i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23';
const SECOND = 'i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31';
const PAIRS = [0, 1];

/** Two pairs of values of a signal from the address in `from`: as 64-bit floats in $from0, $from1. */
const loaded = (from: string, bits: 32 | 64): string =>
  bits === 64
    ? PAIRS.map((k) => `local.get $${from}; v128.load ${16 * k}; local.set $${from}${k}`).join('\n')
    : `local.get $${from}; v128.load; local.tee $${from}0; local.get $${from}0; ${SECOND}; f64x2.promote_low_f32x4; local.set $${from}1
       local.get $${from}0; f64x2.promote_low_f32x4; local.set $${from}0`;

/** Stores what `half` takes of pairs a and b at each two samples: a signal's four values. */
const stored = (to: string, half: string, bits: 32 | 64): string => {
  const pair = (k: number): string => `local.get $a${k}; local.get $b${k}; ${half}`;
  if (bits === 64) return PAIRS.map((k) => `local.get $${to}; ${pair(k)}; v128.store ${16 * k}`).join('\n');
  const single = (k: number): string => `${pair(k)}; f32x4.demote_f64x2_zero`;
  return `local.get $${to}; ${single(0)}; ${single(1)}; ${FIRST}; v128.store`;
};

const onwards = (step: number): string => `
  ${['one', 'other'].map((name) => `local.get $${name}; i32.const ${step}; i32.add; local.set $${name}`).join('\n')}
  local.get $lanes; i32.const ${4 * LANE_BYTES}; i32.add; local.set $lanes
  local.get $count; i32.const 4; i32.sub; local.tee $count`;

const weave = (bits: 32 | 64): KernelText => ({
  name: `weave${bits}`,
  parameters: ['one', 'other', 'lanes', 'count'],
  v128: ['one0', 'one1', 'other0', 'other1'],
  body: `
    loop $four
      ${loaded('one', bits)}
      ${loaded('other', bits)}
      ${PAIRS.map(
        (k) => `
          local.get $lanes; local.get $one${k}; local.get $other${k}; ${FIRST}; v128.store ${2 * k * LANE_BYTES}
          local.get $lanes; local.get $one${k}; local.get $other${k}; ${SECOND}; v128.store ${(2 * k + 1) * LANE_BYTES}`,
      ).join('\n')}
      ${onwards((4 * bits) / 8)}
      br_if $four
    end`,
});

const unweave = (bits: 32 | 64): KernelText => ({
  name: `unweave${bits}`,
  parameters: ['one', 'other', 'lanes', 'count'],
  v128: ['a0', 'a1', 'b0', 'b1'],
  body: `
    loop $four
      ${PAIRS.map(
        (k) => `
          local.get $lanes; v128.load ${2 * k * LANE_BYTES}; local.set $a${k}
          local.get $lanes; v128.load ${(2 * k + 1) * LANE_BYTES}; local.set $b${k}`,
      ).join('\n')}
      ${stored('one', FIRST, bits)}
      ${stored('other', SECOND, bits)}
      ${onwards((4 * bits) / 8)}
      br_if $four
    end`,
});

/**
 * `section`: one second-order section over `count` samples (1 or more) of eight signals, in place, from address `at` on in steps
 * of `step` bytes, so backwards as well. `coefficients`: b0, b1, b2, a1, a2; `state`: eight values p, then eight q.
 * `weave32`, `weave64`: two signals of 32-bit or 64-bit floats at `one` and `other` into a pair of lanes at `lanes`; `unweave32`,
 * `unweave64`: back. `count` is a multiple of 4 there.
 */
export const SECTION: readonly KernelText[] = [
  {
    name: 'section',
    parameters: ['at', 'count', 'step', 'coefficients', 'state'],
    v128: ['b0', 'b1', 'b2', 'a1', 'a2', 'x', 'y', 'p0', 'p1', 'p2', 'p3', 'q0', 'q1', 'q2', 'q3'],
    body: `
      ${['b0', 'b1', 'b2', 'a1', 'a2'].map((name, index) => `local.get $coefficients; v128.load64_splat ${8 * index}; local.set $${name}`).join('\n')}
      ${each((v) => `local.get $state; v128.load ${16 * v}; local.set $p${v}; local.get $state; v128.load ${64 + 16 * v}; local.set $q${v}`)}
      loop $sample
        ${each(step)}
        local.get $at; local.get $step; i32.add; local.set $at
        local.get $count; i32.const 1; i32.sub; local.tee $count
        br_if $sample
      end
      ${each((v) => `local.get $state; local.get $p${v}; v128.store ${16 * v}; local.get $state; local.get $q${v}; v128.store ${64 + 16 * v}`)}`,
  },
  weave(32),
  weave(64),
  unweave(32),
  unweave(64),
];
