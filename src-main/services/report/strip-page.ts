import type PDFDocument from 'pdfkit';
import { toPhysical, type RecordDescription } from '../../domain/record.ts';
import { median } from '../../dsp/normalise.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { drawLane } from '../pages/draw-codes.ts';
import { isClipped, railsOf } from '../records/rails.ts';
import { hatchQuality } from './draw-hatch.ts';
import { clock, INK, MM, PAGE, printable } from './page.ts';
import type { ReportContent, Strip } from './report-content.ts';

/** Standard gain (AHA/ACCF/HRS 2007, part I). */
export const MM_PER_MV = 10;
/** The grid, mm from the page's upper left corner; whole 5 mm squares. */
export const GRID = { x: 10, y: 35, width: 190, height: 240 } as const;
/** Room for the calibration pulse; the trace begins after it. */
export const TRACE_X = GRID.x + 15;
const TRACE_WIDTH = GRID.x + GRID.width - TRACE_X;
/** Above the grid, for the signed classes. */
const LANE = 4;
const GRID_COLOURS = { fine: '#FBE7E7', coarse: '#F6C9C9' } as const;

/** One page: traces on a millimetre grid, unfiltered, at true scale when printed at 100 %. */
export function drawStrip(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  strip: Strip,
  { beats, signed, decimalMark }: Pick<ReportContent, 'beats' | 'signed' | 'decimalMark'>,
): void {
  document.addPage();
  const { samplingFrequency: fs } = record;
  const speed = strip.millimetresPerSecond;
  const to = Math.min(record.samples, strip.from + Math.floor((TRACE_WIDTH / speed) * fs));
  label(document, strip.title, GRID.x, 20, 11);
  const times = `${clock(strip.from, fs, decimalMark)} to ${clock(to, fs, decimalMark)}`;
  label(
    document,
    `${times} · ${speed} mm/s · ${MM_PER_MV} mm/mV · unfiltered · print at 100 %${classesText(signed)}`,
    GRID.x,
    26,
    9,
  );
  drawGrid(document, GRID);
  document
    .save()
    .rect(GRID.x * MM, GRID.y * MM, GRID.width * MM, GRID.height * MM)
    .clip();
  const row = GRID.height / strip.channels.length;
  const digital = file.readSamples(strip.channels, strip.from, to);
  digital.forEach((values, i) => {
    const signal = record.signals[strip.channels[i]];
    const physical = Float64Array.from(values, (value) => toPhysical(value, signal));
    const middle = GRID.y + row * (i + 0.5);
    const rails = railsOf(signal);
    const clipped = values.some((value) => isClipped(value, value, rails)) ? ' clipped by the recorder' : '';
    const missing = physical.some((value) => Number.isNaN(value)) ? ' parts missing' : '';
    const scale = signal.units === 'mV' ? '' : ` (${signal.units})`;
    drawPulse(document, GRID.x, middle, MM_PER_MV);
    hatchQuality(
      document,
      values.length,
      {
        missing: (k) => Number.isNaN(physical[k]),
        clipped: (k) => isClipped(values[k], values[k], rails),
      },
      { x: TRACE_X, perColumn: speed / fs, top: middle - row / 2, height: row },
    );
    drawTrace(document, physical, { x: TRACE_X, middle, perSample: speed / fs, gain: MM_PER_MV });
    label(document, `${signal.name}${scale}${clipped}${missing}`, GRID.x + 1, middle - row / 2 + 0.5, 9);
  });
  document.restore();
  const place = { x: TRACE_X, top: GRID.y - LANE, perSample: speed / fs, from: strip.from, to };
  const classes = beats.map((beat) => ({ ...beat, abstained: false }));
  drawLane(document, { filled: true, legend: '', beats: classes }, place);
}

/** Whose the codes over the grid are; nothing where there are none. */
function classesText([labels]: ReportContent['signed']): string {
  if (!labels) return '';
  const changed = labels.signatures.at(-1)?.changedSince;
  return ` · classes of ${labels.name}, ${changed ? 'changed since they were signed' : 'as signed'}`;
}

/** A box of the page, mm from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Squares of 1 and 5 mm. */
export function drawGrid(document: PDFDocument, box: Box): void {
  for (const [step, colour] of [
    [1, GRID_COLOURS.fine],
    [5, GRID_COLOURS.coarse],
  ] as const) {
    document.lineWidth(0.1 * MM).strokeColor(colour);
    for (let x = 0; x <= box.width; x += step)
      document.moveTo((box.x + x) * MM, box.y * MM).lineTo((box.x + x) * MM, (box.y + box.height) * MM);
    for (let y = 0; y <= box.height; y += step)
      document.moveTo(box.x * MM, (box.y + y) * MM).lineTo((box.x + box.width) * MM, (box.y + y) * MM);
    document.stroke();
  }
}

/** 1 mV over 5 mm (200 ms at 25 mm/s). @param gain mm/mV */
export function drawPulse(document: PDFDocument, x0: number, middle: number, gain: number): void {
  document.lineWidth(0.25 * MM).strokeColor(INK);
  const points = [
    [2, 0],
    [4, 0],
    [4, -gain],
    [9, -gain],
    [9, 0],
    [11, 0],
  ];
  points.forEach(([x, y], i) => {
    const [px, py] = [(x0 + x) * MM, (middle + y) * MM];
    if (i === 0) document.moveTo(px, py);
    else document.lineTo(px, py);
  });
  document.stroke();
}

/** Where a trace lies on paper, mm. */
export interface TracePlace {
  /** Of the first sample. */
  readonly x: number;
  readonly middle: number;
  readonly perSample: number;
  /** mm a unit of the signal; negative turns it over. */
  readonly gain: number;
  /** Of the line, mm. */
  readonly width?: number;
}

/** Around its own median; a missing sample interrupts the line. */
export function drawTrace(document: PDFDocument, physical: Float64Array, place: TracePlace): void {
  const { middle, perSample, gain, width = 0.2 } = place;
  const zero = median(physical);
  document
    .lineWidth(width * MM)
    .lineJoin('round')
    .strokeColor(INK);
  let drawing = false;
  physical.forEach((value, i) => {
    if (Number.isNaN(value)) {
      drawing = false;
      return;
    }
    const x = (place.x + i * perSample) * MM;
    const y = (middle - (value - zero) * gain) * MM;
    if (drawing) document.lineTo(x, y);
    else document.moveTo(x, y);
    drawing = true;
  });
  document.stroke();
}

/** A name on a trace: what lies under it shines through faintly. */
export function backedLabel(document: PDFDocument, text: string, x: number, y: number, size: number): void {
  const width = document.font('Helvetica').fontSize(size).widthOfString(printable(text)) / MM;
  document
    .save()
    .fillColor('#FFFFFF')
    .fillOpacity(0.8)
    .rect((x - 0.4) * MM, (y - 0.2) * MM, (width + 0.8) * MM, size * 0.36 * MM)
    .fill()
    .restore();
  label(document, text, x, y, size, x + width + 10);
}

/** A line of text at a place in mm. @param width of the page, mm */
export function label(
  document: PDFDocument,
  text: string,
  x: number,
  y: number,
  size: number,
  width: number = PAGE.width,
): void {
  document.font('Helvetica').fontSize(size).fillColor(INK);
  document.text(printable(text), x * MM, y * MM, { width: (width - x) * MM, lineBreak: false });
}
