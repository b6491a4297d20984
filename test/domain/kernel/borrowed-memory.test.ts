import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import {
  borrowKernelMemory,
  giveBack,
  keepingMemory,
} from '../../../src-main/domain/kernel/borrowed-memory.ts';
import { KernelMemory, kernelBytes } from '../../../src-main/domain/kernel/kernel-memory.ts';

it('a memory is one borrower’s alone, and the next one’s once it is given back', () => {
  const one = borrowKernelMemory(1000)!;
  const other = borrowKernelMemory(1000)!;
  expect(other).not.toBe(one);
  one.float64(10).fill(7);
  giveBack(one);
  const again = borrowKernelMemory(500)!;
  expect(again).toBe(one);
  expect(again.float64(10).every((value) => value === 7)).toBe(true);
  giveBack(again);
  giveBack(other);
});

it('one that is too small is not lent, and the larger of two is kept', () => {
  const [small, large] = [borrowKernelMemory(1000)!, borrowKernelMemory(10 ** 6)!];
  giveBack(large);
  giveBack(small);
  const wanted = borrowKernelMemory(10 ** 6)!;
  expect(wanted).toBe(large);
  const larger = borrowKernelMemory(2 * 10 ** 6)!;
  expect(larger).not.toBe(large);
  expect(larger.bytes).toBeGreaterThanOrEqual(2 * 10 ** 6);
  giveBack(wanted);
});

it('it outlives the garbage collector where somebody works on, and goes to nobody else while it is lent', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const lend = (): void => {
    const memory = borrowKernelMemory(3 * 10 ** 6)!;
    memory.float64(10).fill(11);
    giveBack(memory);
  };
  const isThere = async (): Promise<boolean> => {
    // A weak reference is not dropped before the task that read it has ended.
    await new Promise((done) => setTimeout(done, 0));
    collect();
    const memory = borrowKernelMemory(2 * 10 ** 6)!;
    const isSame = memory.float64(10).every((value) => value === 11);
    memory.clear();
    memory.float64(10).fill(0);
    return isSame;
  };
  lend();
  expect(await isThere()).toBe(false);
  const within = await keepingMemory(async () => {
    lend();
    return [await isThere(), await isThere()];
  });
  expect(within).toEqual([true, false]);
  lend();
  expect(await isThere()).toBe(false);
});

it('what no system has is refused without an error', () => {
  expect(borrowKernelMemory(2 ** 45)).toBeUndefined();
});

it('arrays of all kinds lie apart, each where its kind may begin', () => {
  const memory = new KernelMemory(kernelBytes([3, 5]) + kernelBytes([7], 8));
  const arrays = [memory.int32(3), memory.float64(7), memory.float32(5)];
  arrays.forEach((array, index) => array.fill(index + 1));
  arrays.forEach((array, index) => expect([...array].every((value) => value === index + 1)).toBe(true));
  memory.clear();
  expect(memory.float64(1).byteOffset).toBe(arrays[0].byteOffset);
});
