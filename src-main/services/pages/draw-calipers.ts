import type PDFDocument from 'pdfkit';
import { caliperOnStrips, type TimeStrip } from '../../domain/caliper-strips.ts';
import { MM } from '../report/page.ts';
import type { PrintedCaliper } from './page-task.ts';

/** A stretch of time on paper, mm. */
export interface PaperStrip extends TimeStrip {
  /** Of its first sample. */
  readonly x: number;
  readonly perSample: number;
  readonly top: number;
  readonly height: number;
  /** Of the names at its left, mm; undefined where they stand elsewhere. */
  readonly namesWidth?: number;
}

/** The accent of the screen's paper theme. */
const COLOUR = '#0B6BB8';
const FONT_SIZE = 7;
/** Intervals that lie over each other stand in lines of their own. */
const LEVELS = 4;
const LEVEL_HEIGHT = 3.6;
/** Narrower than this a strip has no room for its names beside the numbers, mm. */
const NAMES_FROM = 100;

/** Legs over each strip, repeats broken, the interval with its numbers between them. */
export function drawCalipers(
  document: PDFDocument,
  calipers: readonly PrintedCaliper[],
  strips: readonly PaperStrip[],
): void {
  calipers.forEach((caliper, index) => {
    for (const { strip, legs, span, named } of caliperOnStrips(caliper, strips)) {
      const on = strips[strip];
      const x = (at: number): number => on.x + (at - on.from) * on.perSample;
      for (const { at, leg } of legs) drawLeg(document, x(at), on, leg === undefined);
      if (!span) continue;
      const levels = Math.min(LEVELS, Math.max(1, Math.floor((on.height - 3) / LEVEL_HEIGHT)));
      const y = on.top + 3 + (index % levels) * LEVEL_HEIGHT;
      document.lineWidth(0.2 * MM).strokeColor(COLOUR);
      document
        .moveTo(x(span.from) * MM, y * MM)
        .lineTo(x(span.to) * MM, y * MM)
        .stroke();
      if (named)
        drawText(
          document,
          caliper.text,
          (x(span.from) + x(span.to)) / 2,
          y,
          [x(on.from), x(on.to)],
          on.namesWidth,
        );
    }
  });
}

function drawLeg(document: PDFDocument, x: number, { top, height }: PaperStrip, repeat: boolean): void {
  document.lineWidth(0.2 * MM).strokeColor(COLOUR);
  if (repeat) document.dash(2, { space: 2 });
  document
    .moveTo(x * MM, top * MM)
    .lineTo(x * MM, (top + height) * MM)
    .stroke();
  document.undash();
}

/** Between the strip's ends; on a wide strip right of the names of its rows, which it would cover. */
function drawText(
  document: PDFDocument,
  text: string,
  middle: number,
  y: number,
  [first, last]: readonly [number, number],
  namesWidth = 0.5,
): void {
  document.font('Helvetica').fontSize(FONT_SIZE);
  const width = document.widthOfString(text) / MM;
  const least = first + (last - first > NAMES_FROM ? namesWidth : 0.5);
  const left = Math.max(least, Math.min(last - width - 0.5, middle - width / 2));
  document
    .fillColor('#FFFFFF')
    .rect((left - 0.5) * MM, (y - 1.5) * MM, (width + 1) * MM, 3 * MM)
    .fill();
  document.fillColor(COLOUR).text(text, left * MM, (y - 1.2) * MM, { lineBreak: false });
}
