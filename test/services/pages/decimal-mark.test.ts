/** Numbers on paper with the reader's decimal mark: every printed page and the report, asked for or by the library's setting. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecimalMark } from '../../../src-main/domain/decimal-mark.ts';
import type { PrintRequest } from '../../../src-main/services/pages/print-request.ts';
import { keepSetting } from '../../../src-main/services/settings.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnReport, pagesOf } from '../report/drawn-report.ts';
import { drawnPage } from './printed-pages.ts';

let fixture: ApiFixture;
let recordId: number;
let setId: number;
let samples: number;
let caliper: number;
let rPeaks: number[];

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, shortStudy());
  const record = await fixture.api.getRecord({ params: { recordId } });
  samples = record.samples;
  setId = record.annotationSets.find(({ origin }) => origin === 'human')!.id;
  const query = { from: 0, to: samples };
  const table = await fixture.api.getBeatTable({ params: { setId }, query });
  rPeaks = table.rows.slice(0, 4).map(({ sampleIndex }) => sampleIndex);
  const details = { extent: 1.024, units: 'mV', channel: 'II' };
  const body = { kind: 'caliper' as const, from: 500, to: 900, details };
  caliper = (await fixture.api.addMark({ params: { recordId }, body })).id;
  await fixture.api.signSet({ params: { setId }, body: { reason: 'read' } });
});
afterAll(() => fixture.close());

const scales = { millimetresPerSecond: 12.5, ecgGain: 2.5, iegmGain: 2.5, ecgBand: '0.05-150', notch: 59.9 };
const ownGains = [{ channelIndex: 1, gain: 0.5 }];
const moments = { from: 1234, titles: ['before', 'after'] as [string, string] };
const channels = [0, 1];

/** Of each kind: what is asked for, and numbers of it, written with points. */
const PAGES: readonly (readonly [string, () => Partial<PrintRequest>, readonly string[]])[] = [
  [
    'stack',
    () => ({ ownGains }),
    ['12.5 mm/s', '2.5 mm/mV', '0.5 mm/mV', 'ECG 0.05-150 Hz', '59.9 Hz notch'],
  ],
  ['stack', () => ({ calipers: [caliper] }), ['II 1.02 mV', '0:00.000 to']],
  ['twelve', () => ({ millimetresPerSecond: 25 }), ['2.5 mm/mV', '0:00.000 to']],
  ['ep', () => ({ millimetresPerSecond: 100 }), ['2.5 mm/mV']],
  ['disclosure', () => ({ lineSeconds: 60 }), ['2.5 mm/mV']],
  ['moments', () => ({ moments }), ['12.5 mm/s', '0:00.000 to']],
  ['pair', () => ({}), ['Filtered: ECG 0.05-150 Hz']],
  [
    'average',
    () => ({
      ownGains,
      average: { rPeaks, statistic: 'median', code: 'N', beforeMs: 300, afterMs: 600, rrMs: 800 },
    }),
    ['12.5 mm/s', '2.5 mm/mV'],
  ],
  ['aligned', () => ({ to: samples, aligned: { setId, manner: 'overlay' } }), ['12.5 mm/s']],
];

/** What a page writes besides the program's version and the time it was printed at. */
async function textOf(kind: string, more: Partial<PrintRequest>): Promise<string> {
  const request = { kind: kind as PrintRequest['kind'], channels, ...scales, ...more };
  return withoutFoot((await drawnPage(fixture, recordId, request)).texts);
}
const withoutFoot = (text: string): string => text.replaceAll(/^Purkinje .*$/gm, '');
const commas = (text: string): string => text.replaceAll(/(\d)\.(\d)/g, '$1,$2');

describe('the decimal mark on paper', () => {
  it.each(PAGES)('of a %s page is the reader’s', async (kind, asked, numbers) => {
    const point = await textOf(kind, { ...asked(), decimalMark: 'point' });
    const comma = await textOf(kind, { ...asked(), decimalMark: 'comma' });
    for (const number of numbers) {
      expect(point).toContain(number);
      expect(comma).toContain(commas(number));
    }
    expect(comma).not.toMatch(/\d\.\d/);
    expect(point).not.toMatch(/\d,\d/);
    expect(comma).toBe(commas(point));
  });

  it('of the report is the reader’s', async () => {
    const strips = [{ from: 250, millimetresPerSecond: 25 as const }];
    const text = async (decimalMark: DecimalMark): Promise<string> =>
      withoutFoot(
        pagesOf(await drawnReport(fixture.workstation, recordId, { findings: '', strips, decimalMark })).join(
          '\n',
        ),
      );
    const [point, comma] = [await text('point'), await text('comma')];
    expect(point).toMatch(/\d+\.\d s, as recorded/);
    expect(comma).toMatch(/\d+,\d s, as recorded/);
    expect(comma).toMatch(/0:00,\d{3} to 0:\d\d,\d{3} · 25 mm\/s/);
    const words = comma.split('\n').filter((line) => !/^Signed by|^Classified/.test(line));
    expect(words.join('\n')).not.toMatch(/\d\.\d/);
  });

  it('is the library’s setting where nobody asks, as on the command line and in a batch', async () => {
    const { workstation } = fixture;
    expect(await textOf('stack', {})).toContain('12.5 mm/s');
    keepSetting(workstation, 'numbers', 'comma');
    expect(await textOf('stack', {})).toContain('12,5 mm/s');
    expect(await textOf('stack', { decimalMark: 'point' })).toContain('12.5 mm/s');
    expect(pagesOf(await drawnReport(workstation, recordId)).join('\n')).toMatch(/\d,\d s, as recorded/);
    keepSetting(workstation, 'numbers', 'system');
    expect(await textOf('stack', {})).toContain('12.5 mm/s');
  });
});
