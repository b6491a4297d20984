import { TWELVE_SECONDS, type PrintKind } from '../../domain/reading-page.ts';
import { paperSize, type Orientation } from '../report/page.ts';
import type { Box } from '../report/strip-page.ts';

/** Room for the calibration pulse left of the traces, mm. */
export const PULSE_ROOM = 15;
/** Two lines of text above the grid, the sentence below it. */
const TOP = 28;
const BOTTOM = 17;
const SIDE = 10;
/** Of a line of the full disclosure, mm; chosen: a QRS is told from a T wave. */
export const LINE_HEIGHT = 11;

export interface PageSheet {
  /** Whole squares of 5 mm. */
  readonly grid: Box;
  /** mm from the page's left edge where the first sample stands. */
  readonly traceX: number;
  /** mm of time that fit. */
  readonly traceWidth: number;
  /** Lines of a full disclosure on one page. */
  readonly lines: number;
  /** Seconds of one page: all that fit, ten at most on a 12-lead page. */
  readonly seconds: number;
}

/** How a page of a kind lies on A4. @param speed mm/s */
export function pageSheet(kind: PrintKind, orientation: Orientation, speed: number): PageSheet {
  const paper = paperSize(orientation);
  const whole = (mm: number): number => Math.floor(mm / 5) * 5;
  const width = whole(paper.width - 2 * SIDE);
  const grid = {
    x: (paper.width - width) / 2,
    y: TOP,
    width,
    height: whole(paper.height - TOP - BOTTOM),
  };
  const traceWidth = grid.width - PULSE_ROOM;
  const fits = traceWidth / speed;
  const lines = Math.floor(grid.height / LINE_HEIGHT);
  const seconds =
    kind === 'twelve' ? Math.min(TWELVE_SECONDS, fits) : kind === 'disclosure' ? lines * fits : fits;
  return { grid, traceX: grid.x + PULSE_ROOM, traceWidth, lines, seconds };
}
