import type { AverageMarks } from '../../domain/average-intervals.ts';
import type { RecordDescription } from '../../domain/record.ts';
import type { PageRow, PrintKind } from '../../domain/reading-page.ts';
import type { DisplayFilters } from '../records/display-filter.ts';
import type { BeatTable } from '../measurements/measure.ts';
import type { Frame } from '../report/frame.ts';
import type { Orientation } from '../report/page.ts';
import type { AverageRequest } from './average-beat.ts';
import type { Room } from './page-sheet.ts';

/** Everything that a printed page says; made on the answering side, drawn in the thread. */
export type PageContent = LeadsContent | AverageContent | AlignedContent;

/** What every page says of itself. */
export interface PageHead {
  readonly frame: Frame;
  readonly kind: PrintKind;
  readonly title: string;
  /** Scale and filters, in words. */
  readonly scaleText: string;
  readonly orientation: Orientation;
  readonly millimetresPerSecond: number;
  /** mm a unit of the signal, by channel index. */
  readonly gains: readonly number[];
  readonly room: Room;
}

/** Leads over stretches of the record. */
export interface LeadsContent extends PageHead {
  readonly form: 'leads';
  /** Of the pulse on a surface lead; what differs is written at the lead. */
  readonly ecgGain: number;
  /** Of an electrogram; what differs is written at it, too. */
  readonly iegmGain: number;
  /** First sample of each page. */
  readonly starts: readonly number[];
  /** Behind the last sample that was asked for. */
  readonly to: number;
  readonly panes: readonly Pane[];
  readonly lanes: readonly CodeLane[];
  readonly calipers: readonly PrintedCaliper[];
}

/** One page: surface leads left, electrograms right. */
export interface AverageContent extends PageHead {
  readonly form: 'average';
  readonly request: AverageRequest;
  readonly rrMs: number | undefined;
  /** Beats that it is the median of; undefined: of all of them. */
  readonly rrBeats: number | undefined;
  /** Moved by a person; undefined: as found. */
  readonly marks: AverageMarks | undefined;
  /** Who, where it is kept with the record. */
  readonly movedBy: string | undefined;
  /** Of the patient at the recording; undefined: not known. */
  readonly ageYears: number | undefined;
}

/** Beats below or over one another, QRS onset in one place. */
export interface AlignedContent extends PageHead {
  readonly form: 'aligned';
  readonly manner: 'waterfall' | 'overlay';
  readonly channels: readonly number[];
  readonly filters: DisplayFilters;
  readonly table: BeatTable;
  /** Whose class codes stand beside the beats; undefined: none do. */
  readonly legend: string | undefined;
}

/** Leads over a stretch of time, in a grid of their own. */
export interface Pane {
  /** Undefined where there is one pane: the page's title says it. */
  readonly title?: string;
  /** Samples from the page's first one to the pane's. */
  readonly offset: number;
  /** Channels of the rows are channel indices of the record. */
  readonly rows: readonly PageRow[];
  readonly filters: DisplayFilters;
}

/** Class codes of one set. */
export interface CodeLane {
  /** A person's; false: a machine's, drawn as outlines. */
  readonly filled: boolean;
  /** Whose they are, and whether they are signed. */
  readonly legend: string;
  /** In time order. */
  readonly beats: readonly PrintedBeat[];
}

export interface PrintedBeat {
  readonly sampleIndex: number;
  readonly code: string;
  /** The model would rather not say: in brackets, its outline broken. */
  readonly abstained: boolean;
}

export interface PrintedCaliper {
  readonly from: number;
  readonly to: number;
  readonly marches: number;
  /** `318 ms 189/min II 1.02 mV`. */
  readonly text: string;
}

export interface PageTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  readonly content: PageContent;
  /** Off: tests read the drawing operators. */
  readonly compress?: boolean;
}
