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
/** Of a lane of class codes, mm. */
export const LANE_HEIGHT = 5;
/** A line that says whose the codes are. */
const LEGEND_HEIGHT = 4;
/** Over each of two panes. */
export const PANE_TITLE_HEIGHT = 5;
const BETWEEN_PANES = 5;
const BETWEEN_STACKED = 2;

/** What a page keeps room for besides its grid. */
export interface Room {
  readonly arrangement: 'one' | 'beside' | 'stacked';
  /** Lanes of class codes above each grid. */
  readonly lanes: number;
  /** Lines of text that say whose codes they are. */
  readonly legends: number;
}

const ALONE: Room = { arrangement: 'one', lanes: 0, legends: 0 };

/** One grid with its traces. */
export interface PaneSheet {
  /** Whole squares of 5 mm. */
  readonly grid: Box;
  /** mm from the page's left edge where the first sample stands. */
  readonly traceX: number;
  /** mm of time that fit. */
  readonly traceWidth: number;
}

/** The first pane, and all of them. */
export interface PageSheet extends PaneSheet {
  readonly panes: readonly PaneSheet[];
  /** Lines of a full disclosure on one page. */
  readonly lines: number;
  /** Seconds of one page: all that fit, ten at most on a 12-lead page. */
  readonly seconds: number;
}

/** How a page of a kind lies on A4. @param speed mm/s */
export function pageSheet(
  kind: PrintKind,
  orientation: Orientation,
  speed: number,
  room: Room = ALONE,
): PageSheet {
  const panes = gridsOf(orientation, room).map((grid): PaneSheet => ({
    grid,
    traceX: grid.x + PULSE_ROOM,
    traceWidth: grid.width - PULSE_ROOM,
  }));
  const [first] = panes;
  const fits = first.traceWidth / speed;
  const lines = Math.floor(first.grid.height / LINE_HEIGHT);
  const seconds =
    kind === 'twelve' ? Math.min(TWELVE_SECONDS, fits) : kind === 'disclosure' ? lines * fits : fits;
  return { ...first, panes, lines, seconds };
}

const whole = (mm: number): number => Math.floor(mm / 5) * 5;

function gridsOf(orientation: Orientation, { arrangement, lanes, legends }: Room): Box[] {
  const paper = paperSize(orientation);
  const titled = arrangement === 'one' ? 0 : PANE_TITLE_HEIGHT;
  const head = lanes * LANE_HEIGHT + titled;
  const top = TOP + legends * LEGEND_HEIGHT;
  const width = whole(paper.width - 2 * SIDE);
  const height = paper.height - top - BOTTOM;
  const x = (paper.width - width) / 2;
  if (arrangement === 'one') return [{ x, y: top + head, width, height: whole(height - head) }];
  if (arrangement === 'beside') {
    const half = whole((width - BETWEEN_PANES) / 2);
    const box = { y: top + head, width: half, height: whole(height - head) };
    return [
      { x, ...box },
      { x: x + width - half, ...box },
    ];
  }
  const half = whole((height - BETWEEN_STACKED) / 2 - head);
  return [0, 1].map((k) => ({ x, y: top + head + k * (half + BETWEEN_STACKED + head), width, height: half }));
}
