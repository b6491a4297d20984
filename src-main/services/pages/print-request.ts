import type { AverageMarks } from '../../domain/average-intervals.ts';
import type { DecimalMark } from '../../domain/decimal-mark.ts';
import type { SurfaceLead } from '../../domain/lead.ts';
import type { LeadOrder, PrintKind } from '../../domain/reading-page.ts';
import type { DisplayFilters } from '../records/display-filter.ts';
import type { Orientation } from '../report/page.ts';
import type { AverageRequest } from './average-beat.ts';

export interface PrintRequest extends DisplayFilters {
  /** Undefined: as the library's setting says. */
  readonly decimalMark?: DecimalMark;
  readonly kind: PrintKind;
  readonly order: LeadOrder;
  readonly columns: 2 | 4;
  readonly rhythmLead: SurfaceLead;
  readonly orientation: Orientation;
  readonly millimetresPerSecond: number;
  /** Of a line of the full disclosure, which sets its speed. */
  readonly lineSeconds: number;
  readonly from: number;
  /** Undefined: one page. */
  readonly to?: number;
  /** Of a stack, two moments, raw and filtered. */
  readonly channels: readonly number[];
  readonly ecgGain: number;
  readonly iegmGain: number;
  readonly ownGains: readonly { readonly channelIndex: number; readonly gain: number }[];
  /** Sets whose class codes stand over the traces: a person's filled, a machine's outlined. */
  readonly labels: { readonly setId?: number; readonly machineSetId?: number };
  /** Marks of kind `caliper` that are drawn where they stand. */
  readonly calipers: readonly number[];
  /** Of two moments: the other one's first sample, and what stands over them. */
  readonly moments?: { readonly from: number; readonly titles: readonly [string, string] };
  /** Raw and filtered: above each other or beside each other. */
  readonly pair: 'stacked' | 'beside';
  /** Of an average beat: of what, and what a person put right. Channels are `channels`. */
  readonly average?: Omit<AverageRequest, 'channels'> & {
    readonly rrMs?: number;
    /** Beats that it is the median of; undefined: of all of them. */
    readonly rrBeats?: number;
    readonly marks?: Partial<AverageMarks>;
  };
  /** Of aligned beats: those of a set that lie in the stretch. Channels are `channels`. */
  readonly aligned?: { readonly setId: number; readonly manner: 'waterfall' | 'overlay' };
}
