import { describe, expect, it } from 'vitest';
import type { KernelText } from '../../../src-main/domain/kernel/assemble.ts';
import { KernelMemory, kernelBytes, kernelMemoryOf } from '../../../src-main/domain/kernel/kernel-memory.ts';

const kernel = (body: string, more: Partial<KernelText> = {}): readonly KernelText[] => [
  { name: 'work', parameters: ['a', 'b'], i32: ['c'], result: true, body, ...more },
];
const run = (body: string, ...values: number[]): number =>
  new KernelMemory(1000).functions(kernel(body)).work(...values);

describe('assembled kernels', () => {
  it.each([0, 63, 64, -64, -65, 127, 128, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)])(
    'hold the constant %d',
    (value) => {
      expect(run(`i32.const ${value}`)).toBe(value);
    },
  );

  it('loop, and leave by labels from the inside out', () => {
    const body = `
      block $done
        loop $again
          local.get $c; local.get $a; i32.add; local.set $c
          local.get $b; i32.const 1; i32.sub; local.tee $b; i32.eqz; br_if $done
          br $again
        end
      end
      local.get $c`;
    expect(run(body, 7, 6)).toBe(42);
  });

  it.each([
    ['i32.wonder', 'No such instruction: i32.wonder'],
    ['local.get $nobody', 'No such name: $nobody'],
    ['br $nowhere', 'No such name: $nowhere'],
  ])('do not come of %s', (body, message) => {
    expect(() => run(body)).toThrow(message);
  });

  it('work on arrays of their memory, which are known as such', () => {
    const memory = new KernelMemory(kernelBytes([3, 5]));
    const [first, second] = [memory.int32(3), memory.int32(5)];
    second.set([1, 2, 3, 4, 5]);
    const last = 'local.get $a; i32.load 16';
    expect(memory.functions(kernel(last)).work(second.byteOffset)).toBe(5);
    expect(kernelMemoryOf(first)).toBe(memory);
    expect(kernelMemoryOf(second.subarray(2))).toBe(memory);
    expect(kernelMemoryOf(new Int32Array(3))).toBeUndefined();
    expect([...first]).toEqual([0, 0, 0]);
    expect(() => memory.int32(100_000)).toThrow(RangeError);
  });
});
