import type PDFDocument from 'pdfkit';
import type { RecordDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { readWindow } from '../records/window.ts';
import { clock, INK, MM } from '../report/page.ts';
import { drawPulse, label } from '../report/strip-page.ts';
import { LINE_HEIGHT, type PageSheet } from './page-sheet.ts';
import type { PageContent } from './page-task.ts';

/** Columns a millimetre: finer than a printer's line. */
const COLUMNS_A_MM = 5;

/** The lines of one page of a full disclosure: minimum and maximum of each column, the time at the left of each line. */
export function drawLines(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: PageContent,
  { grid, traceX, traceWidth, lines }: PageSheet,
  from: number,
): void {
  const { samplingFrequency: fs } = record;
  const { millimetresPerSecond: speed } = content;
  const channel = content.rows[0].leads[0].channel!;
  const gain = content.gains[channel];
  const samplesPerLine = (traceWidth / speed) * fs;
  const fine = Math.floor(Math.log2(fs / (speed * COLUMNS_A_MM)));
  const samplesPerColumn = 2 ** Math.max(0, fine);
  label(document, content.rows[0].leads[0].name, grid.x + 1, grid.y + 0.5, 9, 400);
  for (let line = 0; line < lines; line++) {
    const start = from + line * samplesPerLine;
    // Columns are read where they are kept; the first may begin a little before its line.
    const begin = Math.floor(start / samplesPerColumn) * samplesPerColumn;
    const end = Math.min(content.to, record.samples, from + (line + 1) * samplesPerLine);
    if (end - start < samplesPerColumn) return;
    const columns = Math.max(1, Math.ceil((end - begin) / samplesPerColumn));
    const request = { channels: [channel], from: begin, columns, samplesPerColumn };
    const [{ minima, maxima }] = readWindow(file, record, request).channels;
    const middle = grid.y + LINE_HEIGHT * (line + 0.6);
    if (line === 0) drawPulse(document, grid.x, middle, gain);
    else label(document, clock(Math.round(start), fs).slice(0, -4), grid.x + 1, middle - 1.5, 7, 400);
    document
      .lineWidth(0.12 * MM)
      .lineJoin('round')
      .strokeColor(INK);
    drawEnvelope(document, minima, maxima, {
      x: traceX + ((begin - start) * speed) / fs,
      middle,
      perColumn: (speed * samplesPerColumn) / fs,
      gain,
    });
  }
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
