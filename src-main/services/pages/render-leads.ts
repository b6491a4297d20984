import type PDFDocument from 'pdfkit';
import { plainText } from '../../domain/decimal-mark.ts';
import type { PageLead } from '../../domain/reading-page.ts';
import type { RecordDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { readFilteredWindow } from '../records/filtered-window.ts';
import { CLIPPED, MISSING } from '../records/window.ts';
import { hatchQuality } from '../report/draw-hatch.ts';
import { INK, MM } from '../report/page.ts';
import { drawPulse, drawTrace, label } from '../report/strip-page.ts';
import { qualityText } from './page-text.ts';
import { drawCalipers, type PaperStrip } from './draw-calipers.ts';
import type { PaneSheet } from './page-sheet.ts';
import type { LeadsContent, Pane } from './page-task.ts';

export interface DrawnPane {
  readonly pane: Pane;
  readonly sheet: PaneSheet;
  readonly seconds: number;
  /** Sample indices of the record; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

interface LeadPlace {
  readonly lead: PageLead;
  readonly begin: number;
  readonly end: number;
  readonly x: number;
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
  const { rows } = drawn.pane;
  const { grid } = drawn.sheet;
  const height = grid.height / rows.length;
  const strips: PaperStrip[] = [];
  let pulseOf: number | undefined;
  rows.forEach(({ leads }, row) => {
    const middle = grid.y + height * (row + 0.5);
    const gain = leads[0].channel === undefined ? content.ecgGain : content.gains[leads[0].channel];
    // Taller than its row a pulse stands once for the rows of its gain.
    if (gain !== pulseOf || gain <= height)
      drawPulse(document, grid.x, Math.max(middle, grid.y + gain + 0.5), gain);
    pulseOf = gain;
    leads.forEach((lead, k) => {
      const place = { ...placeOf(record, content, drawn, k, leads.length), lead, middle, height };
      if (k > 0) drawTick(document, place.x, middle);
      const top = middle - height / 2;
      drawLead(document, file, record, content, drawn.pane, { ...place, top });
      addStrip(strips, { ...place, top }, content.millimetresPerSecond / record.samplingFrequency);
    });
  });
  drawCalipers(document, content.calipers, strips);
}

/** The k-th of some leads that follow one another in time. */
function placeOf(
  { samplingFrequency: fs }: RecordDescription,
  { millimetresPerSecond }: LeadsContent,
  { sheet, seconds, from, to }: DrawnPane,
  k: number,
  count: number,
): Pick<LeadPlace, 'begin' | 'end' | 'x'> {
  // A moment before the record's beginning has nothing to show there.
  const begin = Math.max(0, from + Math.round((k * seconds * fs) / count));
  const end = Math.min(to, from + Math.round(((k + 1) * seconds * fs) / count));
  return { begin, end, x: sheet.traceX + ((begin - from) * millimetresPerSecond) / fs };
}

/** Rows of the same time below one another are one strip. */
function addStrip(strips: PaperStrip[], place: LeadPlace, perSample: number): void {
  const { begin: from, end: to, x, top, height } = place;
  if (to <= from) return;
  const at = strips.findIndex((strip) => strip.from === from && strip.to === to);
  if (at < 0) strips.push({ from, to, x, perSample, top, height });
  else strips[at] = { ...strips[at], height: top + height - strips[at].top };
}

function drawLead(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: LeadsContent,
  pane: Pane,
  { lead, begin, end, x, middle, top, height }: LeadPlace,
): void {
  const nameAt = Math.max(top + 0.5, middle - 12);
  const { channel } = lead;
  if (channel === undefined) {
    label(document, `${lead.name} not in this record`, x + 1, nameAt, 8);
    return;
  }
  if (end <= begin) return;
  const request = { channels: [channel], from: begin, columns: end - begin, samplesPerColumn: 1 };
  const [{ minima, quality }] = readFilteredWindow(file, record, request, pane.filters).channels;
  const gain = content.gains[channel];
  const perSample = content.millimetresPerSecond / record.samplingFrequency;
  const bit = (which: number) => (k: number) => (quality[k] & which) !== 0;
  hatchQuality(
    document,
    quality.length,
    { missing: bit(MISSING), clipped: bit(CLIPPED) },
    { x, perColumn: perSample, top, height },
  );
  const signed = lead.inverted ? -gain : gain;
  drawTrace(document, Float64Array.from(minima), { x, middle, perSample, gain: signed });
  label(document, leadText(lead, record, content, quality), x + 1, nameAt, 9, 400);
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
  const usual = kind === 'ecg' ? gain === content.ecgGain : true;
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
