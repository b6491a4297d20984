import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordEncoder } from '../../../src-main/formats/wfdb/record-write.ts';
import {
  gatherReport,
  limitsOf,
  type ReportRequest,
} from '../../../src-main/services/report/gather-report.ts';
import { MM, printable } from '../../../src-main/services/report/page.ts';
import { NO_DIAGNOSIS } from '../../../src-main/services/report/report-content.ts';
import { GRID, TRACE_X } from '../../../src-main/services/report/strip-page.ts';
import type { ImportResult } from '../../../src-main/api/contract/work.ts';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../../src-main/store/annotations.ts';
import { findOrInsertModelVersion } from '../../../src-main/store/model-versions.ts';
import {
  ended,
  importStudy,
  openApiFixture,
  shortStudy,
  type ApiFixture,
} from '../../api/library-fixture.ts';
import { drawnReport, pagesOf } from './drawn-report.ts';

let fixture: ApiFixture;
beforeAll(() => void (fixture = openApiFixture()));
afterAll(() => fixture.close());

const NONE = { findings: '', strips: [] };

const drawn = (recordId: number, request?: ReportRequest): Promise<string> =>
  drawnReport(fixture.workstation, recordId, request);

/** Paths of a content stream: a list of points each, mm from the upper left corner. */
function pathsOf(pdf: string): { x: number; y: number }[][] {
  const paths: { x: number; y: number }[][] = [];
  for (const [, x, y, operator] of pdf.matchAll(/^(-?[\d.]+) (-?[\d.]+) ([ml])$/gm)) {
    if (operator === 'm') paths.push([]);
    paths.at(-1)!.push({ x: Number(x) / MM, y: Number(y) / MM });
  }
  return paths;
}

/** A 1 Hz square wave between 0 and 1 mV on II, 500 Hz, 20 s; written and imported as any recording. */
async function importSquareWave(): Promise<number> {
  const folder = join(fixture.folder, 'square');
  mkdirSync(folder);
  const signals = [
    { originalName: 'II', units: 'mV', gain: 1000, baseline: 0, adcResolution: 16, adcZero: 0 },
  ];
  const encoder = new RecordEncoder({ name: 'square', samplingFrequency: 500, format: 16, signals });
  const wave = Int32Array.from({ length: 10_000 }, (_, i) => (i % 500 < 250 ? 0 : 1000));
  const bytes = encoder.append([wave]);
  const end = encoder.finish();
  writeFileSync(join(folder, 'square.dat'), Buffer.concat([bytes, end.bytes]));
  writeFileSync(join(folder, 'square.hea'), end.header);
  const job = await fixture.api.startImport({ body: { paths: [folder], classify: false } });
  return ((await ended(fixture, job)).result as ImportResult).records[0].id;
}

describe('strips', () => {
  it.each([25, 50] as const)('are at true scale: %i mm/s and 10 mm/mV', async (speed) => {
    const recordId = await importSquareWave().catch(async () => {
      const { studies } = await fixture.api.listStudies();
      return studies.flatMap(({ records }) => records).find(({ name }) => name === 'square')!.id;
    });
    const pdf = await drawn(recordId, { findings: '', strips: [{ from: 0, millimetresPerSecond: speed }] });
    expect(pdf).toContain('/MediaBox [0 0 595.28 841.89]');
    const trace = pathsOf(pdf).reduce((longest, path) => (path.length > longest.length ? path : longest));
    const rises = trace.filter(({ y }, i) => i > 0 && trace[i - 1].y - y > 5).map(({ x }) => x);
    expect(rises.length).toBeGreaterThanOrEqual(3);
    for (let i = 1; i < rises.length; i++) expect(rises[i] - rises[i - 1]).toBeCloseTo(speed, 2);
    const heights = trace.map(({ y }) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeCloseTo(10, 2);
    expect(trace[0].x).toBeCloseTo(TRACE_X, 2);
    expect(trace.at(-1)!.x).toBeLessThanOrEqual(GRID.x + GRID.width);
  });

  it('lie on a grid of millimetres, with a pulse of 1 mV', async () => {
    const { studies } = await fixture.api.listStudies();
    const { id } = studies.flatMap(({ records }) => records).find(({ name }) => name === 'square')!;
    const paths = pathsOf(await drawn(id));
    const upright = paths.filter((path) => path.length === 2 && path[0].x === path[1].x).map(([{ x }]) => x);
    const fine = upright.slice(0, GRID.width + 1);
    fine.forEach((x, i) => expect(x).toBeCloseTo(GRID.x + i, 3));
    const pulse = paths.find((path) => path.length === 6)!;
    expect(pulse[1].y - pulse[2].y).toBeCloseTo(10, 3);
    expect(pulse[3].x - pulse[2].x).toBeCloseTo(5, 3);
  });
});

describe('what a report says', () => {
  let recordId: number;
  let mine: number;
  beforeAll(async () => {
    recordId = await importStudy(fixture, shortStudy());
    const [reference] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
    const body = { name: 'by Rosa', author: 'Rosa', copyOf: reference.id };
    mine = (await fixture.api.createSet({ params: { recordId }, body })).id;
    const { database } = fixture.workstation.library;
    const model = {
      model: 'purkinje-ep',
      version: '9.9.9',
      sha256: '0',
      manifest: {},
      state: 'approved',
    } as const;
    const modelVersionId = findOrInsertModelVersion(database, model);
    const set = {
      recordId,
      name: 'machine',
      origin: 'machine',
      author: 'purkinje-ep 9.9.9',
      modelVersionId,
    } as const;
    insertAnnotations(
      database,
      insertAnnotationSet(database, set),
      [{ sampleIndex: 9, symbol: 'V' }],
      'machine',
    );
  });

  it('holds no human label that nobody signed', async () => {
    const text = pagesOf(await drawn(recordId)).join('\n');
    expect(text).toContain('No set of labels of this record is signed.');
    expect(text).not.toContain('AV nodal');
    expect(text).toContain('by Rosa');
  });

  it('holds signed labels with episodes and intervals, and the machine apart', async () => {
    await fixture.api.signSet({ params: { setId: mine }, body: { reason: 'read twice' } });
    const text = pagesOf(await drawn(recordId, { findings: 'Narrow tachycardia.', strips: [] })).join('\n');
    expect(text).toContain('Narrow tachycardia.');
    expect(text).toMatch(/Signed labels: by Rosa/);
    expect(text).toContain('read twice');
    expect(text).toMatch(/NRT, \d+ beats, cycle length \d/);
    expect(text).toContain('QTc (Bazett) not given: NRT is a tachycardia');
    expect(text).toContain('AH not given: no His channel');
    const machine = text.indexOf('Machine labels, not reviewed here: purkinje-ep 9.9.9');
    expect(machine).toBeGreaterThan(text.indexOf('Signed labels'));
    expect(text.slice(0, machine)).not.toContain('Premature ventricular');
    expect(text).toContain('Onset of an episode labelled NRT');
  });

  it('says on each page who it is about, and that it is no diagnosis', async () => {
    const pages = pagesOf(await drawn(recordId));
    expect(pages.length).toBeGreaterThan(1);
    const content = await gatherReport(fixture.workstation, recordId, NONE);
    expect(new Set(content.identifiers).size).toBe(2);
    pages.forEach((page, i) => {
      expect(page).toContain(content.identifiers.join('   '));
      expect(page).toContain(NO_DIAGNOSIS);
      expect(page).toContain(`page ${i + 1} of ${pages.length}`);
    });
  });

  it('shows when labels were changed after the signature', async () => {
    expect(pagesOf(await drawn(recordId)).join('\n')).toMatch(/ · classes of .+, as signed/);
    const edit = { kind: 'insert' as const, annotations: [{ sampleIndex: 3, symbol: 'V' }] };
    await fixture.api.applyEdit({ params: { setId: mine }, body: { edit } });
    const changed = pagesOf(await drawn(recordId)).join('\n');
    expect(changed).toContain('THE LABELS WERE CHANGED SINCE');
    expect(changed).toMatch(/ · classes of .+, changed since they were signed/);
    await fixture.api.undoEdit({ params: { setId: mine } });
  });

  it('comes over the api as a PDF, and leaves a line in the trail', async () => {
    const pdf = new Uint8Array(await fixture.api.makeReport({ params: { recordId }, body: {} }));
    expect(new TextDecoder('latin1').decode(pdf.subarray(0, 5))).toBe('%PDF-');
    expect(pdf.length).toBeLessThan(2e6);
    const { entries } = await fixture.api.getTrail({ query: { object: `record ${recordId}` } });
    expect(entries.at(-1)?.what).toBe('report');
    const outside = { strips: [{ from: 1e9 }] };
    await expect(fixture.api.makeReport({ params: { recordId }, body: outside })).rejects.toMatchObject({
      code: 'InvalidInput',
    });
    expect(fixture.bugs).toEqual([]);
  });
});

describe('its parts', () => {
  it('write characters that the font lacks as their code', () => {
    expect(printable('Łukasz é – 心')).toBe('[U+0141]ukasz é – [U+5FC3]');
  });
  it('take the limits from a card', () => {
    expect(limitsOf('# m\n## Figures\nx\n## Limits\n- children only\n\n## Made by\ny')).toBe(
      '- children only',
    );
    expect(limitsOf('# m')).toBeUndefined();
  });
});
