import type { KernelText } from '../domain/kernel/assemble.ts';
import { MISSING_SAMPLE } from '../domain/record.ts';

/** Four values as they are stored, in 32 bits each. */
const stored = (into: string, offset: number): string => `
  local.get $at; v128.load ${offset}; local.set $value
  local.get $stand; local.get $value; local.get $lift; i32x4.sub
  local.get $value; local.get $missing; i32x4.eq; v128.bitselect; local.set $${into}`;

const store = (one: string, other: string, lanes: string, offset: number): string => `
  local.get $out; local.get $${one}; local.get $${other}; i8x16.shuffle ${lanes}; v128.store ${offset}`;

const LOW_HALVES = '0 1 4 5 8 9 12 13 16 17 20 21 24 25 28 29';
/** Of two vectors of four, the three low bytes of each: bytes 0 to 15, 16 to 31 and 32 to 47 of four such vectors. */
const THREES = [
  '0 1 2 4 5 6 8 9 10 12 13 14 16 17 18 20',
  '5 6 8 9 10 12 13 14 16 17 18 20 21 22 24 25',
  '10 12 13 14 16 17 18 20 21 22 24 25 26 28 29 30',
];

const kernel = (name: string, registers: readonly string[], values: number, body: string): KernelText => ({
  name,
  parameters: ['at', 'times', 'base', 'standIn', 'out'],
  v128: ['value', 'lift', 'stand', 'missing', ...registers],
  body: `
    local.get $base; i32x4.splat; local.set $lift
    local.get $standIn; i32x4.splat; local.set $stand
    i32.const ${MISSING_SAMPLE}; i32x4.splat; local.set $missing
    loop $more
      ${registers.map((register, i) => stored(register, 16 * i)).join('\n')}
      ${body}
      local.get $at; i32.const ${4 * values}; i32.add; local.set $at
      local.get $times; i32.const 1; i32.sub; local.tee $times
      br_if $more
    end`,
});

/** Values that each kernel takes at a time. */
export const PACKED_AT_ONCE = { 2: 8, 3: 16 } as const;

/**
 * `pack2` and `pack3`: `times` (1 or more) times 8 or 16 values from address `at` on, `base` subtracted, `standIn` where one is missing;
 * the low two or three bytes of each to address `out`.
 */
export const PACK: readonly KernelText[] = [
  kernel(
    'pack2',
    ['a', 'b'],
    PACKED_AT_ONCE[2],
    `${store('a', 'b', LOW_HALVES, 0)}
     local.get $out; i32.const 16; i32.add; local.set $out`,
  ),
  kernel(
    'pack3',
    ['a', 'b', 'c', 'd'],
    PACKED_AT_ONCE[3],
    `${store('a', 'b', THREES[0], 0)}
     ${store('b', 'c', THREES[1], 16)}
     ${store('c', 'd', THREES[2], 32)}
     local.get $out; i32.const 48; i32.add; local.set $out`,
  ),
];
