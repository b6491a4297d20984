import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPurkinjeError } from '../../src-main/domain/errors.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../src-main/domain/record.ts';
import { PyramidBuilder } from '../../src-main/dsp/envelope/pyramid-builder.ts';
import { createBlockFile } from '../../src-main/store/block-file-writer.ts';
import { blockShapeFor, largestBlockFile } from '../../src-main/store/block-layout.ts';
import type { BlockShape } from '../../src-main/store/block-layout.ts';
import { packingFor } from '../../src-main/store/packing.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import type { SignalFile } from '../../src-main/store/signal-file.ts';
import { temporaryFolder } from './temporary-library.ts';

/** Writes signals through pyramid and block file, and opens them again. */
async function written(
  signals: readonly Int32Array[],
  shape?: BlockShape,
): Promise<SignalFile & { path: string; bytes: number }> {
  const path = join(temporaryFolder(), 'samples.pkb');
  const used = shape ?? blockShapeFor(signals.length, signals[0].length);
  const writer = createBlockFile(path, used);
  const builder = new PyramidBuilder(signals.length, used.reductions, used.blockLength, writer.writeBlock);
  for (let from = 0; from < used.samples; from += used.blockLength) {
    const part = signals.map((signal) => signal.subarray(from, from + used.blockLength));
    builder.append(part, part[0].length);
  }
  builder.finish();
  await writer.finish();
  const file = openSignalFile(path);
  onTestFinished(() => file.close());
  return Object.assign(file, { path, bytes: writer.size });
}

const WAVE = (amplitude: number, offset: number, length: number): Int32Array => {
  const random = makeRandom(amplitude);
  return Int32Array.from({ length }, (_, i) => {
    const gap = i % 5000 > 4000 && i % 5000 < 4200;
    return gap ? MISSING_SAMPLE : Math.round(offset + amplitude * (random.next() - 0.5));
  });
};

const LENGTH = 300_017;
const SMALL_BLOCKS: BlockShape = {
  channels: 4,
  samples: LENGTH,
  blockLength: 1024,
  reductions: [1, 32, 128, 512, 2048],
};
const SIGNALS = [
  WAVE(2000, 0, LENGTH),
  WAVE(60_000, 900_000, LENGTH),
  WAVE(8_000_000, 0, LENGTH),
  WAVE(4e9, 0, LENGTH),
];

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (isPurkinjeError(error)) return error.code;
    throw error;
  }
  return undefined;
}

describe('a block that is rounded up', () => {
  it('ends with zeros, whatever its buffer held before', async () => {
    const path = join(temporaryFolder(), 'samples.pkb');
    const shape = { channels: 1, samples: 4 * 1024 + 1, blockLength: 1024, reductions: [1] };
    const writer = createBlockFile(path, shape);
    const values = new Int32Array(1024).fill(0x1234);
    const ranges = [{ low: 0x1234, high: 0x1234, mayMiss: false }];
    for (let block = 0; block < 4; block++) writer.writeBlock(0, [values], 1024, ranges);
    await writer.ready(); // two of the buffers are free again
    const start = writer.size;
    writer.writeBlock(0, [values], 1, ranges);
    await writer.finish();
    expect([...readFileSync(path).subarray(start, start + 8)]).toEqual([0x34, 0x12, 0, 0, 0, 0, 0, 0]);
  });
});

describe('packing', () => {
  it('takes the fewest bytes that hold a range and a missing sample', () => {
    expect(packingFor(-32767, 32767)).toEqual({ width: 2, base: 0 });
    expect(packingFor(-32768, 32766)).toEqual({ width: 2, base: -1 });
    expect(packingFor(-32768, 32767)).toEqual({ width: 3, base: 0 });
    expect(packingFor(8_388_000, 8_388_607)).toEqual({ width: 2, base: 8_420_767 });
    expect(packingFor(-8_388_608, 8_388_607)).toEqual({ width: 4, base: 0 });
    expect(packingFor(-2_147_483_647, 2_147_483_647)).toEqual({ width: 4, base: 0 });
  });
});

describe('signal file', () => {
  it('gives back every sample of every width, in any window', async () => {
    const file = await written(SIGNALS, SMALL_BLOCKS);
    const random = makeRandom(1);
    expect(file.readSamples([0, 1, 2, 3], 0, LENGTH)).toEqual(SIGNALS);
    for (let i = 0; i < 50; i++) {
      const from = random.integer(LENGTH);
      const to = Math.min(LENGTH, from + random.integer(5000));
      expect(file.readSamples([3, 1], from, to)).toEqual([
        SIGNALS[3].subarray(from, to),
        SIGNALS[1].subarray(from, to),
      ]);
    }
    expect(file.readSamples([], 0, 10)).toEqual([]);
    expect(file.readSamples([0], LENGTH, LENGTH)).toEqual([new Int32Array(0)]);
  });

  it('tells every gap as wide as a column, wherever it lies, and no other column', async () => {
    const random = makeRandom(3);
    for (const perColumn of [2, 8, 32, 64, 96, 128, 256, 512, 1000, 2048, 4096]) {
      const from = perColumn * (10 + random.integer(4)) + random.integer(perColumn);
      const signals = SIGNALS.map((signal) =>
        signal.map((value, i) => {
          if (i >= from && i < from + perColumn) return MISSING_SAMPLE;
          return value === MISSING_SAMPLE ? 0 : value;
        }),
      );
      const file = await written(signals, SMALL_BLOCKS);
      const columns = 20;
      const { gaps } = file.readEnvelope([0, 1, 2, 3], 0, columns * perColumn, columns);
      const first = Math.floor(from / perColumn);
      for (const told of gaps) {
        const at = [...told.keys()].filter((column) => told[column] === 1);
        expect({ perColumn, from, some: at.length > 0 }).toMatchObject({ some: true });
        expect(at.every((column) => column === first || column === first + 1)).toBe(true);
      }
    }
  });

  it('never loses an extreme, nor shows one from beyond half a column', async () => {
    const file = await written(SIGNALS, SMALL_BLOCKS);
    const random = makeRandom(2);
    for (let i = 0; i < 120; i++) {
      const length = Math.ceil(20 * (LENGTH / 20) ** random.next());
      const from = random.integer(LENGTH - length + 1);
      const pixels = 1 + random.integer(200);
      const { min, max, reduction } = file.readEnvelope([1], from, from + length, pixels);
      if (length <= pixels) {
        expect(reduction).toBe(1);
        expect(min).toEqual([SIGNALS[1].subarray(from, from + length)]);
        continue;
      }
      const span = length / pixels;
      expect(reduction).toBe(Math.ceil(span));
      for (let pixel = 0; pixel < pixels; pixel++) {
        const [start, end] = [from + Math.floor(pixel * span), from + Math.floor((pixel + 1) * span)];
        const inner = present(SIGNALS[1].subarray(start, end));
        const outer = present(SIGNALS[1].subarray(Math.max(0, Math.ceil(start - span / 2)), end + span / 2));
        if (outer.length === 0)
          expect([min[0][pixel], max[0][pixel]]).toEqual([MISSING_SAMPLE, MISSING_SAMPLE]);
        if (inner.length === 0) continue;
        expect(min[0][pixel]).toBeLessThanOrEqual(extreme(inner, Math.min));
        expect(max[0][pixel]).toBeGreaterThanOrEqual(extreme(inner, Math.max));
        expect(min[0][pixel]).toBeGreaterThanOrEqual(extreme(outer, Math.min));
        expect(max[0][pixel]).toBeLessThanOrEqual(extreme(outer, Math.max));
      }
    }
  });

  it('is exact on whole bins', async () => {
    const file = await written(SIGNALS, SMALL_BLOCKS);
    for (const reduction of [2, 32, 64, 128, 1024, 2048]) {
      const { min, max } = file.readEnvelope([0, 2], 4096, 4096 + 100 * reduction, 100);
      [0, 2].forEach((channel, i) => {
        for (let pixel = 0; pixel < 100; pixel++) {
          const start = 4096 + pixel * reduction;
          const values = present(SIGNALS[channel].subarray(start, start + reduction));
          const expected = [Math.min, Math.max].map((pick) =>
            values.length === 0 ? MISSING_SAMPLE : extreme(values, pick),
          );
          expect([min[i][pixel], max[i][pixel]]).toEqual(expected);
        }
      });
    }
  });

  it('needs two bytes a sample for a 16-bit signal far from zero, and few for the levels', async () => {
    const file = await written([SIGNALS[1]], { ...SMALL_BLOCKS, channels: 1 });
    expect(file.bytes / LENGTH).toBeLessThan(2.25);
    expect(file.bytes).toBeLessThan(largestBlockFile({ ...SMALL_BLOCKS, channels: 1 }));
  });

  it('holds records of any shape', async () => {
    for (const samples of [0, 1, 4095, 4097, 70_000]) {
      const signal = WAVE(100, 5, samples);
      const file = await written([signal]);
      expect(file.readSamples([0], 0, samples)).toEqual([signal]);
    }
    const missing = new Int32Array(10_000).fill(MISSING_SAMPLE);
    expect((await written([missing])).readEnvelope([0], 0, 10_000, 10).max[0]).toEqual(
      new Int32Array(10).fill(MISSING_SAMPLE),
    );
    const { blockLength, reductions } = blockShapeFor(19, 8_824_019);
    expect(blockLength * 19 * 4).toBeLessThanOrEqual(1 << 22);
    expect(8_824_019 / reductions.at(-1)!).toBeLessThan(4096);
    expect(blockShapeFor(256, 1e9).blockLength).toBeGreaterThanOrEqual(1024);
  });

  it('refuses windows that are not there', async () => {
    const file = await written([SIGNALS[0]], { ...SMALL_BLOCKS, channels: 1 });
    expect(codeOf(() => file.readSamples([0], -1, 5))).toBe('InvalidInput');
    expect(codeOf(() => file.readSamples([0], 5, 4))).toBe('InvalidInput');
    expect(codeOf(() => file.readSamples([0], 0.5, 4))).toBe('InvalidInput');
    expect(codeOf(() => file.readSamples([1], 0, 1))).toBe('InvalidInput');
    expect(codeOf(() => file.readEnvelope([0], 0, LENGTH + 1, 100))).toBe('InvalidInput');
    expect(codeOf(() => file.readEnvelope([0], 0, 100, 0))).toBe('InvalidInput');
  });

  it('tells a missing file and a damaged one', async () => {
    const path = join(temporaryFolder(), 'none.pkb');
    expect(codeOf(() => openSignalFile(path))).toBe('FileMissing');
    writeFileSync(path, 'short');
    expect(codeOf(() => openSignalFile(path))).toBe('StudyUnreadable');
    const file = await written([SIGNALS[0]], { ...SMALL_BLOCKS, channels: 1 });
    truncateSync(file.path, file.bytes - 1);
    expect(codeOf(() => openSignalFile(file.path))).toBe('StudyUnreadable');
    truncateSync(file.path, 1000);
    expect(codeOf(() => openSignalFile(file.path))).toBe('StudyUnreadable');
    expect(codeOf(() => file.readSamples([0], 100_000, 100_010))).toBe('StudyUnreadable');
  });
});

function present(values: Int32Array): Int32Array {
  return values.filter((value) => value !== MISSING_SAMPLE);
}

function extreme(values: Int32Array, pick: (...values: number[]) => number): number {
  return values.reduce((a, b) => pick(a, b));
}
