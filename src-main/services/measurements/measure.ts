import { PurkinjeError } from '../../domain/errors.ts';
import { whyNoVa } from '../../domain/interval-rules.ts';
import type { StoredRecord } from '../../store/records.ts';
import { requireSet } from '../annotations/set-summary.ts';
import type { BlindWindow } from '../assignments/blind-marks.ts';
import { ageInStudy } from '../records/studies.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { beatsBetween, runAround, type SetBeat } from './beat-run.ts';
import { hisTimes } from './his.ts';
import { intervalsOfRun, MOST_BEATS, type Intervals } from './intervals.ts';
import type { BeatPlaces, MeasuredBeats } from './measure-beats.ts';
import { marksOf } from './study-marks.ts';

export interface Measurement extends Intervals {
  /** Beats that were measured, and their class. */
  readonly ids: number[];
  readonly code: string;
  readonly from: number;
  readonly to: number;
  /** Of the patient; absent where it is not known. */
  readonly ageYears?: number;
}

/** Far enough for five beats at 20/min on either side. */
const SEARCH_SECONDS = 16;

/** Intervals of up to five beats of one class around a time. @param window that reads blind of its own accord @throws NotFound; InvalidInput where no beat is near */
export async function measureAt(
  workstation: Workstation,
  setId: number,
  at: number,
  window?: BlindWindow,
): Promise<Measurement> {
  const { database } = workstation.library;
  const record = requireRecord(database, requireSet(database, setId).recordId);
  const reach = Math.round(SEARCH_SECONDS * record.samplingFrequency);
  const near = beatsBetween(database, setId, Math.max(0, at - reach), at + reach);
  const run = runAround(near, at, MOST_BEATS);
  if (!run)
    throw new PurkinjeError('InvalidInput', 'There is no beat near this place to measure.', {
      sampleIndex: at,
    });
  const beats = near.slice(run.first, run.last + 1);
  const measured = await measuredBeats(workstation, record, near, run);
  const ms = 1000 / record.samplingFrequency;
  const rr = beats.map((beat, i) => {
    const before = near.at(run.first + i - 1);
    const counts = run.first + i > 0 && before?.code === beat.code;
    return counts ? (beat.sampleIndex - before.sampleIndex) * ms : undefined;
  });
  const his = hisTimes(
    record,
    marksOf(workstation, record.id, window),
    beats.map(({ sampleIndex }) => sampleIndex),
  );
  const ageYears = ageInStudy(database, record.studyId);
  const { samplingFrequency } = record;
  const intervals = intervalsOfRun({ beats, measured, rr, his, samplingFrequency, ageYears });
  return {
    ids: beats.map(({ id }) => id),
    code: beats[0].code,
    from: beats[0].sampleIndex,
    to: beats.at(-1)!.sampleIndex,
    values: intervals.values,
    refused: intervals.refused,
    ...(ageYears === undefined ? {} : { ageYears }),
  };
}

/** Measured with a neighbour on either side, which is left out again. */
async function measuredBeats(
  { analysis, signals }: Workstation,
  record: StoredRecord,
  beats: readonly SetBeat[],
  { first, last }: { first: number; last: number },
): Promise<MeasuredBeats> {
  const start = Math.max(0, first - 1);
  const rPeaks = Int32Array.from(beats.slice(start, last + 2), ({ sampleIndex }) => sampleIndex);
  const measured = await analysis.run(
    'beats',
    `${record.id} ${record.signals.map(({ name }) => name).join()} ${rPeaks.join()}`,
    () => ({
      path: signals.path(record),
      record,
      rPeaks,
    }),
  );
  return { ...measured, places: measured.places.slice(first - start, first - start + last - first + 1) };
}

export interface BeatRow {
  readonly id: number;
  readonly sampleIndex: number;
  readonly code: string;
  /** What traces are aligned to. */
  readonly qrsOnset?: number;
  readonly cycleLengthMs?: number;
  readonly prMs?: number;
  readonly qrsMs?: number;
  readonly vaMs?: number;
  readonly ahMs?: number;
  readonly hvMs?: number;
}

export interface BeatTable {
  readonly rows: BeatRow[];
  /** What VA was measured on; undefined where nothing shows the septum. */
  readonly septalChannel?: string;
  readonly septalIsSurrogate: boolean;
  /** Why there is no AH and HV. */
  readonly noHis?: string;
}

/** 500 beats are some minutes; a wider question waits for the thread too long. */
const MOST_ROWS = 500;

/** Cycle length, PR, QRS, VA, AH and HV of each beat of a stretch. @throws NotFound; InvalidInput for too many beats */
export async function beatTable(
  workstation: Workstation,
  setId: number,
  from: number,
  to: number,
  window?: BlindWindow,
): Promise<BeatTable> {
  const { database } = workstation.library;
  const record = requireRecord(database, requireSet(database, setId).recordId);
  const reach = Math.round(4 * record.samplingFrequency);
  const near = beatsBetween(database, setId, Math.max(0, from - reach), to + reach);
  const first = near.findIndex(({ sampleIndex }) => sampleIndex >= from);
  const last = near.findLastIndex(({ sampleIndex }) => sampleIndex < to);
  if (first < 0 || last < first) return { rows: [], septalIsSurrogate: false };
  if (last - first >= MOST_ROWS)
    throw new PurkinjeError(
      'InvalidInput',
      `The beat table takes ${MOST_ROWS} beats at once; choose a shorter stretch.`,
    );
  const measured = await measuredBeats(workstation, record, near, { first, last });
  const rPeaks = near.slice(first, last + 1).map(({ sampleIndex }) => sampleIndex);
  const his = hisTimes(record, marksOf(workstation, record.id, window), rPeaks);
  const ms = 1000 / record.samplingFrequency;
  const rows = measured.places.map((places, i) => {
    const at = first + i;
    const deflection = typeof his === 'string' ? {} : his.beats[i];
    return rowOf(near[at], at > 0 ? near[at - 1] : undefined, places, deflection, ms);
  });
  return {
    rows,
    septalChannel: measured.septalChannel,
    septalIsSurrogate: measured.septalChannel === 'CS90',
    noHis: typeof his === 'string' ? his : undefined,
  };
}

function rowOf(
  beat: SetBeat,
  before: SetBeat | undefined,
  { qrsOnset, qrsOffset, pOnset, septalAfter }: BeatPlaces,
  { a, h }: { a?: number; h?: number },
  ms: number,
): BeatRow {
  const { id, sampleIndex, code } = beat;
  const between = (from?: number, to?: number): number | undefined =>
    from === undefined || to === undefined ? undefined : Math.round((to - from) * ms);
  return {
    id,
    sampleIndex,
    code,
    qrsOnset,
    cycleLengthMs: between(before?.sampleIndex, sampleIndex),
    prMs: between(pOnset, qrsOnset),
    qrsMs: between(qrsOnset, qrsOffset),
    vaMs: whyNoVa(beat) === undefined ? between(qrsOnset, septalAfter) : undefined,
    ahMs: between(a, h),
    hvMs: between(h, qrsOnset),
  };
}
