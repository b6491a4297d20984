import { describe, expect, it } from 'vitest';
import { KernelMemory } from '../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../src-main/domain/record.ts';
import { pack, packedBytes, packingFor, unpack } from '../../src-main/store/packing.ts';

/** Values of a range with both its ends, some of them missing. */
function valuesIn(low: number, high: number, count: number, missing: boolean): Int32Array {
  const random = makeRandom(count);
  return Int32Array.from({ length: count }, (_, i) => {
    if (missing && i % 7 === 3) return MISSING_SAMPLE;
    return i === 0 ? low : i === 1 ? high : low + Math.floor(random.next() * (high - low + 1));
  });
}

describe('packing by a kernel', () => {
  it.each([
    ['two bytes', 2, -32767, 32767],
    ['two bytes above a base', 2, 8_388_000, 8_388_607],
    ['two bytes below a base', 2, -2_000_000_000, -1_999_950_000],
    ['three bytes', 3, -70_000, 70_000],
    ['three bytes of the whole range', 3, -8_388_607, 8_388_607],
    ['three bytes above a base', 3, 2_000_000_000, 2_010_000_000],
    ['four bytes', 4, -2_000_000_000, 2_000_000_000],
  ] as const)('gives the bytes of the plain loops: %s', (_what, width, low, high) => {
    const packing = packingFor(low, high);
    expect(packing.width).toBe(width);
    for (const mayMiss of [false, true])
      for (const count of [2, 7, 8, 15, 16, 17, 31, 33, 1000, 1024]) {
        const values = valuesIn(low, high, count, mayMiss);
        const plain = new Uint8Array(packedBytes(count, width));
        pack(values, count, packing, plain, mayMiss);
        const memory = new KernelMemory(2 ** 17);
        const here = memory.int32(count);
        here.set(values);
        // What lies behind must stay.
        const room = memory.uint8(plain.length + 64, 4096).fill(0xee);
        room.fill(0, 0, plain.length);
        pack(here, count, packing, room.subarray(0, plain.length), mayMiss);
        expect(room.subarray(0, plain.length)).toEqual(plain);
        expect(room.subarray(plain.length).every((byte) => byte === 0xee)).toBe(true);
        const back = new Int32Array(count);
        unpack(plain, count, packing, back, 0);
        expect(back).toEqual(values);
      }
  });
});
