import type PDFDocument from 'pdfkit';
import { MM } from './page.ts';
import type { Box } from './strip-page.ts';

/** Grey for what is not there, red for what was cut off: as on the screen in its paper theme. */
const MISSING_COLOUR = '#5B6570';
const CLIPPED_COLOUR = '#B3261E';
/** Between the lines of a hatching, mm. */
const STEP = 1.4;
/** Of the band over a clipped stretch, mm. */
const CLIPPED_BAND = 1.2;
/** Narrower than this a stretch could not be seen on paper, mm. */
const NARROWEST = 0.4;

export interface SampleSpan {
  readonly from: number;
  readonly to: number;
}

/** Stretches of columns for which `is` holds; those nearer than `gap` to one another are one. */
export function spansWhere(count: number, is: (column: number) => boolean, gap: number): SampleSpan[] {
  const spans: SampleSpan[] = [];
  for (let k = 0; k < count; k++) {
    if (!is(k)) continue;
    const last = spans.at(-1);
    if (last && k - last.to <= gap) spans[spans.length - 1] = { from: last.from, to: k + 1 };
    else spans.push({ from: k, to: k + 1 });
  }
  return spans;
}

/** Where a row of a trace stands. */
export interface HatchPlace {
  /** mm of column 0. */
  readonly x: number;
  readonly perColumn: number;
  readonly top: number;
  readonly height: number;
}

/** Hatches missing stretches over the row's height, and clipped ones in a band at its top. */
export function hatchQuality(
  document: PDFDocument,
  count: number,
  { missing, clipped }: { missing: (column: number) => boolean; clipped: (column: number) => boolean },
  place: HatchPlace,
): void {
  const gap = NARROWEST / place.perColumn;
  for (const span of spansWhere(count, missing, gap)) hatchBox(document, span, place, 'missing');
  for (const span of spansWhere(count, clipped, gap)) hatchBox(document, span, place, 'clipped');
}

/** One stretch: over the row's height, or in the band at its top. */
export function hatchBox(
  document: PDFDocument,
  span: SampleSpan,
  place: HatchPlace,
  kind: 'missing' | 'clipped',
): void {
  if (kind === 'missing') hatch(document, boxOf(span, place, place.height), MISSING_COLOUR);
  else hatch(document, boxOf(span, place, CLIPPED_BAND), CLIPPED_COLOUR);
}

function boxOf({ from, to }: SampleSpan, { x, perColumn, top }: HatchPlace, height: number): Box {
  return { x: x + from * perColumn, y: top, width: Math.max(NARROWEST, (to - from) * perColumn), height };
}

/** Lines at 45 degrees. */
export function hatch(document: PDFDocument, { x, y, width, height }: Box, colour: string): void {
  document.save();
  document.rect(x * MM, y * MM, width * MM, height * MM).clip();
  document.lineWidth(0.12 * MM).strokeColor(colour);
  // From a fixed raster, so that hatchings beside each other go on.
  for (let at = Math.floor((x + y) / STEP) * STEP; at < x + y + width + height; at += STEP)
    document.moveTo((at - y) * MM, y * MM).lineTo((at - y - height) * MM, (y + height) * MM);
  document.stroke();
  document.restore();
}
