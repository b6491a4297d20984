import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/domain/annotation.ts';
import { decodeAnnotations } from '../../../src-main/formats/wfdb/annotation-decode.ts';
import { annotationCsv } from '../../../src-main/services/export/annotation-text.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

const study = shortStudy();
let fixture: ApiFixture;
let setId: number;

/** Every custom symbol, a quality mark, a note with commas and quotes, and a sample that no EDF onset could hold. */
const EXTRA = [
  { sampleIndex: 7, symbol: '"', aux: 'a note, with "quotes" and a comma' },
  { sampleIndex: 11, symbol: '~', aux: '' },
  { sampleIndex: 1001, symbol: 'X', aux: 'AVRT' },
  { sampleIndex: 1002, symbol: 'b', aux: 'BI' },
];

beforeAll(async () => {
  fixture = openApiFixture();
  const recordId = await importStudy(fixture, study);
  const [reference] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
  const body = { name: 'mine', author: 'tester', copyOf: reference.id };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
  await fixture.api.applyEdit({ params: { setId }, body: { edit: { kind: 'insert', annotations: EXTRA } } });
});
afterAll(() => fixture.close());

async function kept(): Promise<Annotation[]> {
  const set = await fixture.api.getAnnotations({ params: { setId } });
  return set.sampleIndex.map((sampleIndex, i) => ({ sampleIndex, ...set.marks[set.mark[i]] }));
}
const plain = ({ sampleIndex, symbol, aux }: Annotation): Annotation => ({
  sampleIndex,
  symbol,
  aux: aux ?? '',
});
async function fileOf(format: 'atr' | 'csv' | 'json'): Promise<Uint8Array> {
  return new Uint8Array(await fixture.api.getSetFile({ params: { setId }, query: { format } }));
}

describe('a set as a file', () => {
  it('comes back whole from .atr, custom symbols and all', async () => {
    const { annotations } = decodeAnnotations(await fileOf('atr'), 'x.atr');
    expect(annotations.map(plain)).toEqual((await kept()).map(plain));
  });

  it('comes back whole from JSON', async () => {
    const document = JSON.parse(new TextDecoder().decode(await fileOf('json'))) as {
      annotations: Annotation[];
    };
    expect(document.annotations.map(plain)).toEqual((await kept()).map(plain));
    expect(document).toMatchObject({ record: study.name, samplingFrequency: 977, samples: study.samples });
    expect(document).toMatchObject({ set: { name: 'mine', author: 'tester', origin: 'human' } });
  });

  it('comes back whole from CSV', async () => {
    const rows = parse(new TextDecoder().decode(await fileOf('csv')));
    expect(rows[0].slice(0, 4)).toEqual(['sample_index', 'seconds', 'symbol', 'aux']);
    const back = rows.slice(1).map(([at, , symbol, aux]) => ({ sampleIndex: Number(at), symbol, aux }));
    expect(back).toEqual((await kept()).map(plain));
    expect(rows.find(([at]) => at === '1001')?.slice(7)).toEqual(['VRT', 'shown']);
  });

  it('quotes what would break a line', () => {
    const text = annotationCsv([{ sampleIndex: 1, symbol: ',', aux: 'a\n"b"' }], 100);
    expect(parse(text)[1].slice(0, 4)).toEqual(['1', '0.010000', ',', 'a\n"b"']);
  });
});

/** RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g;
  for (const [, value, end] of text.matchAll(cell)) {
    rows.at(-1)!.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
