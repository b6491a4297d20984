import { decimalText, type DecimalMark } from '../../domain/decimal-mark.ts';
import { rateOf, samplesToMilliseconds } from '../../domain/units.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { AnnotationSet } from '../../store/annotation-sets.ts';
import { readPredictions } from '../../store/predictions.ts';
import type { StoredRecord } from '../../store/records.ts';
import type { StudyMark } from '../../store/study-marks.ts';
import { modelOf, requireSet } from '../annotations/set-summary.ts';
import { visibleMarks } from '../assignments/visible-marks.ts';
import { beatsBetween } from '../measurements/beat-run.ts';
import { signaturesOf } from '../people/sign-offs.ts';
import type { Workstation } from '../workstation.ts';
import type { CodeLane, PrintedCaliper } from './page-task.ts';
import type { PrintRequest } from './print-request.ts';

/** Class codes between two samples, a lane a set: a person's labels first. @throws NotFound; InvalidInput for a set of another record */
export function lanesOf(
  workstation: Workstation,
  recordId: number,
  { labels }: PrintRequest,
  [from, to]: readonly [number, number],
): CodeLane[] {
  const ids = [labels.setId, labels.machineSetId].filter((id) => id !== undefined);
  return ids.map((setId) => laneOf(workstation, recordId, setId, from, to));
}

function laneOf(
  workstation: Workstation,
  recordId: number,
  setId: number,
  from: number,
  to: number,
): CodeLane {
  const { database } = workstation.library;
  const set = requireSet(database, setId);
  if (set.recordId !== recordId)
    throw new PurkinjeError('InvalidInput', `Annotation set ${setId} is of another record.`);
  const filled = set.origin === 'human';
  const predictions = filled ? undefined : readPredictions(database, setId, from, to);
  const unsure = new Set<number>();
  predictions?.sampleIndex.forEach((at, i) => {
    if (predictions.abstained[i] === 1) unsure.add(at);
  });
  const beats = beatsBetween(database, setId, from, to).map(({ sampleIndex, code }) => ({
    sampleIndex,
    code,
    abstained: unsure.has(sampleIndex),
  }));
  return {
    filled,
    legend: `${filled ? 'filled' : 'outlined'}: ${legendOf(workstation, set)}${filled ? '' : '; in brackets where it abstained'}`,
    beats,
  };
}

/** Whose labels a set holds, and whether they are signed. */
export function legendOf(workstation: Workstation, set: AnnotationSet): string {
  if (set.origin === 'human') return `labels of ${set.author}, ${signedText(workstation, set.id)}`;
  return `${modelOf(workstation.library.database, set) ?? set.author}, a machine's, no person's labels`;
}

function signedText(workstation: Workstation, setId: number): string {
  const last = signaturesOf(workstation, setId).at(-1);
  if (!last) return 'not signed';
  return `signed by ${last.who}${last.changedSince ? ', changed since' : ''}`;
}

/** Those asked for that are there and may be seen: others were removed meanwhile, or a blind reading hides them. */
export function calipersOf(
  workstation: Workstation,
  record: StoredRecord,
  { calipers }: PrintRequest,
  mark: DecimalMark,
): PrintedCaliper[] {
  if (calipers.length === 0) return [];
  const wanted = new Set(calipers);
  return visibleMarks(workstation, record.id)
    .filter(({ kind, id }) => kind === 'caliper' && wanted.has(id))
    .map((caliper) => caliperOf(caliper, record, mark));
}

function caliperOf(
  { from, to = from, details }: StudyMark,
  record: StoredRecord,
  mark: DecimalMark,
): PrintedCaliper {
  const kept = (details ?? {}) as Record<string, unknown>;
  const marches = typeof kept.marches === 'number' ? kept.marches : 0;
  const ms = samplesToMilliseconds(to - from, record.samplingFrequency);
  const rate = ms > 0 ? ` ${rateOf(ms).toFixed(0)}/min` : '';
  const extent =
    typeof kept.extent === 'number'
      ? ` ${kept.channel} ${decimalText(kept.extent, 2, mark)} ${kept.units}`
      : '';
  const legs = kept.reversed === true ? { from: to, to: from } : { from, to };
  return { ...legs, marches, text: `${ms.toFixed(0)} ms${rate}${extent}` };
}
