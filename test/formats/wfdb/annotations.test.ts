import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/domain/annotation.ts';
import { decodeAnnotations } from '../../../src-main/formats/wfdb/annotation-decode.ts';
import { encodeAnnotations } from '../../../src-main/formats/wfdb/annotation-encode.ts';
import { annotationsToText } from '../../../src-main/formats/wfdb/annotation-text.ts';
import {
  readAnnotationWords,
  writeAnnotationWords,
} from '../../../src-main/formats/wfdb/annotation-words.ts';
import { recordings } from '../../recordings.ts';

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

/** A word of the format: code in the high 6 bits, interval in the low 10. */
const word = (code: number, interval: number): number[] => [interval & 255, (code << 2) | (interval >> 8)];

describe('MIT annotations', () => {
  it('reads fields and which of them stay', () => {
    const bytes = Uint8Array.from([
      ...[...word(1, 18), ...word(61, 3), ...word(62, 2), ...word(60, 0x3ff)],
      ...[...word(5, 1000), ...word(63, 3), 65, 66, 0, 0],
      ...[...word(59, 0), 1, 0, 2, 0, ...word(8, 5)],
      ...word(0, 0),
    ]);
    expect(decodeAnnotations(bytes).annotations).toEqual([
      { sampleIndex: 18, symbol: 'N', subtype: 3, channel: 2, number: -1 },
      { sampleIndex: 1018, symbol: 'V', aux: 'AB', channel: 2, number: -1 },
      { sampleIndex: 1018 + 65536 + 2 + 5, symbol: 'A', channel: 2, number: -1 },
    ]);
  });

  it('reads back what it writes: long steps, fields, own codes, the tick', () => {
    const annotations: Annotation[] = [
      { sampleIndex: 0, symbol: '"', aux: 'a note at the beginning' },
      { sampleIndex: 0, symbol: 'X', aux: 'AVNRT', subtype: -3 },
      { sampleIndex: 1023, symbol: '+', aux: '(N', channel: 255, number: 127 },
      { sampleIndex: 2047, symbol: 'b', aux: 'Bögen', number: -128 },
      { sampleIndex: 9_000_000_000, symbol: '[17]' },
      { sampleIndex: 9_000_000_000, symbol: 'N' },
    ];
    const decoded = decodeAnnotations(encodeAnnotations(annotations, { samplingFrequency: 977 }));
    expect(decoded.annotations).toEqual(annotations);
    expect(decoded.timeResolution).toBe(977);
    expect(decoded.definitions.map(({ code, symbol }) => `${code}${symbol}`)).toEqual(['42X', '43b']);
    expect(decoded.warnings).toEqual([]);
  });

  it('are printed with hours, and with day and time of day where the record has them', () => {
    const lines = (options: object): string[] =>
      annotationsToText([{ sampleIndex: 3_700_000, symbol: 'N', aux: 'x', number: -1 }], {
        ...{ samplingFrequency: 1000 },
        ...options,
      }).split('\n');
    const fields = '  3700000     N    0    0   -1\tx';
    expect(lines({})[0]).toBe(` 1:01:40.000${fields}`);
    expect(lines({ baseTime: '23:30:00.500' })[0]).toBe(`[00:31:40.500]${fields}`);
    expect(lines({ baseTime: '23:30:00.500', baseDate: '2026-12-31' })[0]).toBe(
      `[00:31:40.500 01/01/2027]${fields}`,
    );
  });

  it('writes in time order', () => {
    const bytes = encodeAnnotations([
      { sampleIndex: 500, symbol: 'V' },
      { sampleIndex: 20, symbol: 'N' },
    ]);
    expect(decodeAnnotations(bytes).annotations.map(({ symbol }) => symbol)).toEqual(['N', 'V']);
  });

  it.each([
    [{ sampleIndex: 1, symbol: 'Y' }, 'no annotation code'],
    [{ sampleIndex: -1, symbol: 'N' }, 'time is impossible'],
    [{ sampleIndex: 1, symbol: 'N', number: 300 }, 'from -128 to 127'],
    [{ sampleIndex: 1, symbol: 'N', aux: 'x'.repeat(1024) }, 'at most 1023'],
  ])('refuses to write %j', (annotation, why) => {
    expect(() => encodeAnnotations([annotation])).toThrow(why);
  });

  it.each([
    ['an undefined code', [...word(1, 5), ...word(55, 1), ...word(0, 0)], 2],
    ['a cut-off aux', [...word(1, 5), ...word(63, 40), 65, 66], 2],
    ['a cut-off skip', [...word(1, 5), ...word(59, 0), 1], 2],
    ['a time before the record', [...word(59, 0), 0xff, 0xff, 0xf0, 0xff, ...word(1, 0), ...word(0, 0)], 6],
  ])('names file and byte of %s', (_, bytes, byte) => {
    const error = thrownBy(() => decodeAnnotations(Uint8Array.from(bytes), 'x.atr'));
    expect(error).toMatchObject({ code: 'StudyUnreadable', place: { file: 'x.atr', byte } });
  });

  it('warns where the end mark is missing', () => {
    const { annotations, warnings } = decodeAnnotations(Uint8Array.from([...word(1, 5), ...word(1, 5)]));
    expect(annotations.length).toBe(2);
    expect(warnings.map(({ code }) => code)).toEqual(['truncated']);
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe.skipIf(!recordings('wfdb-python'))('annotations as rdann prints them', () => {
  it.each([
    ['100.atr', 'ann-1', 360, undefined],
    ['12726.anI', 'ann-2', 250, '15:08:24.000'],
    ['1003.atr', 'ann-3', 360, undefined],
  ])('%s is %s', (file, expected, samplingFrequency, baseTime) => {
    const root = recordings('wfdb-python')!;
    const { annotations } = decodeAnnotations(bytesOf(join(root, 'sample-data', file)));
    const text = annotationsToText(annotations, { samplingFrequency, baseTime });
    expect(text).toBe(readFileSync(join(root, 'tests/target-output', expected), 'utf8'));
  });

  it('follows skips past 2^32', () => {
    const path = join(recordings('wfdb-python')!, 'sample-data/huge.qrs');
    const { annotations } = decodeAnnotations(bytesOf(path));
    expect(annotations).toEqual([{ sampleIndex: 10_000_000_000, symbol: 'N' }]);
  });
});

describe.skipIf(!recordings('leipzig'))('Leipzig', () => {
  it('x0010.atr is the 930 rows of its table', () => {
    const root = recordings('leipzig')!;
    const table = readFileSync(join(root, 'processed_segments_with_aux.csv'), 'utf8');
    const rows = table.split(/\r?\n/).filter((line) => line.startsWith('x0010,'));
    const { annotations, definitions, timeResolution } = decodeAnnotations(bytesOf(join(root, 'x0010.atr')));
    expect(rows.length).toBe(930);
    expect(annotations.map(({ symbol, aux }) => `x0010,${symbol},${aux ?? ''}`)).toEqual(
      rows.map((row) => row.split(',').slice(0, 3).join(',')),
    );
    expect(timeResolution).toBe(977);
    expect(definitions).toEqual([
      { code: 42, symbol: 'X', description: 'Tachycardias' },
      { code: 43, symbol: 'b', description: 'AV-Block' },
    ]);
  });

  it('is written as it was: the same bytes', () => {
    const bytes = bytesOf(join(recordings('leipzig')!, 'x0010.atr'));
    const { annotations, definitions, timeResolution } = decodeAnnotations(bytes);
    const options = { definitions, samplingFrequency: timeResolution };
    expect(Buffer.compare(encodeAnnotations(annotations, options), bytes)).toBe(0);
  });
});

describe.skipIf(!recordings('mitdb'))('MIT-BIH', () => {
  it("has DS1's beats: the counts of de Chazal et al. 2004, table I", () => {
    const root = recordings('mitdb')!;
    const paced = ['102', '104', '107', '217'];
    const counts = new Map<string, number>();
    for (const file of readdirSync(root).filter((name) => name.endsWith('.atr'))) {
      if (paced.includes(file.slice(0, 3))) continue;
      for (const { symbol } of decodeAnnotations(bytesOf(join(root, file))).annotations) {
        counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
      }
    }
    const sum = (symbols: string): number => [...symbols].reduce((n, s) => n + (counts.get(s) ?? 0), 0);
    expect(['NLRej', 'AaJS', 'VE', 'F', '/fQ'].map(sum)).toEqual([45866, 944, 3788, 415, 8]);
  });
});

const ROOTS = ['mitdb', 'ludb', 'leipzig', 'wfdb-python', 'ep-exports'].flatMap(
  (name) => recordings(name) ?? [],
);
const NO_ANNOTATIONS =
  /\.(hea|dat|md|csv|txt|xml|inf|edf|mat|wav|xyz|gz|d\d)$|README|(record|ann)-\w+(-\w+)*$/;

describe.skipIf(ROOTS.length === 0)('every annotation file at hand', () => {
  const files = ROOTS.flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !NO_ANNOTATIONS.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );

  it('is the same bytes after reading and writing its words', () => {
    const changed = files.filter((file) => {
      const bytes = bytesOf(file);
      return Buffer.compare(writeAnnotationWords(readAnnotationWords(bytes, file)), bytes) !== 0;
    });
    expect(files.length).toBeGreaterThan(20);
    expect(changed).toEqual([]);
  });

  it('is the same annotations after decoding and encoding', () => {
    for (const file of files) {
      const decoded = decodeAnnotations(bytesOf(file), file);
      const { annotations, definitions } = decoded;
      const again = decodeAnnotations(encodeAnnotations(annotations, { definitions }));
      expect(again.annotations, file).toEqual(annotations);
    }
  });
});
