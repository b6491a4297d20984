import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE, type RecordReader } from '../../../src-main/domain/record.ts';
import { dumpSamples } from '../../../src-main/services/recordings/dump-csv.ts';

const VALUES = [
  [1, MISSING_SAMPLE, 3],
  [4, MISSING_SAMPLE, 6],
];

const signal = (name: string): object => ({ name, originalName: name, gain: 200, baseline: 0 });
const reader = {
  description: { signals: [signal('I'), signal('II')], samples: 3, samplingFrequency: 1 },
  readDigital: (channels: readonly number[], from: number, to: number) =>
    Promise.resolve(channels.map((channel) => Int32Array.from(VALUES[channel].slice(from, to)))),
} as unknown as RecordReader;

async function dumped(signals?: readonly string[]): Promise<string> {
  let text = '';
  for await (const piece of dumpSamples(reader, { signals, physical: false })) text += piece;
  return text;
}

describe('samples as CSV', () => {
  it('leave the field of a missing sample empty', async () => {
    expect(await dumped()).toBe('I,II\n1,4\n,\n3,6\n');
  });

  it('hold no empty line where one signal misses a sample: readers skip it, and all behind it moves up', async () => {
    expect(await dumped(['II'])).toBe('II\n4\n""\n6\n');
  });
});
