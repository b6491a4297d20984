import type { RecordDescription } from '../../domain/record.ts';
import type { PageRow, PrintKind } from '../../domain/reading-page.ts';
import type { DisplayFilters } from '../records/display-filter.ts';
import type { Frame } from '../report/frame.ts';
import type { Orientation } from '../report/page.ts';

/** Everything that a printed page says; made on the answering side, drawn in the thread. */
export interface PageContent {
  readonly frame: Frame;
  readonly kind: PrintKind;
  readonly title: string;
  /** Scale and filters, in words. */
  readonly scaleText: string;
  readonly orientation: Orientation;
  readonly millimetresPerSecond: number;
  /** Channels of the rows are channel indices of the record. */
  readonly rows: readonly PageRow[];
  /** mm a unit of the signal, by channel index. */
  readonly gains: readonly number[];
  /** Of the pulse on a surface lead; what differs is written at the lead. */
  readonly ecgGain: number;
  readonly filters: DisplayFilters;
  /** First sample of each page. */
  readonly starts: readonly number[];
  /** Behind the last sample that was asked for. */
  readonly to: number;
}

export interface PageTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  readonly content: PageContent;
  /** Off: tests read the drawing operators. */
  readonly compress?: boolean;
}
