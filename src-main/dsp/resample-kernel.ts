import type { KernelText } from '../domain/kernel/assemble.ts';

/** Products of two taps with two samples, added to a sum. */
const product = (sum: string, tap: string, from: string, offset: number): string =>
  `local.get $${sum}; local.get $${tap}; local.get $${from}; v128.load ${offset}; f64x2.mul; f64x2.add; local.set $${sum}`;

const swapped = (sum: string): string =>
  `local.get $${sum}; local.get $${sum}; local.get $${sum}; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7; f64x2.add`;

/** first + second + (third + fourth), as the plain loop adds them; what is stored after it is overwritten by the next. */
const store = (to: string, low: string, high: string): string =>
  `local.get $${to}; ${swapped(low)}; ${swapped(high)}; f64x2.add; v128.store`;

/**
 * `physical`: (digital - baseline) / gain of `count` values, a multiple of 4; whether any is the `missing` one. `constants`:
 * baseline, gain as 64-bit floats.
 * `resample`: `count` outputs of two signals, whose inputs and outputs lie `apart` and `outApart` bytes apart, from the input at
 * `from` on. `phase` counts in bytes of taps: each output is `phaseStep` taps and `inputStep` bytes further on, or, where taps of
 * `phaseEnd` bytes are passed, those less and 8 bytes more. `width` bytes of taps are summed to an output, a multiple of 32.
 */
export const RESAMPLE: readonly KernelText[] = [
  {
    name: 'physical',
    parameters: ['from', 'to', 'count', 'constants', 'missing'],
    v128: ['baseline', 'gain', 'digital', 'lack', 'any'],
    result: true,
    body: `
      local.get $constants; v128.load64_splat; local.set $baseline
      local.get $constants; v128.load64_splat 8; local.set $gain
      local.get $missing; i32x4.splat; local.set $lack
      loop $four
        local.get $from; v128.load; local.tee $digital
        local.get $lack; i32x4.eq; local.get $any; v128.or; local.set $any
        local.get $to
        local.get $digital; f64x2.convert_low_i32x4_s; local.get $baseline; f64x2.sub; local.get $gain; f64x2.div
        v128.store
        local.get $to
        local.get $digital; local.get $digital; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
        f64x2.convert_low_i32x4_s; local.get $baseline; f64x2.sub; local.get $gain; f64x2.div
        v128.store 16
        local.get $from; i32.const 16; i32.add; local.set $from
        local.get $to; i32.const 32; i32.add; local.set $to
        local.get $count; i32.const 4; i32.sub; local.tee $count
        br_if $four
      end
      local.get $any; v128.any_true`,
  },
  {
    name: 'resample',
    parameters: [
      ...['from', 'apart', 'out', 'outApart', 'count'],
      ...['taps', 'phase', 'phaseStep', 'phaseEnd', 'inputStep', 'width'],
    ],
    i32: ['tap', 'tapEnd', 'one', 'other'],
    v128: ['a', 'b', 'low', 'high', 'otherLow', 'otherHigh'],
    body: `
      loop $output
        local.get $taps; local.get $phase; i32.add; local.tee $tap
        local.get $width; i32.add; local.set $tapEnd
        local.get $from; local.tee $one
        local.get $apart; i32.add; local.set $other
        i32.const 0; i32x4.splat; local.tee $low; local.tee $high; local.tee $otherLow; local.set $otherHigh
        loop $four
          local.get $tap; v128.load; local.set $a
          local.get $tap; v128.load 16; local.set $b
          ${product('low', 'a', 'one', 0)}
          ${product('high', 'b', 'one', 16)}
          ${product('otherLow', 'a', 'other', 0)}
          ${product('otherHigh', 'b', 'other', 16)}
          local.get $one; i32.const 32; i32.add; local.set $one
          local.get $other; i32.const 32; i32.add; local.set $other
          local.get $tap; i32.const 32; i32.add; local.tee $tap
          local.get $tapEnd; i32.lt_u; br_if $four
        end
        ${store('out', 'low', 'high')}
        local.get $out; local.get $outApart; i32.add; local.set $tap
        ${store('tap', 'otherLow', 'otherHigh')}
        local.get $out; i32.const 8; i32.add; local.set $out
        local.get $from; local.get $inputStep; i32.add; local.set $from
        local.get $phase; local.get $phaseStep; i32.add; local.set $phase
        block $within
          local.get $phase; local.get $phaseEnd; i32.lt_u; br_if $within
          local.get $phase; local.get $phaseEnd; i32.sub; local.set $phase
          local.get $from; i32.const 8; i32.add; local.set $from
        end
        local.get $count; i32.const 1; i32.sub; local.tee $count
        br_if $output
      end`,
  },
];
