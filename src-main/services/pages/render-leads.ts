import type PDFDocument from 'pdfkit';
import { plainText } from '../../domain/decimal-mark.ts';
import type { PageLead } from '../../domain/reading-page.ts';
import type { RecordDescription } from '../../domain/record.ts';
import { median } from '../../dsp/normalise.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { readFilteredWindow } from '../records/filtered-window.ts';
import { CLIPPED, MISSING } from '../records/window.ts';
import { hatchQuality } from '../report/draw-hatch.ts';
import { INK, MM } from '../report/page.ts';
import { backedLabel, drawTrace, label } from '../report/strip-page.ts';
import { qualityText } from './page-text.ts';
import { drawCalipers, type PaperStrip } from './draw-calipers.ts';
import type { PaneSheet } from './page-sheet.ts';
import { drawPulses, extentOf, pageRows, type TraceExtent } from './page-rows.ts';
import type { LeadsContent, Pane } from './page-task.ts';

export interface DrawnPane {
  readonly pane: Pane;
  readonly sheet: PaneSheet;
  readonly seconds: number;
  /** Sample indices of the record; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Of a lead's name with its gain, mm. */
const NAMES_WIDTH = 22;

/** A lead's part of its row. */
interface LeadTrace {
  readonly lead: PageLead;
  readonly begin: number;
  readonly end: number;
  readonly x: number;
  /** Physical, turned over where the lead is; undefined where the record has no such lead, or nothing there. */
  readonly values?: Float64Array;
  readonly quality: Uint8Array;
}

/** Where its row lies. */
interface LeadRow {
  readonly middle: number;
  readonly top: number;
  readonly height: number;
}

/** The leads of a pane on its grid, with the calipers over them. The grid clips. */
export function drawLeads(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: LeadsContent,
  drawn: DrawnPane,
): void {
  const { grid } = drawn.sheet;
  const perSample = content.millimetresPerSecond / record.samplingFrequency;
  const rows = drawn.pane.rows.map(({ leads }) =>
    leads.map((lead, k) =>
      readLead(file, record, drawn, lead, placeOf(record, content, drawn, k, leads.length)),
    ),
  );
  const lying = pageRows(grid, rows.length, extentIn(rows[0], content), extentIn(rows.at(-1)!, content));
  const gains = rows.map(([{ lead }]) =>
    lead.channel === undefined ? content.ecgGain : content.gains[lead.channel],
  );
  drawPulses(document, grid, lying, gains);
  const strips: PaperStrip[] = [];
  const names: (() => void)[] = [];
  rows.forEach((traces, at) => {
    const middle = lying.middles[at];
    const row = { middle, ...lying.bands[at] };
    traces.forEach((trace, k) => {
      if (k > 0) drawTick(document, trace.x, middle);
      drawLead(document, content, trace, row, perSample);
      names.push(() => nameLead(document, record, content, trace, row));
      addStrip(strips, trace, row, perSample);
    });
  });
  // Over the traces of the rows beside it, too.
  for (const name of names) name();
  drawCalipers(document, content.calipers, strips);
}

function readLead(
  file: SignalFile,
  record: RecordDescription,
  { pane }: DrawnPane,
  lead: PageLead,
  place: Pick<LeadTrace, 'begin' | 'end' | 'x'>,
): LeadTrace {
  const { begin, end } = place;
  const { channel } = lead;
  if (channel === undefined || end <= begin) return { lead, ...place, quality: new Uint8Array(0) };
  const request = { channels: [channel], from: begin, columns: end - begin, samplesPerColumn: 1 };
  const [{ minima, quality }] = readFilteredWindow(file, record, request, pane.filters).channels;
  const values = Float64Array.from(minima, (value) => (lead.inverted ? -value : value));
  return { lead, ...place, values, quality };
}

/** Of all leads of a row, mm. */
function extentIn(traces: readonly LeadTrace[], { gains }: LeadsContent): TraceExtent {
  const extents = traces.map(({ lead, values }) => {
    if (!values) return { rise: 0, fall: 0 };
    const { rise, fall } = extentOf(values, median(values));
    const gain = gains[lead.channel!];
    return { rise: rise * gain, fall: fall * gain };
  });
  return {
    rise: Math.max(...extents.map(({ rise }) => rise)),
    fall: Math.max(...extents.map(({ fall }) => fall)),
  };
}

/** The k-th of some leads that follow one another in time. */
function placeOf(
  { samplingFrequency: fs }: RecordDescription,
  { millimetresPerSecond }: LeadsContent,
  { sheet, seconds, from, to }: DrawnPane,
  k: number,
  count: number,
): Pick<LeadTrace, 'begin' | 'end' | 'x'> {
  // A moment before the record's beginning has nothing to show there.
  const begin = Math.max(0, from + Math.round((k * seconds * fs) / count));
  const end = Math.min(to, from + Math.round(((k + 1) * seconds * fs) / count));
  return { begin, end, x: sheet.traceX + ((begin - from) * millimetresPerSecond) / fs };
}

/** Rows of the same time below one another are one strip. */
function addStrip(
  strips: PaperStrip[],
  { begin: from, end: to, x }: LeadTrace,
  { top, height }: LeadRow,
  perSample: number,
): void {
  if (to <= from) return;
  const at = strips.findIndex((strip) => strip.from === from && strip.to === to);
  if (at < 0) strips.push({ from, to, x, perSample, top, height, namesWidth: NAMES_WIDTH });
  else strips[at] = { ...strips[at], height: top + height - strips[at].top };
}

function drawLead(
  document: PDFDocument,
  content: LeadsContent,
  { lead, x, values, quality }: LeadTrace,
  { middle, top, height }: LeadRow,
  perSample: number,
): void {
  if (!values) return;
  const bit = (which: number) => (k: number) => (quality[k] & which) !== 0;
  hatchQuality(
    document,
    quality.length,
    { missing: bit(MISSING), clipped: bit(CLIPPED) },
    { x, perColumn: perSample, top, height },
  );
  drawTrace(document, values, { x, middle, perSample, gain: content.gains[lead.channel!] });
}

function nameLead(
  document: PDFDocument,
  record: RecordDescription,
  content: LeadsContent,
  { lead, x, values, quality }: LeadTrace,
  { middle, top }: LeadRow,
): void {
  const y = Math.max(top + 0.5, middle - 12);
  if (lead.channel === undefined) label(document, `${lead.name} not in this record`, x + 1, y, 8);
  else if (values) backedLabel(document, leadText(lead, record, content, quality), x + 1, y, 9);
}

/** The lead's name, and whatever about it is not as the page says. */
function leadText(
  lead: PageLead,
  record: RecordDescription,
  content: LeadsContent,
  quality: Uint8Array,
): string {
  const { units, kind } = record.signals[lead.channel!];
  const gain = content.gains[lead.channel!];
  const usual = gain === (kind === 'ecg' ? content.ecgGain : content.iegmGain);
  const bits = quality.reduce((all, one) => all | one, 0);
  const parts = [
    lead.name,
    units === 'mV' ? '' : `(${units})`,
    usual ? '' : `${plainText(gain, content.frame.decimalMark)} mm/${units}`,
  ];
  return `${parts.filter((part) => part !== '').join(' ')}${qualityText(bits)}`;
}

/** Where one lead ends and the next begins. */
function drawTick(document: PDFDocument, x: number, middle: number): void {
  document.lineWidth(0.2 * MM).strokeColor(INK);
  document.moveTo(x * MM, (middle - 7) * MM).lineTo(x * MM, (middle - 5) * MM);
  document.moveTo(x * MM, (middle + 5) * MM).lineTo(x * MM, (middle + 7) * MM);
  document.stroke();
}
