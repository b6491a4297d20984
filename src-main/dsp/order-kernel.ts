import type { KernelText } from '../domain/kernel/assemble.ts';

const PIVOTS = [0, 1, 2, 3];

/** Bytes of a count: the sum of its first and its third 32-bit integer, negated, as a comparison gives -1 where it holds. */
export const COUNT_BYTES = 16;

const UPPER = 'i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7';

/** |x - centre|, as a 64-bit float or rounded to a 32-bit one. */
const deviations = (name: string, round: string): KernelText => ({
  name,
  parameters: ['from', 'count', 'constants', 'to'],
  v128: ['centre'],
  body: `
    local.get $constants; v128.load64_splat; local.set $centre
    loop $pair
      local.get $to
      local.get $from; v128.load; local.get $centre; f64x2.sub; f64x2.abs; ${round}
      v128.store
      local.get $from; i32.const 16; i32.add; local.set $from
      local.get $to; i32.const 16; i32.add; local.set $to
      local.get $count; i32.const 2; i32.sub; local.tee $count
      br_if $pair
    end`,
});

/**
 * `promote`: `count` 32-bit floats, a multiple of 4, as 64-bit ones. `deviations`, `roundedDeviations`: |x - centre| of `count`
 * 64-bit floats, an even number; the latter as if held as 32-bit ones.
 * `within`: those pairs of `count` 64-bit floats of which one or both are in [low, high), to `to`; their bytes.
 * `below`: how many of `count` 64-bit floats, an even number, are less than each of four pivots, as four counts at `out`.
 */
export const ORDER: readonly KernelText[] = [
  {
    name: 'promote',
    parameters: ['from', 'count', 'to'],
    v128: ['x'],
    body: `
      loop $four
        local.get $from; v128.load; local.set $x
        local.get $to; local.get $x; f64x2.promote_low_f32x4; v128.store
        local.get $to; local.get $x; local.get $x; ${UPPER}; f64x2.promote_low_f32x4; v128.store 16
        local.get $from; i32.const 16; i32.add; local.set $from
        local.get $to; i32.const 32; i32.add; local.set $to
        local.get $count; i32.const 4; i32.sub; local.tee $count
        br_if $four
      end`,
  },
  deviations('deviations', ''),
  deviations('roundedDeviations', 'f32x4.demote_f64x2_zero; f64x2.promote_low_f32x4'),
  {
    name: 'below',
    parameters: ['from', 'count', 'pivots', 'out'],
    v128: ['x', ...PIVOTS.flatMap((k) => [`p${k}`, `c${k}`])],
    body: `
      ${PIVOTS.map((k) => `local.get $pivots; v128.load64_splat ${8 * k}; local.set $p${k}`).join('\n')}
      loop $pair
        local.get $from; v128.load; local.set $x
        ${PIVOTS.map((k) => `local.get $c${k}; local.get $x; local.get $p${k}; f64x2.lt; i32x4.add; local.set $c${k}`).join('\n')}
        local.get $from; i32.const 16; i32.add; local.set $from
        local.get $count; i32.const 2; i32.sub; local.tee $count
        br_if $pair
      end
      ${PIVOTS.map((k) => `local.get $out; local.get $c${k}; v128.store ${COUNT_BYTES * k}`).join('\n')}`,
  },
  {
    name: 'within',
    parameters: ['from', 'count', 'limits', 'to'],
    i32: ['start'],
    v128: ['x', 'low', 'high'],
    result: true,
    body: `
      local.get $limits; v128.load64_splat; local.set $low
      local.get $limits; v128.load64_splat 8; local.set $high
      local.get $to; local.set $start
      loop $pair
        local.get $to; local.get $from; v128.load; local.tee $x; v128.store
        local.get $to
        local.get $x; local.get $low; f64x2.ge; local.get $x; local.get $high; f64x2.lt; v128.and; v128.any_true
        i32.const 4; i32.shl; i32.add; local.set $to
        local.get $from; i32.const 16; i32.add; local.set $from
        local.get $count; i32.const 2; i32.sub; local.tee $count
        br_if $pair
      end
      local.get $to; local.get $start; i32.sub`,
  },
];
