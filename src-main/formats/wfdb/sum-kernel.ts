import type { KernelText } from '../../domain/kernel/assemble.ts';

const add = (sum: string, offset: number): string =>
  `local.get $${sum}; local.get $at; v128.load ${offset}; i32x4.add; local.set $${sum}`;
const lane = (n: number): string => `local.get $sum; i32x4.extract_lane ${n}`;

/** The sum of `quads` times four 32-bit integers from address `at` on, modulo 2^32. */
export const SUM: readonly KernelText[] = [
  {
    name: 'sum',
    parameters: ['at', 'quads'],
    v128: ['sum', 'other'],
    result: true,
    body: `
      block $done
        loop $pair
          local.get $quads; i32.const 2; i32.lt_u; br_if $done
          ${add('sum', 0)}
          ${add('other', 16)}
          local.get $at; i32.const 32; i32.add; local.set $at
          local.get $quads; i32.const 2; i32.sub; local.set $quads
          br $pair
        end
      end
      block $even
        local.get $quads; i32.eqz; br_if $even
        ${add('sum', 0)}
      end
      local.get $sum; local.get $other; i32x4.add; local.set $sum
      ${lane(0)}; ${lane(1)}; i32.add; ${lane(2)}; i32.add; ${lane(3)}; i32.add`,
  },
];
