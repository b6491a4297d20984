import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../../src-main/domain/bytes.ts';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { openRecord } from '../../../src-main/formats/open-record.ts';
import type { RecordToWrite, WritableFormat } from '../../../src-main/formats/wfdb/record-write.ts';
import { RecordEncoder, encodeRecord, narrowestFormat } from '../../../src-main/formats/wfdb/record-write.ts';

const BITS: Record<WritableFormat, number> = { 16: 16, 24: 24, 32: 32, 212: 12 };

function recordOf(channels: number, format: WritableFormat): RecordToWrite {
  const signals = Array.from({ length: channels }, (_, i) => ({
    ...{ originalName: i === 0 ? 'II' : `signal no ${i}`, units: i === 1 ? 'mm Hg' : 'mV' },
    ...{ gain: 200.25 * (i + 1), baseline: 3 * i, adcResolution: BITS[format], adcZero: i },
  }));
  return {
    ...{ name: 'written-1', samplingFrequency: 977, format, signals },
    ...{ startTime: '2026-03-01T09:30:00.125', comments: ['<age>: 25', 'two\nlines'] },
  };
}

/** `[channels][samples]` of values that a format holds, with missing samples among them. */
function digitalOf(format: WritableFormat): fc.Arbitrary<Int32Array[]> {
  const limit = 2 ** (BITS[format] - 1) - 1;
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -limit, max: limit }) },
    { weight: 1, arbitrary: fc.constantFrom(MISSING_SAMPLE, limit, -limit, 0) },
  );
  return fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 40 }))
    .chain(([channels, samples]) =>
      fc.array(fc.array(value, { minLength: samples, maxLength: samples }), {
        ...{ minLength: channels, maxLength: channels },
      }),
    )
    .map((values) => values.map((channel) => Int32Array.from(channel)));
}

describe.each([16, 24, 32, 212] as const)('a record written in format %i', (format) => {
  it('reads back bit for bit, with right checksums', async () => {
    await fc.assert(
      fc.asyncProperty(digitalOf(format), async (digital) => {
        const files = encodeRecord(recordOf(digital.length, format), digital);
        const reader = await openRecord(memoryFolder(files), 'written-1');
        const { description } = reader;
        expect(description.samples).toBe(digital[0].length);
        const back = await reader.readDigital(
          digital.map((_, i) => i),
          ...([0, description.samples] as const),
        );
        expect(back).toEqual(digital);
        expect(await reader.verifyChecksums!()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same file whether written whole or by blocks', () => {
    const property = fc.property(digitalOf(format), fc.integer({ min: 1, max: 9 }), (digital, step) => {
      const record = recordOf(digital.length, format);
      const encoder = new RecordEncoder(record);
      const pieces: number[] = [];
      for (let from = 0; from < digital[0].length; from += step) {
        pieces.push(...encoder.append(digital.map((values) => values.subarray(from, from + step))));
      }
      const { bytes, header } = encoder.finish();
      const whole = encodeRecord(record, digital);
      expect(Uint8Array.from([...pieces, ...bytes])).toEqual(whole.get('written-1.dat'));
      expect(header).toBe(new TextDecoder().decode(whole.get('written-1.hea')));
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('refuses a value it does not hold, naming it', () => {
    const value = 2 ** (BITS[format] - 1);
    if (format === 32) return;
    const write = (): unknown => encodeRecord(recordOf(1, format), [Int32Array.of(0, value)]);
    expect(write).toThrow(`II, sample 1: format ${format} holds -${value - 1} to ${value - 1}, not ${value}`);
    expect(() => encodeRecord(recordOf(1, format), [Int32Array.of(-value)])).toThrow('wider format');
  });
});

describe('writing a record', () => {
  it('writes a header that says everything', () => {
    const digital = [Int32Array.of(5, 6, MISSING_SAMPLE), Int32Array.of(-1, 2, 3)];
    const header = new TextDecoder().decode(encodeRecord(recordOf(2, 16), digital).get('written-1.hea'));
    expect(header).toBe(
      [
        'written-1 2 977 3 09:30:00.125 01/03/2026',
        'written-1.dat 16 200.25(0)/mV 16 0 5 -32757 0 II',
        'written-1.dat 16 400.5(3)/mm_Hg 16 1 -1 4 0 signal no 1',
        '# <age>: 25',
        '# two',
        '# lines',
        '',
      ].join('\n'),
    );
  });

  it('gives the description back', async () => {
    const files = encodeRecord(recordOf(2, 24), [Int32Array.of(1), Int32Array.of(2)]);
    const { description } = await openRecord(memoryFolder(files), 'written-1.hea');
    expect(description).toMatchObject({
      ...{ name: 'written-1', format: 'WFDB 24', samplingFrequency: 977, samples: 1 },
      ...{ startTime: '2026-03-01T09:30:00.125', comments: ['<age>: 25', 'two', 'lines'], warnings: [] },
    });
    expect(description.signals[0]).toMatchObject({ name: 'II', kind: 'ecg', gain: 200.25, baseline: 0 });
  });

  it('finds the narrowest format', () => {
    expect(narrowestFormat([Int32Array.of(2047, -2047, MISSING_SAMPLE)])).toBe(212);
    expect(narrowestFormat([Int32Array.of(2048)])).toBe(16);
    expect(narrowestFormat([Int32Array.of(0), Int32Array.of(-32768)])).toBe(24);
    expect(narrowestFormat([Int32Array.of(2 ** 23)])).toBe(32);
  });

  it.each([
    ['a name with a path', { ...recordOf(1, 16), name: '../x' }, 'no record name'],
    ['no signal', recordOf(0, 16), 'no signal to write'],
    ['a frequency of 0', { ...recordOf(1, 16), samplingFrequency: 0 }, '0 Hz is impossible'],
    ['a zone', { ...recordOf(1, 16), startTime: '2026-03-01T09:30:00Z' }, 'no start time'],
  ])('refuses %s', (_, record, why) => {
    expect(() => encodeRecord(record, [Int32Array.of(1)].slice(0, record.signals.length))).toThrow(why);
  });
});
