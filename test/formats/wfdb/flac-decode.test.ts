import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { decodeFlacFrame } from '../../../src-main/formats/wfdb/flac-decode.ts';
import { isWholeFrame, parseFrameHeader } from '../../../src-main/formats/wfdb/flac-frame.ts';
import { randomFrame } from './flac-random.ts';

describe.each([8, 16, 24] as const)('FLAC frames of %i bits', (bits) => {
  let reference: FLACDecoder;
  beforeAll(async () => {
    reference = new FLACDecoder();
    await reference.ready;
  });
  afterAll(() => reference.free());

  it('of every coding decode to what libFLAC (compiled to WebAssembly) gives', async () => {
    const random = makeRandom(bits);
    for (let i = 0; i < 200; i++) {
      const { bytes, channels } = randomFrame(random, bits);
      const header = parseFrameHeader(bytes, 0, 4096)!;
      expect(isWholeFrame(bytes, 0, bytes.length)).toBe(true);
      const decoded = decodeFlacFrame(bytes, header, channels, bits)!;
      const { channelData, errors } = await reference.decodeFrames([bytes]);
      expect(errors).toEqual([]);
      // It gives sample / (2^(bits-1) - 1) as a 32-bit float; times that and rounded it is the sample again.
      const scale = 2 ** (bits - 1) - 1;
      const expected = channelData.map((values) =>
        Int32Array.from(values, (value) => Math.round(value * scale)),
      );
      expect(decoded).toEqual(expected);
      await reference.reset();
    }
  });

  it('that are cut or changed are refused or decoded, and end', () => {
    const random = makeRandom(100 + bits);
    for (let i = 0; i < 2000; i++) {
      const { bytes, channels } = randomFrame(random, bits);
      const header = parseFrameHeader(bytes, 0, 4096)!;
      for (let k = 0; k < 3; k++)
        bytes[header.bytes + random.integer(bytes.length - header.bytes)] = random.integer(256);
      const cut = bytes.subarray(0, header.bytes + random.integer(bytes.length));
      const decoded = decodeFlacFrame(cut, header, channels, bits);
      if (decoded) expect(decoded.every((values) => values.length === header.blockSize)).toBe(true);
    }
  });
});
