/** Records and readings of PDFs for the tests of printed pages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_PRINTED_PAGES } from '../../../src-main/api/contract/pages.ts';
import type { ImportResult } from '../../../src-main/api/contract/work.ts';
import { SURFACE_LEADS } from '../../../src-main/domain/lead.ts';
import { RecordEncoder } from '../../../src-main/formats/wfdb/record-write.ts';
import { gatherPage } from '../../../src-main/services/pages/gather-page.ts';
import type { PrintRequest } from '../../../src-main/services/pages/print-request.ts';
import { renderPage } from '../../../src-main/services/pages/render-page.ts';
import { requireRecord } from '../../../src-main/services/records/require-record.ts';
import { MM } from '../../../src-main/services/report/page.ts';
import { ended, type ApiFixture } from '../../api/library-fixture.ts';

export const FS = 500;

/**
 * All twelve leads and three electrograms carry a 1 Hz square wave of 1 mV over 40 s; aVR is upside down as in a patient.
 * @param change of the digital values of a channel, 1000 a mV
 */
export async function importSquareWaves(
  fixture: ApiFixture,
  name = 'square',
  change: (values: Int32Array, channel: number) => Int32Array = (values) => values,
): Promise<number> {
  const folder = join(fixture.folder, name);
  mkdirSync(folder);
  const names = [...SURFACE_LEADS, 'CS 1,2', 'CS 9,10', 'RVa'];
  const signals = names.map((originalName) => ({
    originalName,
    units: 'mV',
    gain: 1000,
    baseline: 0,
    adcResolution: 16,
    adcZero: 0,
  }));
  const encoder = new RecordEncoder({ name, samplingFrequency: FS, format: 16, signals });
  const wave = Int32Array.from({ length: 40 * FS }, (_, i) => (i % FS < FS / 4 ? 1000 : 0));
  const values = names.map((one, channel) =>
    change(one === 'aVR' ? wave.map((value) => -value) : wave.slice(), channel),
  );
  const bytes = encoder.append(values);
  const end = encoder.finish();
  writeFileSync(join(folder, `${name}.dat`), Buffer.concat([bytes, end.bytes]));
  writeFileSync(join(folder, `${name}.hea`), end.header);
  const job = await fixture.api.startImport({ body: { paths: [folder], classify: false } });
  return ((await ended(fixture, job)).result as ImportResult).records[0].id;
}

export const PAGE: PrintRequest = {
  kind: 'twelve',
  order: 'standard',
  columns: 4,
  rhythmLead: 'II',
  orientation: 'landscape',
  millimetresPerSecond: 25,
  lineSeconds: 60,
  from: 0,
  channels: [],
  ecgGain: 10,
  iegmGain: 10,
  ownGains: [],
  labels: {},
  calipers: [],
  pair: 'stacked',
};

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A path that was stroked, mm from the upper left corner. */
export interface Stroke {
  /** `#0b6bb8`. */
  readonly colour: string;
  /** `[2 2]`; empty where the line is whole. */
  readonly dash: string;
  readonly points: readonly Point[];
}

export interface Drawn {
  readonly pdf: string;
  readonly texts: string;
  /** Paths of more than 50 points. */
  readonly traces: readonly (readonly Point[])[];
  readonly strokes: readonly Stroke[];
  /** `x y width height` in mm. */
  readonly rectangles: readonly (Point & { readonly width: number; readonly height: number })[];
}

/** A page's drawing operators. */
export async function drawnPage(
  { workstation }: ApiFixture,
  recordId: number,
  request: Partial<PrintRequest>,
): Promise<Drawn> {
  const record = requireRecord(workstation.library.database, recordId);
  const content = await gatherPage(workstation, recordId, { ...PAGE, ...request }, MOST_PRINTED_PAGES);
  const path = workstation.signals.path(record);
  return readPdf(
    Buffer.from(await renderPage({ path, record, content, compress: false })).toString('latin1'),
  );
}

function readPdf(pdf: string): Drawn {
  const texts = [...pdf.matchAll(/\[((?:<[0-9a-f]*>[\s\d.-]*)+)\] TJ/g)]
    .map(([, pieces]) =>
      Buffer.from([...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex').toString(
        'latin1',
      ),
    )
    .join('\n');
  const strokes = strokesOf(pdf);
  return {
    pdf,
    texts,
    strokes,
    traces: strokes.map(({ points }) => points).filter(({ length }) => length > 50),
    rectangles: [...pdf.matchAll(/^(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re$/gm)].map((found) => {
      const [x, y, width, height] = found.slice(1).map((text) => Number(text) / MM);
      return { x, y, width, height };
    }),
  };
}

function strokesOf(pdf: string): Stroke[] {
  const strokes: { colour: string; dash: string; points: Point[] }[] = [];
  let [colour, dash] = ['', ''];
  for (const line of pdf.split('\n')) {
    if (line.endsWith(' SCN')) colour = hexOf(line);
    const dashed = /^\[([\d. ]*)\] \d+ d$/.exec(line);
    if (dashed) dash = dashed[1].trim();
    const found = /^(-?[\d.]+) (-?[\d.]+) ([ml])$/.exec(line);
    if (!found) continue;
    const point = { x: Number(found[1]) / MM, y: Number(found[2]) / MM };
    if (found[3] === 'm') strokes.push({ colour, dash, points: [point] });
    else strokes.at(-1)!.points.push(point);
  }
  return strokes;
}

function hexOf(line: string): string {
  const parts = line.split(' ').slice(0, 3);
  return `#${parts
    .map((part) =>
      Math.round(Number(part) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Where a trace rises, mm. */
export function rises(trace: readonly Point[]): number[] {
  return trace.filter(({ y }, i) => i > 0 && trace[i - 1].y - y > 3).map(({ x }) => x);
}
