import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportResult } from '../../../src-main/api/contract/work.ts';
import type { Annotation } from '../../../src-main/domain/annotation.ts';
import { decodeAnnotations } from '../../../src-main/formats/wfdb/annotation-decode.ts';
import { writeStudy } from '../../../src-main/services/simulation/write-study.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../../src-main/store/annotations.ts';
import { annotationCsv } from '../../../src-main/services/export/annotation-text.ts';
import {
  ended,
  importStudy,
  openApiFixture,
  shortStudy,
  type ApiFixture,
} from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

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

  it("comes back as a machine's where a machine made it", async () => {
    const { database } = fixture.workstation.library;
    const other = simulateStudy({ seed: 8, minutes: 0.1, subject: { name: 'x008' }, scenario: 'sinus' });
    const recordId = await importStudy(fixture, other);
    const labels = [5, 900, 1800].map((sampleIndex) => ({ sampleIndex, symbol: 'V' }));
    const set = { recordId, name: 'a model 1.2.3', origin: 'machine', author: 'a model' } as const;
    const machine = insertAnnotationSet(database, set);
    insertAnnotations(database, machine, labels, 'imported');
    const query = { format: 'atr' } as const;
    const bytes = await fixture.api.getSetFile({ params: { setId: machine }, query });
    const folder = join(fixture.folder, 'handed-over');
    await writeStudy(folder, other);
    writeFileSync(join(folder, 'x008.model'), new Uint8Array(bytes));
    const job = await ended(
      fixture,
      await fixture.api.startImport({ body: { paths: [folder], classify: false } }),
    );
    const [{ id }] = (job.result as ImportResult).records;
    const { annotationSets } = await fixture.api.getRecord({ params: { recordId: id } });
    const back = annotationSets.find(({ importedAs }) => importedAs === 'model');
    expect(back).toMatchObject({
      name: 'a model 1.2.3 (machine, imported)',
      origin: 'machine',
      annotations: 3,
    });
    expect(annotationSets.find(({ importedAs }) => importedAs === 'atr')).toMatchObject({ origin: 'human' });
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
