import type PDFDocument from 'pdfkit';
import { INK, MM, printable } from '../report/page.ts';
import type { CodeLane, PrintedBeat } from './page-task.ts';

/** Where a lane stands on paper, mm. */
export interface LanePlace {
  /** Of the first sample. */
  readonly x: number;
  readonly top: number;
  readonly perSample: number;
  readonly from: number;
  readonly to: number;
}

const FONT = 'Helvetica-Bold';
const FONT_SIZE = 7;
const CHIP_HEIGHT = 3.6;
const CHIP_MARGIN = 0.7;

/** The class of each beat over its R peak: a person's filled, a machine's outlined; a tick where a code has no room. */
export function drawLane(document: PDFDocument, lane: CodeLane, place: LanePlace): void {
  let right = -Infinity;
  for (const beat of lane.beats) {
    if (beat.sampleIndex < place.from || beat.sampleIndex >= place.to) continue;
    const x = place.x + (beat.sampleIndex - place.from) * place.perSample;
    const width = chipWidth(document, beat);
    const left = Math.max(place.x, Math.min(x - width / 2, endOf(place) - width));
    if (left <= right) {
      document.fillColor(INK);
      document.rect((x - 0.2) * MM, place.top * MM, 0.4 * MM, CHIP_HEIGHT * MM).fill();
      continue;
    }
    right = left + width + 0.3;
    drawChip(document, beat, lane.filled, left, place.top, width);
  }
}

/** The code where the class changes and at the beginning of a line: what a line of a full disclosure has room for. */
export function drawChanges(document: PDFDocument, lane: CodeLane, place: LanePlace): void {
  let [before, right] = ['', -Infinity];
  for (const beat of lane.beats) {
    if (beat.sampleIndex < place.from || beat.sampleIndex >= place.to || beat.code === before) continue;
    const width = chipWidth(document, beat);
    const x = place.x + (beat.sampleIndex - place.from) * place.perSample;
    const left = Math.max(place.x, Math.min(x, endOf(place) - width));
    if (left < right) continue;
    before = beat.code;
    right = left + width + 0.5;
    drawChip(document, beat, lane.filled, left, place.top, width);
  }
}

/** mm of the lane's right end. */
function endOf({ x, perSample, from, to }: LanePlace): number {
  return x + (to - from) * perSample;
}

function chipWidth(document: PDFDocument, beat: PrintedBeat): number {
  return document.font(FONT).fontSize(FONT_SIZE).widthOfString(textOf(beat)) / MM + 2 * CHIP_MARGIN;
}

function textOf({ code, abstained }: PrintedBeat): string {
  return printable(abstained ? `(${code})` : code);
}

function drawChip(
  document: PDFDocument,
  beat: PrintedBeat,
  filled: boolean,
  left: number,
  top: number,
  width: number,
): void {
  const box = [left * MM, top * MM, width * MM, CHIP_HEIGHT * MM] as const;
  if (filled)
    document
      .fillColor(INK)
      .rect(...box)
      .fill();
  else {
    document.lineWidth(0.2 * MM).strokeColor(INK);
    if (beat.abstained) document.dash(1, { space: 1 });
    document
      .fillColor('#FFFFFF')
      .rect(...box)
      .fill();
    document.rect(...box).stroke();
    document.undash();
  }
  document
    .font(FONT)
    .fontSize(FONT_SIZE)
    .fillColor(filled ? '#FFFFFF' : INK);
  document.text(textOf(beat), (left + CHIP_MARGIN) * MM, (top + 0.75) * MM, { lineBreak: false });
}
