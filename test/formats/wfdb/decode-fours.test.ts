import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src-main/domain/bytes.ts';
import { KernelMemory } from '../../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { layOut } from '../../../src-main/formats/wfdb/frame-source.ts';
import { PackedFile } from '../../../src-main/formats/wfdb/packed-file.ts';
import { packedFormat } from '../../../src-main/formats/wfdb/signal-format.ts';

const FRAMES = 5001;

/** Random samples of format 24 with its extremes and its sentinel, some bytes of something else before them. */
function file(samplesPerFrame: readonly number[], byteOffset: number, memory?: KernelMemory): PackedFile {
  const random = makeRandom(samplesPerFrame.length);
  const samples = FRAMES * samplesPerFrame.reduce((sum, each) => sum + each, 0);
  const bytes = Uint8Array.from({ length: byteOffset + 3 * samples }, () => random.integer(256));
  for (let i = 0; i < samples; i += 97)
    bytes.set(i % 2 ? [0, 0, 0x80] : [0xff, 0xff, 0x7f], byteOffset + 3 * i);
  const source = memorySource('x', bytes);
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const room = memory!.uint8(length);
    room.set(await source.read(offset, length));
    return room;
  };
  const passing = memory ? { ...source, readPassing: read } : source;
  return new PackedFile(passing, packedFormat(24)!, layOut(samplesPerFrame), byteOffset);
}

async function decoded(
  source: PackedFile,
  positions: readonly number[],
  each: number,
  [from, to]: readonly [number, number],
  allocate: (length: number) => Int32Array,
): Promise<number[][]> {
  const requests = positions.map((position) => {
    const into = allocate(3 + (to - from) * each).fill(7);
    return { position, into, intoOffset: 2 };
  });
  await source.read(requests, from, to);
  return requests.map(({ into }) => [...into]);
}

async function oneByOne(
  source: PackedFile,
  positions: readonly number[],
  each: number,
  window: readonly [number, number],
): Promise<number[][]> {
  const values: number[][] = [];
  for (const position of positions)
    values.push(...(await decoded(source, [position], each, window, (length) => new Int32Array(length))));
  return values;
}

describe('format 24, four signals at a time', () => {
  it.each([
    ['19 signals', Array<number>(19).fill(1), [...Array(19).keys()], 0, [0, FRAMES]],
    ['4 signals behind an offset', Array<number>(4).fill(1), [0, 1, 2, 3], 5, [0, FRAMES]],
    ['5 of 7 signals', Array<number>(7).fill(1), [2, 3, 4, 5, 6], 0, [11, 4321]],
    ['signals out of order', Array<number>(6).fill(1), [0, 2, 1, 3, 5], 0, [0, FRAMES]],
    ['3 signals', Array<number>(3).fill(1), [0, 1, 2], 0, [1, FRAMES]],
    ['several samples a frame', Array<number>(5).fill(2), [0, 1, 2, 3, 4], 0, [0, 500]],
    ['fewer frames than four', Array<number>(8).fill(1), [...Array(8).keys()], 0, [2990, 2993]],
  ] as const)(
    'is what it is one by one: %s',
    async (_what, samplesPerFrame, positions, byteOffset, window) => {
      const source = file(samplesPerFrame, byteOffset);
      const memory = new KernelMemory(2 ** 20);
      // A signal at a time is never decoded in fours.
      const plain = await oneByOne(source, positions, samplesPerFrame[0], window);
      const lent = await decoded(
        source,
        positions,
        samplesPerFrame[0],
        window,
        (length) => new Int32Array(length),
      );
      expect(lent).toEqual(plain);
      const fours = await decoded(source, positions, samplesPerFrame[0], window, (length) =>
        memory.int32(length),
      );
      expect(fours).toEqual(plain);
      const other = new KernelMemory(2 ** 20);
      const inPlace = await decoded(
        file(samplesPerFrame, byteOffset, other),
        positions,
        samplesPerFrame[0],
        window,
        (length) => other.int32(length),
      );
      expect(inPlace).toEqual(plain);
      if (window[1] - window[0] > 100) expect(plain.flat()).toContain(MISSING_SAMPLE);
    },
  );

  it('fills arrays of the caller’s own, wherever each begins', async () => {
    const source = file(Array<number>(5).fill(1), 0);
    const positions = [0, 1, 2, 3, 4];
    const plain = await oneByOne(source, positions, 1, [0, FRAMES]);
    const requests = positions.map((position) => {
      const intoOffset = 10 * position;
      return { position, into: new Int32Array(intoOffset + FRAMES), intoOffset };
    });
    await source.read(requests, 0, FRAMES);
    for (const [index, { into, intoOffset }] of requests.entries())
      expect([...into.subarray(intoOffset)]).toEqual(plain[index].slice(2, 2 + FRAMES));
    // They are not the kernels' memory: they may be handed to a thread.
    expect(new Set(requests.map(({ into }) => into.buffer)).size).toBe(positions.length);
  });
});
