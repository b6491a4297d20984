import { paperSize } from '../report/page.ts';
import type { Box } from '../report/strip-page.ts';
import { pageSheet } from './page-sheet.ts';
import type { AlignedContent, PageHead } from './page-task.ts';

/** Seconds before and behind the QRS onset, as on the screen: a P wave and its His before, the atrial echo behind. */
export const ALIGNED_BEFORE = 0.2;
export const ALIGNED_AFTER = 0.5;
/** Of a beat's row, mm: two squares. */
export const BEAT_ROW = 10;
/** Columns of the table: how wide, mm. */
export const TABLE_COLUMNS = [
  { title: 'time', width: 19 },
  { title: 'class', width: 14 },
  { title: 'CL', width: 10 },
  { title: 'VA', width: 10 },
  { title: 'AH', width: 10 },
  { title: 'HV', width: 10 },
] as const;
const TABLE_WIDTH = TABLE_COLUMNS.reduce((sum, { width }) => sum + width, 0);
/** Above each channel's grid, for its name and gain. */
const NAME_HEIGHT = 5;
const BETWEEN = 2;

export interface AlignedSheet {
  /** Left edge of the table, mm. */
  readonly left: number;
  /** A grid a channel. */
  readonly grids: readonly Box[];
  /** mm that a beat takes. */
  readonly width: number;
  /** mm that are there for it. */
  readonly columnWidth: number;
  /** Beats of one page. */
  readonly rows: number;
}

/** How aligned beats lie on paper: a row each beside their intervals, a column a channel; or a row a channel. */
export function alignedSheet(
  head: PageHead,
  manner: AlignedContent['manner'],
  channels: number,
): AlignedSheet {
  const { grid } = pageSheet('aligned', head.orientation, head.millimetresPerSecond, head.room);
  const width = (ALIGNED_BEFORE + ALIGNED_AFTER) * head.millimetresPerSecond;
  const left = (paperSize(head.orientation).width - grid.width) / 2;
  if (manner === 'overlay') {
    const each = Math.floor(grid.height / channels / 5) * 5;
    const grids = Array.from({ length: channels }, (_, k) => ({
      x: left + 20,
      y: grid.y + k * each,
      width: Math.ceil(width / 5) * 5,
      height: each - 5,
    }));
    return { left, grids, width, columnWidth: grid.width - 20, rows: Infinity };
  }
  const columnWidth = (grid.width - TABLE_WIDTH) / channels - BETWEEN;
  const rows = Math.floor((grid.height - NAME_HEIGHT) / BEAT_ROW);
  const grids = Array.from({ length: channels }, (_, k) => ({
    x: left + TABLE_WIDTH + k * (columnWidth + BETWEEN),
    y: grid.y + NAME_HEIGHT,
    width: Math.min(columnWidth, Math.ceil(width / 5) * 5),
    height: rows * BEAT_ROW,
  }));
  return { left, grids, width, columnWidth, rows };
}
