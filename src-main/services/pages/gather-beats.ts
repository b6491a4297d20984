import { PurkinjeError } from '../../domain/errors.ts';
import { AVERAGE_MARKS, type AverageMarks } from '../../domain/average-intervals.ts';
import { allowedMarks, areSameMarks, averageKey, keptAverageOf, keptFor } from '../../domain/kept-average.ts';
import type { StoredRecord } from '../../store/records.ts';
import { requireSet } from '../annotations/set-summary.ts';
import { visibleMarks } from '../assignments/visible-marks.ts';
import { beatTable } from '../measurements/measure.ts';
import { ageInStudy } from '../records/studies.ts';
import type { Workstation } from '../workstation.ts';
import { alignedSheet } from './aligned-sheet.ts';
import { checkAverage } from './average-beat.ts';
import { legendOf } from './page-overlay.ts';
import { pageSheet, type Room } from './page-sheet.ts';
import type { AlignedContent, AverageContent, PageHead } from './page-task.ts';
import { filterText, gainText, speedText } from './page-text.ts';
import type { PrintRequest } from './print-request.ts';

/** @throws InvalidInput for a beat or channel outside the record, or a sweep at which the beat does not fit */
export function averageContent(
  workstation: Workstation,
  record: StoredRecord,
  request: PrintRequest,
  head: PageHead,
): AverageContent {
  const { average, channels, millimetresPerSecond: speed } = request;
  const { decimalMark: mark } = head.frame;
  if (!average || channels.length === 0)
    throw new PurkinjeError('InvalidInput', 'An average is printed of beats and channels: say which.');
  const { rrMs, rrBeats, marks: moved, ...of } = average;
  const marks = moved && allowedMarks(marksOf(moved), of.code);
  checkAverage(record, { ...of, channels });
  const kinds = new Set(channels.map((channel) => record.signals[channel].kind === 'ecg'));
  const room: Room = { ...head.room, arrangement: kinds.size > 1 ? 'beside' : 'one' };
  const { traceWidth } = pageSheet('average', head.orientation, speed, room);
  const seconds = (of.beforeMs + of.afterMs) / 1000;
  requireRoom(seconds * speed, traceWidth, speedText(speed, mark), 'The average beat');
  return {
    ...head,
    form: 'average',
    room,
    scaleText: `${speedText(speed, mark)} · ${gainText(request, mark)} · unfiltered · print at 100 %`,
    request: { ...of, channels },
    rrMs,
    rrBeats,
    marks,
    movedBy: marks && whoMoved(workstation, record.id, averageKey(of.rPeaks, of.statistic), marks, of.code),
    ageYears: ageInStudy(workstation.library.database, record.studyId),
  };
}

function marksOf(marks: Partial<AverageMarks>): AverageMarks {
  return Object.fromEntries(AVERAGE_MARKS.map((name) => [name, marks[name]])) as unknown as AverageMarks;
}

/** Who keeps these places with the record; undefined where they are not kept, or others. */
function whoMoved(
  workstation: Workstation,
  recordId: number,
  key: string,
  marks: AverageMarks,
  code: string | undefined,
): string | undefined {
  const kept = keptFor(
    key,
    visibleMarks(workstation, recordId).filter(({ kind }) => kind === 'average'),
  );
  const places = keptAverageOf(kept?.details)?.marks;
  return places && areSameMarks(allowedMarks(places, code), marks) ? kept!.author : undefined;
}

function requireRoom(needed: number, room: number, speed: string, what: string): void {
  if (needed <= room) return;
  throw new PurkinjeError(
    'InvalidInput',
    `${what} at ${speed} takes ${needed.toFixed(0)} mm; ${room.toFixed(0)} mm are there. Choose a slower sweep${room < 150 ? ' or landscape' : ''}.`,
  );
}

/** @throws NotFound; InvalidInput for no or too many beats, or a sweep at which they do not fit */
export async function alignedContent(
  workstation: Workstation,
  record: StoredRecord,
  request: PrintRequest,
  head: PageHead,
  mostPages: number,
): Promise<AlignedContent> {
  const { aligned, channels, from, to, labels, ecgBand, iegmBand, notch } = request;
  const { decimalMark: mark } = head.frame;
  const speed = speedText(head.millimetresPerSecond, mark);
  const outside = channels.some((channel) => channel >= record.signals.length);
  if (!aligned || channels.length === 0 || outside || to === undefined)
    throw new PurkinjeError('InvalidInput', 'Aligned beats are printed of a set, a stretch and channels.');
  const { database } = workstation.library;
  if (requireSet(database, aligned.setId).recordId !== record.id)
    throw new PurkinjeError('InvalidInput', `Annotation set ${aligned.setId} is of another record.`);
  const table = await beatTable(workstation, aligned.setId, from, to);
  if (table.rows.length === 0) throw new PurkinjeError('InvalidInput', 'There is no beat in this stretch.');
  const sheet = alignedSheet(head, aligned.manner, channels.length);
  requireRoom(sheet.width, sheet.columnWidth, speed, 'A beat');
  const pages = Math.ceil(table.rows.length / sheet.rows);
  if (pages > mostPages)
    throw new PurkinjeError(
      'InvalidInput',
      `${table.rows.length} beats take ${pages} pages; ${mostPages} are printed at once. Choose a shorter stretch.`,
    );
  const filters = { ecgBand, iegmBand, notch };
  const kinds = new Set(channels.map((channel) => record.signals[channel].kind));
  const shown = labels.setId ?? labels.machineSetId;
  return {
    ...head,
    form: 'aligned',
    scaleText: `${speed} · gains as written, fitted to the channels · ${filterText(filters, kinds, mark)} · print at 100 %`,
    manner: aligned.manner,
    channels,
    filters,
    table,
    legend: shown === undefined ? undefined : legendOf(workstation, requireSet(database, aligned.setId)),
  };
}
