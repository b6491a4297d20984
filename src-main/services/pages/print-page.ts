import { PurkinjeError } from '../../domain/errors.ts';
import {
  epPage,
  stackPage,
  twelveLeadPage,
  type LeadOrder,
  type PrintKind,
  type PageRow,
} from '../../domain/reading-page.ts';
import type { SignalKind, SurfaceLead } from '../../domain/lead.ts';
import type { StoredRecord } from '../../store/records.ts';
import { appendTrail } from '../../store/trail.ts';
import type { DisplayFilters } from '../records/display-filter.ts';
import { requireRecord } from '../records/require-record.ts';
import { frameOf, headOfRecord } from '../report/frame-of.ts';
import type { Orientation } from '../report/page.ts';
import type { Workstation } from '../workstation.ts';
import { pageSheet } from './page-sheet.ts';
import type { PageContent } from './page-task.ts';

export interface PrintRequest extends DisplayFilters {
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
  /** Of a stack. */
  readonly channels: readonly number[];
  readonly ecgGain: number;
  readonly iegmGain: number;
  readonly ownGains: readonly { readonly channelIndex: number; readonly gain: number }[];
}

/** @throws NotFound; InvalidInput for a stretch outside the record, too many pages, or nothing to show */
export function gatherPage(
  workstation: Workstation,
  recordId: number,
  asked: PrintRequest,
  mostPages: number,
): PageContent {
  const record = requireRecord(workstation.library.database, recordId);
  const request = asked.kind === 'disclosure' ? disclosureOf(asked) : asked;
  const { kind, orientation, millimetresPerSecond, ecgGain, ecgBand, iegmBand, notch } = request;
  const filters = { ecgBand, iegmBand, notch };
  const rows = rowsOf(record, request);
  const kinds = kindsOf(rows, record);
  return {
    frame: frameOf(headOfRecord(workstation, record), record),
    kind,
    title: titleOf(request),
    scaleText: `${Number(millimetresPerSecond.toFixed(2))} mm/s · ${gainText(request)} · ${filterText(filters, kinds)} · print at 100 %`,
    orientation,
    millimetresPerSecond,
    rows,
    gains: gainsOf(record, request),
    ecgGain,
    filters,
    ...pagesOf(record, request, mostPages),
  };
}

/** A page as a PDF; that it was printed is in the trail. */
export async function printPage(
  workstation: Workstation,
  recordId: number,
  request: PrintRequest,
  mostPages: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { library, signals, analysis } = workstation;
  const content = gatherPage(workstation, recordId, request, mostPages);
  const record = requireRecord(library.database, recordId);
  const key = `${recordId} ${content.frame.printedAt} ${JSON.stringify(request)}`;
  const pdf = await analysis.run('page', key, () => ({ path: signals.path(record), record, content }));
  appendTrail(library.database, {
    who: workstation.annotator(),
    what: 'print',
    object: `record ${recordId}`,
  });
  return pdf;
}

/** As fast as its lines are long, unfiltered: it is drawn from minima and maxima. */
function disclosureOf(asked: PrintRequest): PrintRequest {
  const { traceWidth } = pageSheet('disclosure', asked.orientation, 1);
  return {
    ...asked,
    millimetresPerSecond: traceWidth / asked.lineSeconds,
    ecgBand: undefined,
    iegmBand: undefined,
    notch: undefined,
  };
}

function rowsOf(record: StoredRecord, request: PrintRequest): readonly PageRow[] {
  const { kind, order, columns, rhythmLead, channels } = request;
  const { signals } = record;
  if (kind !== 'twelve' && kind !== 'ep' && channels.some((channel) => channel >= signals.length))
    throw new PurkinjeError('InvalidInput', `The record has ${signals.length} channels, counted from 0.`);
  const rows =
    kind === 'twelve'
      ? twelveLeadPage(signals, { order, columns, rhythmLead })
      : kind === 'ep'
        ? epPage(signals)
        : stackPage(signals, kind === 'disclosure' ? channels.slice(0, 1) : channels);
  if (!rows.some(({ leads }) => leads.some(({ channel }) => channel !== undefined)))
    throw new PurkinjeError('InvalidInput', 'This record has no channel of this page.');
  return rows;
}

/** @returns the first sample of each page, and the end of what was asked for */
function pagesOf(
  record: StoredRecord,
  { kind, orientation, millimetresPerSecond, from, to }: PrintRequest,
  mostPages: number,
): Pick<PageContent, 'starts' | 'to'> {
  if (from >= record.samples)
    throw new PurkinjeError('InvalidInput', `The record has ${record.samples} samples; ${from} is behind.`);
  const { seconds } = pageSheet(kind, orientation, millimetresPerSecond);
  const span = seconds * record.samplingFrequency;
  const end = Math.min(record.samples, to ?? Math.ceil(from + span));
  // A page for less than a sample more would be an empty one.
  const count = Math.max(1, Math.ceil((end - from - 1) / span));
  if (count > mostPages)
    throw new PurkinjeError(
      'InvalidInput',
      `This stretch takes ${count} pages; ${mostPages} are printed at once. Choose a shorter one or a slower sweep.`,
    );
  return { starts: Array.from({ length: count }, (_, k) => Math.round(from + k * span)), to: end };
}

function gainsOf({ signals }: StoredRecord, { ecgGain, iegmGain, ownGains }: PrintRequest): number[] {
  return signals.map(
    ({ kind }, channelIndex) =>
      ownGains.find((own) => own.channelIndex === channelIndex)?.gain ??
      (kind === 'ecg' ? ecgGain : iegmGain),
  );
}

function titleOf({ kind, order }: PrintRequest): string {
  if (kind === 'ep') return 'EP page';
  if (kind === 'stack') return 'Traces';
  if (kind === 'disclosure') return 'Full disclosure';
  return order === 'cabrera' ? '12-lead page, Cabrera order' : '12-lead page';
}

function gainText({ kind, ecgGain, iegmGain, ownGains }: PrintRequest): string {
  const both = kind === 'twelve' || kind === 'disclosure' || ecgGain === iegmGain;
  const text = both ? `${ecgGain} mm/mV` : `ECG ${ecgGain}, IEGM ${iegmGain} mm/mV`;
  return ownGains.length > 0 ? `${text}, single leads as written` : text;
}

/** Kinds of signal that a page shows: a band of what is not on it is not written. */
function kindsOf(rows: readonly PageRow[], { signals }: StoredRecord): ReadonlySet<SignalKind> {
  const channels = rows.flatMap(({ leads }) => leads.flatMap(({ channel }) => channel ?? []));
  return new Set(channels.map((channel) => signals[channel].kind));
}

function filterText({ ecgBand, iegmBand, notch }: DisplayFilters, kinds: ReadonlySet<SignalKind>): string {
  const parts = [
    ecgBand === undefined || !kinds.has('ecg') ? undefined : `ECG ${ecgBand} Hz`,
    iegmBand === undefined || !kinds.has('iegm') ? undefined : `IEGM ${iegmBand} Hz`,
    notch === undefined ? undefined : `${notch} Hz notch`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'unfiltered' : `filtered: ${parts.join(', ')}`;
}
