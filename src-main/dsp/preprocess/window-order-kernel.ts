import type { KernelText } from '../../domain/kernel/assemble.ts';

const QUARTERS = [0, 1, 2, 3];
/** Samples whose codes one vector holds. */
export const CODED_AT_ONCE = 16;
/** Codes end at this one, which also stands for all that lies above. */
export const LAST_CODE = 255;

/** Four times four samples to sixteen codes: (x - origin) * codes to a unit, cut to 0 .. 255. */
const encode = (name: string, measure: string): KernelText => ({
  name,
  parameters: ['at', 'count', 'constants', 'to'],
  v128: ['origin', 'scale', ...QUARTERS.map((k) => `q${k}`)],
  body: `
    local.get $constants; v128.load32_splat; local.set $origin
    local.get $constants; v128.load32_splat 4; local.set $scale
    loop $sixteen
      ${QUARTERS.map(
        (k) => `
          local.get $at; v128.load ${16 * k}; local.get $origin; f32x4.sub; ${measure}
          local.get $scale; f32x4.mul; i32x4.trunc_sat_f32x4_s; local.set $q${k}`,
      ).join('\n')}
      local.get $to
      local.get $q0; local.get $q1; i16x8.narrow_i32x4_s
      local.get $q2; local.get $q3; i16x8.narrow_i32x4_s
      i8x16.narrow_i16x8_u
      v128.store
      local.get $at; i32.const 64; i32.add; local.set $at
      local.get $to; i32.const 16; i32.add; local.set $to
      local.get $count; i32.const 16; i32.sub; local.tee $count
      br_if $sixteen
    end`,
});

/** The sum of sixteen counts. */
const total = (counts: string): string => `
  local.get $${counts}; i16x8.extadd_pairwise_i8x16_s; i32x4.extadd_pairwise_i16x8_s; local.set $${counts}
  ${QUARTERS.map((lane) => `local.get $${counts}; i32x4.extract_lane ${lane}`).join('\n')}
  i32.add; i32.add; i32.add`;

/**
 * `encode`: codes of `count` 32-bit floats from address `at` on, a multiple of 16; `encodeAway` of their distance from the origin.
 * Constants: the origin and the number of codes to a unit, 32-bit floats. What is larger never has a smaller code.
 * `rank`: the lowest code, `low` or higher, that more than `rank` of `count` codes (a multiple of 32, under 2048) do not exceed;
 * plus 256 times how many those are, which is 0 where it is the last code.
 * `collect`: those of `count` 32-bit floats whose codes are from `low` to `low + span`, as 64-bit floats at `to`; returns their
 * number plus 65536 times the number of codes below `low`.
 */
export const WINDOW_ORDER: readonly KernelText[] = [
  encode('encode', ''),
  encode('encodeAway', 'f32x4.abs'),
  {
    name: 'rank',
    parameters: ['codes', 'count', 'rank', 'low'],
    i32: ['high', 'middle', 'at', 'end', 'upTo', 'found'],
    v128: ['pivot', 'one', 'other'],
    result: true,
    body: `
      i32.const ${LAST_CODE}; local.set $high
      local.get $codes; local.get $count; i32.add; local.set $end
      block $done
        loop $halve
          local.get $high; local.get $low; i32.le_s; br_if $done
          local.get $low; local.get $high; i32.add; i32.const 1; i32.shr_u; local.tee $middle
          i8x16.splat; local.set $pivot
          i32.const 0; i32x4.splat; local.tee $one; local.set $other
          local.get $codes; local.set $at
          loop $pair
            local.get $one; local.get $at; v128.load; local.get $pivot; i8x16.le_u; i8x16.sub; local.set $one
            local.get $other; local.get $at; v128.load 16; local.get $pivot; i8x16.le_u; i8x16.sub; local.set $other
            local.get $at; i32.const 32; i32.add; local.tee $at
            local.get $end; i32.lt_u; br_if $pair
          end
          ${total('one')}
          ${total('other')}
          i32.add; local.set $found
          block $above
            local.get $found; local.get $rank; i32.le_s; br_if $above
            local.get $middle; local.set $high
            local.get $found; local.set $upTo
            br $halve
          end
          local.get $middle; i32.const 1; i32.add; local.set $low
          br $halve
        end
      end
      local.get $upTo; i32.const 8; i32.shl; local.get $low; i32.add`,
  },
  {
    name: 'collect',
    parameters: ['codes', 'count', 'samples', 'low', 'span', 'to'],
    i32: ['start', 'mask', 'end'],
    v128: ['x', 'from', 'most', 'below'],
    result: true,
    body: `
      local.get $to; local.set $start
      local.get $low; i8x16.splat; local.set $from
      local.get $span; i8x16.splat; local.set $most
      local.get $codes; local.get $count; i32.add; local.set $end
      loop $sixteen
        local.get $below; local.get $codes; v128.load; local.tee $x; local.get $from; i8x16.lt_u; i8x16.sub; local.set $below
        local.get $x; local.get $from; i8x16.sub; local.get $most; i8x16.le_u; i8x16.bitmask; local.set $mask
        block $none
          loop $each
            local.get $mask; i32.eqz; br_if $none
            local.get $to
            local.get $samples; local.get $mask; i32.ctz; i32.const 2; i32.shl; i32.add; v128.load32_zero; f64x2.promote_low_f32x4
            v128.store64_lane 0 0
            local.get $to; i32.const 8; i32.add; local.set $to
            local.get $mask; local.get $mask; i32.const 1; i32.sub; i32.and; local.set $mask
            br $each
          end
        end
        local.get $samples; i32.const 64; i32.add; local.set $samples
        local.get $codes; i32.const 16; i32.add; local.tee $codes
        local.get $end; i32.lt_u; br_if $sixteen
      end
      ${total('below')}
      i32.const 16; i32.shl
      local.get $to; local.get $start; i32.sub; i32.const 3; i32.shr_u
      i32.add`,
  },
];
