import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPurkinjeError } from '../../../src-main/domain/errors.ts';
import type { RecordReader } from '../../../src-main/domain/record.ts';
import { findRecords, openRecord } from '../../../src-main/formats/open-record.ts';
import { decodeAnnotations } from '../../../src-main/formats/wfdb/annotation-decode.ts';
import { encodeAnnotations } from '../../../src-main/formats/wfdb/annotation-encode.ts';
import {
  readAnnotationWords,
  writeAnnotationWords,
} from '../../../src-main/formats/wfdb/annotation-words.ts';
import { recordings } from '../../recordings.ts';
import { flacOf } from './flac-writer.ts';
import { folderOf } from './in-memory.ts';

/** Each of the five properties below takes this many inputs: 25,000 in all. */
const RUNS = 5000;

/** What may come of a bad input: a typed error. Any other exception is a bug and fails the test. */
async function survives(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isPurkinjeError(error)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    if (error.code === 'StudyUnreadable') expect(error.place.file).toBeTruthy();
  }
}

/** Opens a record and reads a bit at its beginning, middle and end, its annotations and checksums. */
async function exercise(files: Readonly<Record<string, Uint8Array>>, path: string): Promise<void> {
  const folder = folderOf(files);
  await findRecords(folder);
  const reader = await openRecord(folder, path, { acceptTruncated: path.length % 2 === 0 });
  try {
    await readSomewhere(reader);
    await survives(() => reader.readAnnotations());
    if (reader.description.samples < 100_000)
      await survives(() => reader.verifyChecksums?.() ?? Promise.resolve());
  } finally {
    await reader.close();
  }
}

async function readSomewhere(reader: RecordReader): Promise<void> {
  const { samples, signals } = reader.description;
  const channels = signals.map((_, i) => i).slice(0, 20);
  for (const from of [0, Math.floor(samples / 2), Math.max(0, samples - 50)]) {
    const to = Math.min(samples, from + 50);
    await survives(async () => {
      const digital = await reader.readDigital(channels, from, to);
      expect(digital.every((values) => values.length === to - from)).toBe(true);
    });
  }
}

interface Mutation {
  readonly at: number;
  readonly value: number;
  readonly kind: 'set' | 'cut' | 'insert' | 'repeat';
}

const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('set', 'set', 'set', 'set', 'cut', 'insert', 'repeat'),
  }),
  { minLength: 1, maxLength: 6 },
);

function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  let out = [...bytes];
  for (const { at, value, kind } of changes) {
    const index = Math.floor(at * out.length);
    if (kind === 'set') out[index] = value;
    else if (kind === 'cut') out = out.slice(0, index);
    else if (kind === 'insert') out.splice(index, 0, value);
    else out.splice(index, 0, ...out.slice(Math.max(0, index - value), index));
  }
  return Uint8Array.from(out);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Small recordings of every kind, made here, so that this also runs where there are no real ones. */
const SAMPLES: readonly { path: string; files: Record<string, Uint8Array> }[] = [
  ...[8, 16, 24, 32, 61, 80, 160, 212, 310, 311].map((format) => ({
    path: 'r',
    files: {
      'r.hea': encode(
        `r 2 360 20 9:00:00 1/2/2026\nr.dat ${format}x2:1 200(5)/mV 12 0 1 7 0 II\nr.dat ${format} 0\n# c`,
      ),
      'r.dat': Uint8Array.from({ length: 240 }, (_, i) => (i * 41) & 255),
      'r.atr': encodeAnnotations([{ sampleIndex: 3, symbol: 'X', aux: 'VT' }]),
    },
  })),
  {
    path: 'f',
    files: {
      'f.hea': encode('f 1 360 400\nf.dat 516'),
      'f.dat': flacOf([Array.from({ length: 400 }, (_, i) => (i * 991) % 3000)], 16, 100),
    },
  },
  {
    path: 'l.txt',
    files: {
      'l.txt': encode(
        [
          ...['[Header]', 'Channels exported: 2', 'Samples per channel: 3', 'Start time: 10:00:00'],
          ...[
            'Sample Rate: 10Hz',
            'Channel #: 1',
            'Label: II',
            'Range: 5mv',
            'Channel #: 2',
            'Label: CS 1-2',
          ],
          ...['Range: 5mv', '[Data]', '1,2', '3,4', '-5,6'],
        ].join('\n'),
      ),
    },
  },
  {
    path: 'c.inf',
    files: {
      'c.inf': encode(
        [
          ...[
            'Number of Channel = 2',
            'Points for Each Channel = 2',
            'Data Sampling Rate = 977 points/second',
          ],
          ...['Start Time = 7/26/2024 1:02:58 PM', 'Channel Number  Channel Label', '1   II', '75  RVa d'],
        ].join('\n'),
      ),
      'c.txt': encode('0.128 -1.5\r\n.127 2.047\r\n'),
    },
  },
  {
    path: 'mm',
    files: {
      'mm.hea': encode('mm/4 2 100 20\nl 0\na 8\n~ 4\nb 8'),
      'l.hea': encode('l 2 100 0\n~ 0 100/mV 12 0 0 0 0 II\n~ 0 100/mV 12 0 0 0 0 V1'),
      'a.hea': encode('a 1 100 8\na.dat 16 100/mV 12 0 0 0 0 II'),
      'a.dat': new Uint8Array(16),
      'b.hea': encode('b 1 100 8\na.dat 16 300/mV 12 0 0 0 0 V1'),
    },
  },
];

describe('whatever the bytes are, there is a result or a typed error', () => {
  it('in any file of a recording', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: SAMPLES.length - 1 }),
      fc.nat(),
      mutations,
      async (sample, which, changes) => {
        const { path, files } = SAMPLES[sample];
        const names = Object.keys(files);
        const name = names[which % names.length];
        await survives(() => exercise({ ...files, [name]: mutate(files[name], changes) }, path));
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });

  it('in headers made of the grammar and of nonsense', async () => {
    const token = fc.oneof(
      fc.constantFrom(
        'r',
        'r.dat',
        '~',
        '16',
        '212x3:2+1',
        '8',
        '516',
        '0',
        '-1',
        '1e9',
        '200(0)/mV',
        '1e-300',
        '#',
        '/',
      ),
      fc.constantFrom(
        'r/2',
        '999999999999999',
        '10:00',
        '1/1/2026',
        '..',
        '../r.dat',
        '\n',
        '\n',
        '\n',
        '\r\n',
        '\t',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const property = fc.asyncProperty(fc.array(token, { maxLength: 30 }), async (tokens) => {
      const files = { 'r.hea': encode(tokens.join(' ')), 'r.dat': new Uint8Array(64) };
      await survives(() => exercise(files, 'r'));
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('in annotation files, which also stay the same words', () => {
    const word = fc.tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 1023 }));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(word, { maxLength: 40 })
        .map((words) =>
          Uint8Array.from(
            words.flatMap(([code, interval]) => [interval & 255, (code << 2) | (interval >> 8)]),
          ),
        ),
    );
    const property = fc.property(bytes, (data) => {
      let annotations;
      try {
        ({ annotations } = decodeAnnotations(data, 'r.atr'));
        expect(writeAnnotationWords(readAnnotationWords(data))).toEqual(data);
      } catch (error) {
        if (!isPurkinjeError(error)) throw error;
        expect(error.place.byte).toBeLessThanOrEqual(data.length);
        return;
      }
      expect(annotations.length).toBeLessThanOrEqual(data.length / 2);
    });
    fc.assert(property, { numRuns: RUNS });
  });

  it('in annotations that are written and read again', () => {
    const annotation = fc.record({
      sampleIndex: fc.nat({ max: 2 ** 31 - 1 }),
      symbol: fc.constantFrom(...'NLRaVFJASEj/Q~|sT*D"=pB^t+u?![]en@xf()r', 'X', 'b', '[17]'),
      aux: fc.option(
        fc.string({ minLength: 1, maxLength: 20 }).filter((aux) => !/\0$|^## /.test(aux)),
        { nil: undefined },
      ),
      subtype: fc.integer({ min: -128, max: 127 }),
      channel: fc.integer({ min: 0, max: 255 }),
      number: fc.integer({ min: -128, max: 127 }),
    });
    const property = fc.property(fc.array(annotation, { maxLength: 20 }), (annotations) => {
      const sorted = [...annotations].sort((a, b) => a.sampleIndex - b.sampleIndex);
      const decoded = decodeAnnotations(encodeAnnotations(annotations));
      const filled = decoded.annotations.map((one) => ({
        ...{ aux: undefined, subtype: 0, channel: 0, number: 0 },
        ...one,
      }));
      expect(filled).toEqual(sorted);
    });
    fc.assert(property, { numRuns: RUNS });
  });
});

const REAL = ['310derive_2', '100_3chan', '3000003_0003', 'binformats', 'flacformats'];

describe.skipIf(!recordings('wfdb-python'))('mutated real files', () => {
  it('give a result or a typed error', async () => {
    const root = join(recordings('wfdb-python')!, 'sample-data');
    const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(root, name)));
    const records = REAL.map((path) => {
      const names = [`${path}.hea`, ...dataFilesOf(bytesOf(`${path}.hea`))];
      return { path, files: Object.fromEntries(names.map((name) => [name, bytesOf(name)])) };
    });
    const property = fc.asyncProperty(
      fc.nat({ max: records.length - 1 }),
      fc.nat(),
      mutations,
      async (record, which, changes) => {
        const { path, files } = records[record];
        const names = Object.keys(files);
        const name = names[which % names.length];
        await survives(() => exercise({ ...files, [name]: mutate(files[name], changes) }, path));
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });
});

function dataFilesOf(header: Uint8Array): string[] {
  const lines = new TextDecoder().decode(header).split('\n').slice(1);
  return [...new Set(lines.flatMap((line) => /^(\w+\.d\w+)/.exec(line)?.[1] ?? []))];
}
