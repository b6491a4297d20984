import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PurkinjeError } from '../domain/errors.ts';
import { MISSING_SAMPLE } from '../domain/record.ts';
import type { SampleIndex } from '../domain/units.ts';
import { decodeHeader, decodeIndex, entryOf, HEADER_BYTES, packingOf, valuesPerBin } from './block-layout.ts';
import type { BlockIndex } from './block-layout.ts';
import { pixelBins, reduceBins } from './envelope-window.ts';
import type { PixelBins } from './envelope-window.ts';
import { missingStored, unpack, unpackStored } from './packing.ts';
import type { Packing } from './packing.ts';

/** Minimum and maximum per pixel, `[channels][pixels]` in digital values; `MISSING_SAMPLE` where there is none. */
export interface EnvelopeWindow {
  readonly min: Int32Array[];
  readonly max: Int32Array[];
  /**
   * `[channels][pixels]`, 1 where samples are missing in a pixel for certain: any at all where it was made of samples,
   * else where one of the pyramid's bins in it has none. Those are half a pixel wide at most: a gap of a pixel's width
   * or more is always told, wherever it lies.
   */
  readonly gaps: Uint8Array[];
  /** Samples a pixel stands for; 1 where every sample is there and nothing was reduced. */
  readonly reduction: number;
}

/** An open block file. Reads are synchronous and touch only the window's bytes; the arrays are the caller's. */
export interface SignalFile {
  readonly channels: number;
  readonly samples: SampleIndex;
  /**
   * Digital values `[channels][to - from]`.
   * @throws InvalidInput outside [0, samples] or the channels
   */
  readSamples(channelIndices: readonly number[], from: SampleIndex, to: SampleIndex): Int32Array[];
  /**
   * The samples [from, to) on at most `pixels` columns: each sample where they fit, else minimum and maximum a column.
   * No extreme is ever lost. Columns are exact where they are made of whole bins (a power of two, 32 or more samples
   * wide, and `from` a multiple of it); else they may reach over their edges by less than half a column.
   * @throws InvalidInput
   */
  readEnvelope(
    channelIndices: readonly number[],
    from: SampleIndex,
    to: SampleIndex,
    pixels: number,
  ): EnvelopeWindow;
  close(): void;
}

/** @throws FileMissing, StudyUnreadable for a damaged one */
export function openSignalFile(path: string): SignalFile {
  const handle = openOrTell(path);
  try {
    return new BlockFileReader(handle, readIndex(handle, path));
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

class BlockFileReader implements SignalFile {
  readonly channels: number;
  readonly samples: number;
  readonly #handle: number;
  readonly #index: BlockIndex;
  /** Bytes and values of a run on their way: grown to the largest so far, a block at most. */
  #bytes = new Uint8Array(1 << 16);
  #stored = new Int32Array(1 << 14);

  constructor(handle: number, index: BlockIndex) {
    this.#handle = handle;
    this.#index = index;
    this.channels = index.shape.channels;
    this.samples = index.shape.samples;
  }

  readSamples(channelIndices: readonly number[], from: number, to: number): Int32Array[] {
    this.#check(channelIndices, from, to);
    return channelIndices.map((channel) => {
      const values = new Int32Array(to - from);
      this.#eachRun(0, channel, from, to - from, (bytes, count, packing, done) =>
        unpack(bytes, count, packing, values, done),
      );
      return values;
    });
  }

  readEnvelope(channelIndices: readonly number[], from: number, to: number, pixels: number): EnvelopeWindow {
    if (!Number.isInteger(pixels) || pixels < 1) throw invalid(`${pixels} pixels`);
    if (to - from <= pixels) {
      const samples = this.readSamples(channelIndices, from, to);
      const gaps = samples.map((values) =>
        Uint8Array.from(values, (value) => Number(value === MISSING_SAMPLE)),
      );
      return { min: samples, max: samples.map((values) => values.slice()), gaps, reduction: 1 };
    }
    this.#check(channelIndices, from, to);
    const level = levelFor(this.#index.shape.reductions, (to - from) / pixels);
    const columns = pixelBins(from, to, pixels, this.#index.shape.reductions[level]);
    const min = channelIndices.map(() => new Int32Array(pixels).fill(MISSING_SAMPLE));
    const max = channelIndices.map(() => new Int32Array(pixels).fill(MISSING_SAMPLE));
    const gaps = channelIndices.map(() => new Uint8Array(pixels));
    channelIndices.forEach((channel, i) =>
      this.#reduceChannel(level, channel, columns, min[i], max[i], gaps[i]),
    );
    return { min, max, gaps, reduction: Math.ceil((to - from) / pixels) };
  }

  close(): void {
    closeSync(this.#handle);
  }

  #reduceChannel(
    level: number,
    channel: number,
    columns: PixelBins,
    min: Int32Array,
    max: Int32Array,
    gaps: Uint8Array,
  ): void {
    const perBin = valuesPerBin(level);
    this.#eachRun(level, channel, columns.firstBin, columns.bins, (bytes, count, { width, base }, done) => {
      if (this.#stored.length < count) this.#stored = new Int32Array(count);
      unpackStored(bytes, count, width, this.#stored, 0);
      const run = {
        stored: this.#stored,
        valuesPerBin: perBin,
        first: done / perBin,
        bins: count / perBin,
        missing: missingStored(width),
        base,
        narrow: width < 4,
      };
      reduceBins(run, columns, min, max, gaps);
    });
  }

  /**
   * Reads the bins of one channel and level, block by block.
   * @param take is given packed values, valid during the call, and how many were given before
   */
  #eachRun(
    level: number,
    channel: number,
    firstBin: number,
    bins: number,
    take: (bytes: Uint8Array, count: number, packing: Packing, done: number) => void,
  ): void {
    const { blockLength } = this.#index.shape;
    const perBin = valuesPerBin(level);
    let bin = firstBin;
    while (bin < firstBin + bins) {
      const block = Math.floor(bin / blockLength);
      const inBlock = bin - block * blockLength;
      const here = Math.min(blockLength - inBlock, firstBin + bins - bin);
      const entry = entryOf(this.#index, level, block, channel);
      const packing = packingOf(this.#index, entry);
      const count = here * perBin;
      const offset = this.#index.offsets[entry] + inBlock * perBin * packing.width;
      take(this.#readBytes(offset, count * packing.width), count, packing, (bin - firstBin) * perBin);
      bin += here;
    }
  }

  #readBytes(offset: number, length: number): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    let read = 0;
    while (read < length) {
      const now = readSync(this.#handle, this.#bytes, read, length - read, offset + read);
      if (now === 0) throw new PurkinjeError('StudyUnreadable', 'A derived signal file ends too early.');
      read += now;
    }
    return this.#bytes;
  }

  #check(channelIndices: readonly number[], from: number, to: number): void {
    const whole = Number.isInteger(from) && Number.isInteger(to);
    if (!whole || from < 0 || to < from || to > this.samples)
      throw invalid(`samples ${from} to ${to} of ${this.samples}`);
    for (const channel of channelIndices)
      if (!Number.isInteger(channel) || channel < 0 || channel >= this.channels)
        throw invalid(`channel ${channel} of ${this.channels}`);
  }
}

/**
 * The coarsest level whose bins are at most half a column wide. Bins as wide as a column would be read quicker, but a
 * gap that begins within a column then leaves no bin empty.
 */
function levelFor(reductions: readonly number[], samplesPerPixel: number): number {
  let level = 0;
  reductions.forEach((reduction, candidate) => {
    if (2 * reduction <= samplesPerPixel) level = candidate;
  });
  return level;
}

function readIndex(handle: number, path: string): BlockIndex {
  const header = decodeHeader(readPart(handle, 0, HEADER_BYTES), path);
  const { size } = fstatSync(handle);
  const length = Math.max(0, size - header.indexOffset);
  return decodeIndex(header, readPart(handle, header.indexOffset, length), path);
}

function readPart(handle: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
}

function openOrTell(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new PurkinjeError('FileMissing', `The signal file ${path} is missing from the library.`, {
      file: path,
    });
  }
}

function invalid(what: string): PurkinjeError {
  return new PurkinjeError('InvalidInput', `There is no window of ${what}.`);
}
