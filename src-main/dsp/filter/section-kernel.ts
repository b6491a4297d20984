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

/**
 * `section`: one second-order section over `count` samples (1 or more) of eight signals, in place, from address `at` on in steps
 * of `step` bytes, so backwards as well. `coefficients`: b0, b1, b2, a1, a2; `state`: eight values p, then eight q.
 * `weave`: two signals at `one` and `other` into a pair of lanes at `lanes`; `unweave`: back. `count` is even there.
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
  {
    name: 'weave',
    parameters: ['one', 'other', 'lanes', 'count'],
    v128: ['a', 'b'],
    body: `
      loop $pair
        local.get $one; v128.load; local.set $a
        local.get $other; v128.load; local.set $b
        local.get $lanes; local.get $a; local.get $b; ${FIRST}; v128.store
        local.get $lanes; local.get $a; local.get $b; ${SECOND}; v128.store ${LANE_BYTES}
        local.get $one; i32.const 16; i32.add; local.set $one
        local.get $other; i32.const 16; i32.add; local.set $other
        local.get $lanes; i32.const ${2 * LANE_BYTES}; i32.add; local.set $lanes
        local.get $count; i32.const 2; i32.sub; local.tee $count
        br_if $pair
      end`,
  },
  {
    name: 'unweave',
    parameters: ['one', 'other', 'lanes', 'count'],
    v128: ['a', 'b'],
    body: `
      loop $pair
        local.get $lanes; v128.load; local.set $a
        local.get $lanes; v128.load ${LANE_BYTES}; local.set $b
        local.get $one; local.get $a; local.get $b; ${FIRST}; v128.store
        local.get $other; local.get $a; local.get $b; ${SECOND}; v128.store
        local.get $one; i32.const 16; i32.add; local.set $one
        local.get $other; i32.const 16; i32.add; local.set $other
        local.get $lanes; i32.const ${2 * LANE_BYTES}; i32.add; local.set $lanes
        local.get $count; i32.const 2; i32.sub; local.tee $count
        br_if $pair
      end`,
  },
];
