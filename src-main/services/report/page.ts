import PDFDocument from 'pdfkit';
import { marked, type DecimalMark } from '../../domain/decimal-mark.ts';
import { NO_DIAGNOSIS, type Frame } from './frame.ts';

/** PDF's unit is 1/72 inch: what makes a millimetre on paper a millimetre. */
export const MM = 72 / 25.4;
/** A4. */
export const PAGE = { width: 210, height: 297, left: 10, right: 10, top: 20, bottom: 16 } as const;

export const INK = '#1B1B1B';
const QUIET = '#57606A';

export type Orientation = 'portrait' | 'landscape';

/** A4 in millimetres, as it lies. */
export function paperSize(orientation: Orientation): { width: number; height: number } {
  const { width, height } = PAGE;
  return orientation === 'portrait' ? { width, height } : { width: height, height: width };
}

/** A document whose pages keep room for the frame; its first page is there. */
export function openDocument(
  frame: Frame,
  title: string,
  compress: boolean,
  layout: Orientation = 'portrait',
): PDFDocument {
  const margins = {
    top: PAGE.top * MM,
    bottom: PAGE.bottom * MM,
    left: PAGE.left * MM,
    right: PAGE.right * MM,
  };
  const info = { Title: `${title} ${frame.identifiers[0]}`, Creator: frame.program, Subject: NO_DIAGNOSIS };
  return new PDFDocument({ size: 'A4', layout, margins, bufferPages: true, compress, info });
}

/** Identifiers, page number and the sentence on every page: written last, when the number of pages is known. */
export function drawFrames(document: PDFDocument, frame: Frame, orientation: Orientation = 'portrait'): void {
  const { count } = document.bufferedPageRange();
  const paper = paperSize(orientation);
  const width = (paper.width - PAGE.left - PAGE.right) * MM;
  for (let index = 0; index < count; index++) {
    document.switchToPage(index);
    // Text in the margins would begin a page of its own.
    document.page.margins = { ...document.page.margins, top: 0, bottom: 0 };
    const line = (text: string, y: number, align: 'left' | 'right', size: number, colour: string): void => {
      document.font('Helvetica').fontSize(size).fillColor(colour);
      document.text(printable(text), PAGE.left * MM, y * MM, { width, align, lineBreak: false });
    };
    const simulated = frame.simulated ? ' · SIMULATED: no clinical evidence' : '';
    line(`${frame.identifiers.join('   ')}${simulated}`, 8, 'left', 11, INK);
    line(`page ${index + 1} of ${count}`, 8, 'right', 9, QUIET);
    line(NO_DIAGNOSIS, paper.height - 12, 'left', 9, INK);
    line(`${frame.program}, ${stampText(frame.printedAt)}`, paper.height - 12, 'right', 7, QUIET);
  }
}

/** Windows-1252 beyond Latin-1: what the standard fonts can write besides. */
const ALSO = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Characters that the standard fonts lack are written as their code: nothing is dropped or mistaken for another. */
export function printable(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    const code = character.codePointAt(0)!;
    const known =
      (code >= 32 && code < 127) || (code >= 160 && code < 256) || ALSO.has(character) || code === 10;
    return known ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}

/** `2026-03-01 09:30:00 +01:00` of a timestamp: with its zone, to the second. */
export function stampText(timestamp: string): string {
  return timestamp
    .replace(/^([\d-]+)T([\d:]+)(?:\.\d+)?/, '$1 $2 ')
    .replace(' Z', ' UTC')
    .trimEnd();
}

/** `m:ss.mmm`. */
export function clock(sampleIndex: number, samplingFrequency: number, mark: DecimalMark): string {
  const ms = Math.round((sampleIndex * 1000) / samplingFrequency);
  const two = (n: number, digits = 2): string => String(n).padStart(digits, '0');
  return marked(`${Math.floor(ms / 60_000)}:${two(Math.floor(ms / 1000) % 60)}.${two(ms % 1000, 3)}`, mark);
}
