import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { memorySource } from '../../../src-main/domain/bytes.ts';
import { crc16, crc8 } from '../../../src-main/formats/wfdb/flac-crc.ts';
import { openRecord } from '../../../src-main/formats/open-record.ts';
import { flacOf } from './flac-writer.ts';
import { folderOf } from './in-memory.ts';

const CODES = { 508: 8, 516: 16, 524: 24 } as const;
const ASCII_DIGITS = new TextEncoder().encode('123456789');

function channelsOf(count: number, samples: number, bits: number): number[][] {
  const random = makeRandom(bits);
  const half = 2 ** (bits - 1);
  return Array.from({ length: count }, () =>
    Array.from({ length: samples }, (_, i) =>
      i < 3 ? [half - 1, 1 - half, -half][i] : random.integer(2 * half) - half,
    ),
  );
}

function headerOf(code: number, channels: number, samples: number, spf = ''): string {
  const lines = Array.from({ length: channels }, (_, i) => `r.flac ${code}${spf} 200/mV 0 0 0 0 0 s${i}`);
  return [`r ${channels} 250 ${samples}`, ...lines].join('\n');
}

const asRead = (values: readonly number[], bits: number): number[] =>
  values.map((value) => (value === -(2 ** (bits - 1)) ? MISSING_SAMPLE : value));

describe('FLAC checksums', () => {
  it("are the published check values of CRC-8/SMBUS and CRC-16/UMTS over '123456789'", () => {
    expect(crc8(ASCII_DIGITS, 0, 9)).toBe(0xf4);
    expect(crc16(ASCII_DIGITS, 0, 9)).toBe(0xfee8);
  });
});

describe.each([508, 516, 524] as const)('FLAC format %i', (code) => {
  const bits = CODES[code];
  const channels = channelsOf(2, 5000, bits);
  const flac = flacOf(channels, bits, 192);

  it('gives every sample exactly, and any window of them', async () => {
    const reader = await openRecord(folderOf({ 'r.hea': headerOf(code, 2, 5000), 'r.flac': flac }), 'r');
    const whole = await reader.readDigital([0, 1], 0, 5000);
    expect(whole.map((values) => [...values])).toEqual(channels.map((values) => asRead(values, bits)));
    for (const [from, to] of [
      [0, 1],
      [191, 193],
      [192, 384],
      [4999, 5000],
      [1000, 3333],
      [2500, 2500],
    ]) {
      expect(await reader.readDigital([1, 0], from, to)).toEqual([
        whole[1].slice(from, to),
        whole[0].slice(from, to),
      ]);
    }
    await reader.close();
  });
});

describe('a FLAC signal file', () => {
  it('is not read from the beginning for a late window', async () => {
    const samples = 600_000;
    const flac = flacOf(channelsOf(1, samples, 16), 16, 4096);
    let read = 0;
    const files = folderOf({ 'r.hea': headerOf(516, 1, samples), 'r.flac': flac });
    const folder = {
      list: files.list,
      open: async (path: string) => {
        const source = memorySource(path, (await (await files.open(path))!.read(0, 1e9)) as Uint8Array);
        const counted = (offset: number, length: number): Promise<Uint8Array> => {
          read += Math.min(length, source.size - offset);
          return source.read(offset, length);
        };
        return path === 'r.flac' ? { ...source, read: counted } : source;
      },
    };
    const reader = await openRecord(folder, 'r');
    read = 0;
    const [values] = await reader.readDigital([0], 550_000, 550_100);
    expect(values.length).toBe(100);
    expect(read).toBeLessThan(flac.length / 2);
    await reader.close();
  });

  it('may have several samples a frame', async () => {
    const channels = channelsOf(2, 1200, 16);
    const files = { 'r.hea': headerOf(516, 2, 300, 'x4'), 'r.flac': flacOf(channels, 16, 256) };
    const reader = await openRecord(folderOf(files), 'r');
    expect(reader.description).toMatchObject({ samplingFrequency: 1000, samples: 1200 });
    const [second] = await reader.readDigital([1], 5, 1200);
    expect([...second]).toEqual(asRead(channels[1].slice(5), 16));
  });

  it.each([
    ['is no FLAC file', (flac: Uint8Array) => flac.fill(0, 0, 4), 0],
    ['has a damaged frame', (flac: Uint8Array) => flac.fill(7, 500, 520), 42],
    ['says it has more than it holds', (flac: Uint8Array) => flac.fill(255, 22, 26), undefined],
  ])('that %s gives a typed error with the byte', async (_, damage, byte) => {
    const flac = flacOf(channelsOf(1, 400, 16), 16, 400);
    damage(flac);
    const folder = folderOf({ 'r.hea': headerOf(516, 1, 400), 'r.flac': flac });
    const read = openRecord(folder, 'r').then((reader) => reader.readDigital([0], 0, 400));
    await expect(read).rejects.toMatchObject({
      ...{ code: 'StudyUnreadable', place: { file: 'r.flac', byte: byte ?? flac.length } },
    });
  });

  it.each([
    ['other bits', headerOf(524, 1, 400), 'of 24'],
    ['another number of channels', headerOf(516, 2, 400), '1 channels'],
  ])('with %s than its header gives a typed error', async (_, header, message) => {
    const folder = folderOf({ 'r.hea': header, 'r.flac': flacOf(channelsOf(1, 400, 16), 16, 400) });
    await expect(openRecord(folder, 'r')).rejects.toThrow(message);
  });
});
