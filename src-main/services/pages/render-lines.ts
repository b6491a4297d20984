import type PDFDocument from 'pdfkit';
import type { RecordDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { CLIPPED, MISSING, readWindow } from '../records/window.ts';
import { hatchQuality } from '../report/draw-hatch.ts';
import { clock, INK, MM } from '../report/page.ts';
import { drawPulse, label } from '../report/strip-page.ts';
import { drawCalipers, type PaperStrip } from './draw-calipers.ts';
import { drawChanges } from './draw-codes.ts';
import { samplesPerColumnOf } from './disclosure-columns.ts';
import { LINE_HEIGHT, type PageSheet } from './page-sheet.ts';
import type { LeadsContent } from './page-task.ts';

/** The lines of one page of a full disclosure: minimum and maximum of each column, the time at the left of each line. */
export function drawLines(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: LeadsContent,
  { grid, traceX, traceWidth, lines }: PageSheet,
  from: number,
): void {
  const { samplingFrequency: fs } = record;
  const { millimetresPerSecond: speed } = content;
  const { name, channel } = content.panes[0].rows[0].leads[0];
  const samplesPerLine = (traceWidth / speed) * fs;
  const last = Math.min(content.to, record.samples);
  const strips: PaperStrip[] = [];
  label(document, name, grid.x + 1, grid.y + 0.5, 9, 400);
  for (let line = 0; line < lines; line++) {
    const start = from + line * samplesPerLine;
    const strip: PaperStrip = {
      from: start,
      to: Math.min(last, start + samplesPerLine),
      x: traceX,
      perSample: speed / fs,
      top: grid.y + LINE_HEIGHT * line,
      height: LINE_HEIGHT,
    };
    if (strip.to - start < samplesPerColumnOf(fs, speed)) break;
    if (line === 0) drawPulse(document, grid.x, middleOf(strip), content.gains[channel!]);
    else
      label(
        document,
        clock(Math.round(start), fs, content.frame.decimalMark).slice(0, -4),
        grid.x + 1,
        middleOf(strip) - 1.5,
        7,
        400,
      );
    drawLine(document, file, record, content, channel!, strip);
    strips.push(strip);
  }
  drawCalipers(document, content.calipers, strips);
}

function middleOf({ top, height }: PaperStrip): number {
  return top + height * 0.6;
}

function drawLine(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  { millimetresPerSecond: speed, gains, lanes }: LeadsContent,
  channel: number,
  strip: PaperStrip,
): void {
  const { samplingFrequency: fs } = record;
  const samplesPerColumn = samplesPerColumnOf(fs, speed);
  // Columns are read where they are kept; the first may begin a little before its line.
  const begin = Math.floor(strip.from / samplesPerColumn) * samplesPerColumn;
  const columns = Math.max(1, Math.ceil((strip.to - begin) / samplesPerColumn));
  const request = { channels: [channel], from: begin, columns, samplesPerColumn };
  const [{ minima, maxima, quality }] = readWindow(file, record, request).channels;
  const x = strip.x + ((begin - strip.from) * speed) / fs;
  const perColumn = (speed * samplesPerColumn) / fs;
  const bit = (which: number) => (k: number) => (quality[k] & which) !== 0;
  hatchQuality(
    document,
    columns,
    { missing: bit(MISSING), clipped: bit(CLIPPED) },
    { x, perColumn, top: strip.top, height: strip.height },
  );
  document
    .lineWidth(0.12 * MM)
    .lineJoin('round')
    .strokeColor(INK);
  drawEnvelope(document, minima, maxima, { x, middle: middleOf(strip), perColumn, gain: gains[channel] });
  const lane = lanes.find(({ beats }) => beats.length > 0);
  if (lane) drawChanges(document, lane, strip);
}

interface EnvelopePlace {
  readonly x: number;
  readonly middle: number;
  readonly perColumn: number;
  readonly gain: number;
}

/** Both extremes of each column, the nearer one first, as on the screen; a missing column interrupts the line. */
function drawEnvelope(
  document: PDFDocument,
  minima: Float32Array,
  maxima: Float32Array,
  { x, middle, perColumn, gain }: EnvelopePlace,
): void {
  const zero = medianOf(minima);
  let last = NaN;
  minima.forEach((low, k) => {
    if (Number.isNaN(low)) {
      last = NaN;
      return;
    }
    const at = (x + k * perColumn) * MM;
    const high = maxima[k];
    const [first, second] = Math.abs(high - last) < Math.abs(low - last) ? [high, low] : [low, high];
    const y = (value: number): number => (middle - (value - zero) * gain) * MM;
    if (Number.isNaN(last)) document.moveTo(at, y(first));
    else document.lineTo(at, y(first));
    document.lineTo(at, y(second));
    last = second;
  });
  document.stroke();
}

function medianOf(values: Float32Array): number {
  const there = values.filter((value) => !Number.isNaN(value)).sort();
  return there.length === 0 ? 0 : there[there.length >> 1];
}
