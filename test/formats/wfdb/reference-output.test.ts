import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE, toPhysical } from '../../../src-main/domain/record.ts';
import { openRecord } from '../../../src-main/formats/open-record.ts';
import { recordings } from '../../recordings.ts';
import { diskFolder } from '../disk-folder.ts';

/** One file of the reference tools' output (rdsamp of WFDB 10.5) and the options it was made with. */
interface Reference {
  readonly file: string;
  readonly record: string;
  /** In samples; `to` undefined: as far as the file goes. */
  readonly from?: number;
  readonly to?: number;
  readonly signals?: readonly number[];
  readonly physical?: boolean;
  readonly high?: boolean;
  /** What the file shows for a missing sample; `-` unless given. */
  readonly missing?: string;
  /** rdsamp ends where a skewed or averaged signal does; the samples after it are missing. */
  readonly endsEarly?: number;
  /** First lines that come from a signal file that is not among the recordings (3975656_0011.dat). */
  readonly notAtHand?: number;
}

const MULTI = 'multi-segment';
const REFERENCES: readonly Reference[] = [
  { file: 'record-1a', record: 'test01_00s' },
  { file: 'record-1b', record: 'a103l', from: 50 * 250, to: 160 * 250, signals: [2, 0], physical: true },
  { file: 'record-1c', record: 'a103l', from: 80 * 250, signals: [0, 1] },
  { file: 'record-1d', record: '3000003_0003', from: 125, to: 1000, signals: [1], physical: true },
  { file: 'record-1f.gz', record: 'binformats' },
  { file: 'record-flac.gz', record: 'flacformats' },
  { file: 'record-2b', record: '100', from: 1, to: 10800, signals: [1] },
  { file: 'record-2c', record: '100_3chan', physical: true },
  { file: 'record-2d', record: '310derive', from: 2 },
  { file: 'record-2e', record: '311derive', from: 1, to: 978, physical: true },
  { file: 'record-3b', record: 's0010_re', from: 5000, to: 38000, signals: [13, 0, 4, 8, 3], physical: true },
  { file: 'record-4a', record: 'test01_00s_skewframe', endsEarly: 3 },
  { file: 'record-4d', record: 'test01_00s_skewframe', physical: true, high: true, endsEarly: 6 },
  {
    ...{ file: 'record-multi-fixed-c', record: `${MULTI}/fixed1/v102s`, physical: true },
    ...{ from: 70000, to: 80000, signals: [1, 0, 3] },
  },
  {
    file: 'record-multi-fixed-d.gz',
    record: `${MULTI}/041s/041s`,
    signals: [3, 2, 1],
    high: true,
    missing: '-2048',
  },
  {
    ...{ file: 'record-multi-variable-a', record: `${MULTI}/s00001/s00001-2896-10-10-00-31` },
    ...{ from: 14428365, to: 14428375, physical: true },
  },
  {
    ...{ file: 'record-multi-variable-b', record: `${MULTI}/s00001/s00001-2896-10-10-00-31` },
    ...{ from: 14428364, to: 14428375, physical: true, notAtHand: 1 },
  },
  {
    ...{ file: 'record-multi-variable-d', record: `${MULTI}/p000878/p000878-2137-10-26-16-57` },
    ...{ from: 3550, to: 7500, signals: [0, 1], missing: '-128' },
  },
];

const root = recordings('wfdb-python')!;

function referenceLines(file: string): string[] {
  const bytes = readFileSync(join(root, 'tests/target-output', file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
  return text.trimEnd().split('\n');
}

/** The record's samples as rdsamp prints them, a line a sample. */
async function printed(reference: Reference): Promise<string[]> {
  const resolution = reference.high ? 'high' : 'frame';
  const reader = await openRecord(diskFolder(join(root, 'sample-data')), reference.record, { resolution });
  const { signals, samples } = reader.description;
  const channels = reference.signals ?? signals.map((_, index) => index);
  const [from, to] = [reference.from ?? 0, reference.to ?? samples];
  const digital = await reader.readDigital(channels, from, to);
  await reader.close();
  const print = (value: number, channel: number): string => {
    if (value === MISSING_SAMPLE) return reference.missing ?? '-';
    return reference.physical ? toPhysical(value, signals[channel]).toFixed(8) : String(value);
  };
  return Array.from({ length: to - from }, (_, i) =>
    channels.map((channel, c) => print(digital[c][i], channel)).join(' '),
  );
}

describe.skipIf(!recordings('wfdb-python'))('samples as the reference tools print them', () => {
  it.each(REFERENCES)('$file is $record', async (reference) => {
    const expected = referenceLines(reference.file).map((line) => line.trim().split(/\s+/).join(' '));
    const lines = await printed(reference);
    const { endsEarly = 0, notAtHand = 0 } = reference;
    expect(lines.length).toBe(expected.length + endsEarly);
    expect(lines.filter((line, i) => line !== expected[i] && i >= notAtHand && i < expected.length)).toEqual(
      [],
    );
    for (const line of lines.slice(expected.length)) expect(line.split(' ')).toContain('-');
    for (const line of lines.slice(0, notAtHand)) expect(line).toBe('- - - -');
  });
});
