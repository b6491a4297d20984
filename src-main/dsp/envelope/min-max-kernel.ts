import type { KernelText } from '../../domain/kernel/assemble.ts';

const take = (value: string, by: string, offset: number): string =>
  `local.get $${value}; local.get $at; v128.load ${offset}; i32x4.${by}; local.set $${value}`;

/** The least or greatest of lanes 0 and 2, and of 1 and 3. */
const acrossPairs = (value: string, by: string): string =>
  `local.get $${value}; local.get $${value}; local.get $${value}; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7; i32x4.${by}`;

/** Of pairs of minimum and maximum: the extreme of the lanes that `acrossPairs` brings to `lane`. */
const extreme = (name: string, by: string, lane: number): KernelText => ({
  name,
  parameters: ['at', 'twos'],
  v128: ['one', 'other'],
  result: true,
  body: `
    local.get $at; v128.load; local.tee $one; local.set $other
    block $done
      loop $pair
        local.get $twos; i32.const 2; i32.lt_u; br_if $done
        ${take('one', by, 0)}
        ${take('other', by, 16)}
        local.get $at; i32.const 32; i32.add; local.set $at
        local.get $twos; i32.const 2; i32.sub; local.set $twos
        br $pair
      end
    end
    block $even
      local.get $twos; i32.eqz; br_if $even
      ${take('one', by, 0)}
    end
    local.get $one; local.get $other; i32x4.${by}; local.set $one
    ${acrossPairs('one', by)}; i32x4.extract_lane ${lane}`,
});

/** The least or greatest of four lanes, to lane 0. */
const across = (value: string, by: string): string => `
  local.get $${value}; local.get $${value}; local.get $${value}; i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7; i32x4.${by}; local.set $${value}
  local.get $${value}; local.get $${value}; local.get $${value}; i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11; i32x4.${by}; local.set $${value}`;

/**
 * `minMax`: minimum and maximum of each of `bins` bins of `width` 32-bit integers, a multiple of 8, from address `at` on; in turn
 * to address `out`. `joinFour`: each four of such pairs to one, `bins` times; `out` may be `at`. `lowest`, `highest`: the least minimum
 * and the greatest maximum of `twos` (1 or more) times two of such pairs.
 */
export const MIN_MAX: readonly KernelText[] = [
  {
    name: 'minMax',
    parameters: ['at', 'bins', 'width', 'out'],
    i32: ['end'],
    v128: ['low', 'high'],
    body: `
      loop $bin
        local.get $at; local.get $width; i32.const 2; i32.shl; i32.add; local.set $end
        local.get $at; v128.load; local.tee $low; local.set $high
        loop $eight
          ${take('low', 'min_s', 0)}
          ${take('high', 'max_s', 0)}
          ${take('low', 'min_s', 16)}
          ${take('high', 'max_s', 16)}
          local.get $at; i32.const 32; i32.add; local.tee $at
          local.get $end; i32.lt_u; br_if $eight
        end
        ${across('low', 'min_s')}
        ${across('high', 'max_s')}
        local.get $out; local.get $low; i32x4.extract_lane 0; i32.store
        local.get $out; local.get $high; i32x4.extract_lane 0; i32.store 4
        local.get $out; i32.const 8; i32.add; local.set $out
        local.get $bins; i32.const 1; i32.sub; local.tee $bins
        br_if $bin
      end`,
  },
  {
    name: 'joinFour',
    parameters: ['at', 'bins', 'out'],
    v128: ['one', 'two', 'low', 'high'],
    body: `
      loop $bin
        local.get $at; v128.load; local.set $one
        local.get $at; v128.load 16; local.set $two
        local.get $one; local.get $two; i32x4.min_s; local.set $low
        local.get $one; local.get $two; i32x4.max_s; local.set $high
        local.get $out; ${acrossPairs('low', 'min_s')}; i32x4.extract_lane 0; i32.store
        local.get $out; ${acrossPairs('high', 'max_s')}; i32x4.extract_lane 1; i32.store 4
        local.get $at; i32.const 32; i32.add; local.set $at
        local.get $out; i32.const 8; i32.add; local.set $out
        local.get $bins; i32.const 1; i32.sub; local.tee $bins
        br_if $bin
      end`,
  },
  extreme('lowest', 'min_s', 0),
  extreme('highest', 'max_s', 1),
];
