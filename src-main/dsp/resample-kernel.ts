import type { KernelText } from '../domain/kernel/assemble.ts';

/** Products of two taps with two samples, added to a sum. */
const product = (sum: string, tap: string, from: string, offset: number): string =>
  `local.get $${sum}; local.get $${tap}; local.get $${from}; v128.load ${offset}; f64x2.mul; f64x2.add; local.set $${sum}`;

/** Lanes of the first and of the second value of two sums, and both added: [first + second of one, of the other]. */
const folded = (one: string, other: string): string => `
  local.get $${one}; local.get $${other}; i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
  local.get $${one}; local.get $${other}; i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
  f64x2.add`;

/** first + second + (third + fourth) of two signals, as the plain loop adds them. */
const store = (one: number, other: number, bits: 32 | 64): string => `
  ${folded(`low${one}`, `low${other}`)}
  ${folded(`high${one}`, `high${other}`)}
  f64x2.add; ${bits === 32 ? 'f32x4.demote_f64x2_zero' : ''}; local.set $a
  ${[one, other].map((signal, lane) => `local.get $out${signal}; local.get $a; v128.store${bits}_lane 0 ${lane}`).join('\n')}`;

/** More signals at once: fewer loads of taps for each, and sums enough that none is waited for. */
function resampling(count: 2 | 4, bits: 32 | 64): KernelText {
  const signals = [0, 1, 2, 3].slice(0, count);
  const each = (text: (signal: number) => string): string => signals.map(text).join('\n');
  const sums = signals.flatMap((signal) => [`low${signal}`, `high${signal}`]);
  return {
    name: `resample${count}x${bits}`,
    parameters: [
      ...['from', 'apart', ...signals.map((signal) => `out${signal}`), 'count'],
      ...['taps', 'phase', 'phaseStep', 'phaseEnd', 'inputStep', 'width'],
    ],
    i32: ['tap', 'tapEnd', ...signals.map((signal) => `in${signal}`)],
    v128: ['a', 'b', ...sums],
    body: `
      loop $output
        local.get $taps; local.get $phase; i32.add; local.tee $tap
        local.get $width; i32.add; local.set $tapEnd
        local.get $from; local.set $in0
        ${signals
          .slice(1)
          .map((k) => `local.get $in${k - 1}; local.get $apart; i32.add; local.set $in${k}`)
          .join('\n')}
        i32.const 0; i32x4.splat; ${sums.map((sum) => `local.tee $${sum}`).join('; ')}; local.set $a
        loop $four
          local.get $tap; v128.load; local.set $a
          local.get $tap; v128.load 16; local.set $b
          ${each((k) => product(`low${k}`, 'a', `in${k}`, 0))}
          ${each((k) => product(`high${k}`, 'b', `in${k}`, 16))}
          ${each((k) => `local.get $in${k}; i32.const 32; i32.add; local.set $in${k}`)}
          local.get $tap; i32.const 32; i32.add; local.tee $tap
          local.get $tapEnd; i32.lt_u; br_if $four
        end
        ${store(0, 1, bits)}
        ${count === 4 ? store(2, 3, bits) : ''}
        ${each((k) => `local.get $out${k}; i32.const ${bits / 8}; i32.add; local.set $out${k}`)}
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
  };
}

/**
 * `physical`: (digital - baseline) / gain of `count` values, a multiple of 4; whether any is the `missing` one. `constants`:
 * baseline, gain as 64-bit floats.
 * `resample2x32`, `resample4x64` ...: `count` outputs, as 32-bit or 64-bit floats, of two or four signals, from the inputs at
 * `from`, `from + apart` ... on. `phase` counts in bytes of taps: each output is `phaseStep` taps and `inputStep` bytes further
 * on, or, where taps of `phaseEnd` bytes are passed, those less and 8 bytes more. `width` bytes of taps are summed to an output, a
 * multiple of 32.
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
  resampling(2, 32),
  resampling(2, 64),
  resampling(4, 32),
  resampling(4, 64),
];
