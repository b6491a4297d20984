import { expect, test } from 'vitest';
import { KernelMemory, kernelBytes } from '../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { quantise } from '../../src-main/training/data/quantise.ts';

/** Halves of a step and the floats next to them, from the smallest to beyond what 16 bits hold. */
function edges(): number[] {
  const values = [0, -0, 1e-30, -1e-30, 10, -10, 15.9998, -15.9998, 16, -16, 1e9, -1e9];
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  for (const step of [-20480.5, -3.5, -1.5, -1, -0.5, 0.5, 1, 1.5, 2.5, 20479.5])
    for (const away of [-2, -1, 0, 1, 2]) {
      float[0] = step / 2048;
      bits[0] += away;
      values.push(float[0]);
    }
  return values;
}

test.each([7, 8, 1000, 70_001])('%d values by vectors are rounded as one by one', (length) => {
  const random = makeRandom(length);
  const values = Float32Array.from({ length }, () => 4 * random.normal());
  values.set(edges().slice(0, length));
  const memory = new KernelMemory(kernelBytes([length]));
  const kept = memory.float32(length);
  kept.set(values);
  const [plain, fast] = [values, kept].map((source) => {
    const out = new Int16Array(length + 2).fill(7);
    quantise(source, out, 1);
    return out;
  });
  expect(fast).toEqual(plain);
  expect([plain[0], plain[length + 1]]).toEqual([7, 7]);
  values.forEach((value, i) => {
    const steps = Math.floor(value * 2048 + 0.5);
    if (Math.abs(steps) < 32768 && plain[i + 1] !== steps + 0) throw new Error(`${value} is ${plain[i + 1]}`);
  });
});
