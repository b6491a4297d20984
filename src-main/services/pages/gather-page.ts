import { PurkinjeError } from '../../domain/errors.ts';
import type { DecimalMark } from '../../domain/decimal-mark.ts';
import { epPage, stackPage, twelveLeadPage, type PageRow } from '../../domain/reading-page.ts';
import type { StoredRecord } from '../../store/records.ts';
import type { DisplayFilters } from '../records/display-filter.ts';
import { requireRecord } from '../records/require-record.ts';
import { decimalMarkOf } from '../report/decimal-mark.ts';
import { frameOf, headOfRecord } from '../report/frame-of.ts';
import type { Workstation } from '../workstation.ts';
import { alignedContent, averageContent } from './gather-beats.ts';
import { samplesPerColumnOf } from './disclosure-columns.ts';
import { calipersOf, lanesOf } from './page-overlay.ts';
import { pageSheet, type Room } from './page-sheet.ts';
import type { LeadsContent, PageContent, PageHead, Pane } from './page-task.ts';
import { filterText, gainText, kindsOf, speedText, titleOf } from './page-text.ts';
import type { PrintRequest } from './print-request.ts';

/** @throws NotFound; InvalidInput for a stretch outside the record, too many pages, or nothing to show */
export async function gatherPage(
  workstation: Workstation,
  recordId: number,
  asked: PrintRequest,
  mostPages: number,
): Promise<PageContent> {
  const record = requireRecord(workstation.library.database, recordId);
  const request = asked.kind === 'disclosure' ? disclosureOf(asked) : asked;
  const head = headOfPage(workstation, record, request);
  if (request.kind === 'average') return averageContent(workstation, record, request, head);
  if (request.kind === 'aligned') return alignedContent(workstation, record, request, head, mostPages);
  return leadsContent(workstation, record, request, head, mostPages);
}

function headOfPage(workstation: Workstation, record: StoredRecord, request: PrintRequest): PageHead {
  const { kind, orientation, millimetresPerSecond } = request;
  return {
    frame: frameOf(
      headOfRecord(workstation, record),
      record,
      decimalMarkOf(workstation, request.decimalMark),
    ),
    kind,
    title: titleOf(request),
    scaleText: '',
    orientation,
    millimetresPerSecond,
    gains: gainsOf(record, request),
    room: roomOf(request),
  };
}

function leadsContent(
  workstation: Workstation,
  record: StoredRecord,
  request: PrintRequest,
  head: PageHead,
  mostPages: number,
): LeadsContent {
  const { decimalMark: mark } = head.frame;
  const panes = panesOf(record, request, mark);
  const pages = pagesOf(record, request, head.room, mostPages);
  const all = kindsOf(panes[0].rows, record);
  const bands = request.kind === 'pair' ? 'filters as written' : filterText(panes[0].filters, all, mark);
  const scale = `${speedText(request.millimetresPerSecond, mark)} · ${gainText(request, mark)}`;
  return {
    ...head,
    form: 'leads',
    scaleText: `${scale} · ${bands}${reductionText(request, record)} · print at 100 %`,
    ecgGain: request.ecgGain,
    iegmGain: request.iegmGain,
    ...pages,
    panes,
    lanes: lanesOf(workstation, record.id, request, stretchOf(panes, pages)),
    calipers: calipersOf(workstation, record, request, mark),
  };
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

function reductionText({ kind, millimetresPerSecond }: PrintRequest, record: StoredRecord): string {
  if (kind !== 'disclosure') return '';
  const samples = samplesPerColumnOf(record.samplingFrequency, millimetresPerSecond);
  return samples === 1 ? '' : ` · reduced 1:${samples}, minimum and maximum`;
}

function roomOf({ kind, orientation, pair, labels }: PrintRequest): Room {
  const sets = [labels.setId, labels.machineSetId].filter((id) => id !== undefined).length;
  // What was measured stands in two lines; whose the codes are in one.
  if (kind === 'average') return { arrangement: 'one', lanes: 0, legends: 2 };
  if (kind === 'aligned') return { arrangement: 'one', lanes: 0, legends: 1 };
  // In the lines of a full disclosure codes stand where the class changes.
  const lanes = kind === 'disclosure' ? 0 : sets;
  if (kind === 'moments')
    return { arrangement: orientation === 'landscape' ? 'beside' : 'stacked', lanes, legends: sets };
  return { arrangement: kind === 'pair' ? pair : 'one', lanes, legends: sets };
}

function panesOf(record: StoredRecord, request: PrintRequest, mark: DecimalMark): Pane[] {
  const { kind, ecgBand, iegmBand, notch, moments, from } = request;
  const rows = rowsOf(record, request);
  const filters: DisplayFilters = { ecgBand, iegmBand, notch };
  const pane = { rows, filters, offset: 0 };
  if (kind === 'moments') {
    if (!moments)
      throw new PurkinjeError('InvalidInput', 'Two moments are printed: say where the other one begins.');
    const [first, second] = moments.titles;
    return [
      { ...pane, title: first, offset: moments.from - from },
      { ...pane, title: second },
    ];
  }
  if (kind !== 'pair') return [pane];
  return [
    { ...pane, filters: {}, title: 'Raw: unfiltered' },
    { ...pane, title: filteredTitle(filterText(filters, kindsOf(rows, record), mark)) },
  ];
}

function filteredTitle(text: string): string {
  return text === 'unfiltered'
    ? 'Filtered: no filter acts on these channels'
    : text.replace('filtered', 'Filtered');
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

type Pages = Pick<LeadsContent, 'starts' | 'to'>;

/** @returns the first sample of each page, and the end of what was asked for */
function pagesOf(
  record: StoredRecord,
  { kind, orientation, millimetresPerSecond, from, to }: PrintRequest,
  room: Room,
  mostPages: number,
): Pages {
  if (from >= record.samples)
    throw new PurkinjeError('InvalidInput', `The record has ${record.samples} samples; ${from} is behind.`);
  const { seconds } = pageSheet(kind, orientation, millimetresPerSecond, room);
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

/** From the first to the last sample that any pane shows. */
function stretchOf(panes: readonly Pane[], { starts, to }: Pages): [number, number] {
  const offsets = panes.map(({ offset }) => offset);
  return [Math.max(0, starts[0] + Math.min(...offsets)), Math.max(0, to + Math.max(...offsets))];
}

function gainsOf({ signals }: StoredRecord, { ecgGain, iegmGain, ownGains }: PrintRequest): number[] {
  return signals.map(
    ({ kind }, channelIndex) =>
      ownGains.find((own) => own.channelIndex === channelIndex)?.gain ??
      (kind === 'ecg' ? ecgGain : iegmGain),
  );
}
