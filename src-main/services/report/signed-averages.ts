/** Average beats whose onsets and offsets a person moved: what follows from them, beside what the program finds. */
import {
  averageIntervals,
  qtLeadOf,
  type AverageIntervals,
  type AverageMarks,
} from '../../domain/average-intervals.ts';
import { allowedMarks, AVERAGE_SPAN, keptAverageOf } from '../../domain/kept-average.ts';
import { usualRr } from '../../domain/usual-rr.ts';
import type { AnnotationSet } from '../../store/annotation-sets.ts';
import type { StoredRecord } from '../../store/records.ts';
import { beatsBetween, type SetBeat } from '../measurements/beat-run.ts';
import { averageBeat, type AveragePlaces } from '../pages/average-beat.ts';
import { ageInStudy } from '../records/studies.ts';
import type { Workstation } from '../workstation.ts';
import type { ReportedAverage } from './report-content.ts';
import type { KeptMark } from './signed-intervals.ts';

/**
 * Of the signed labels alone: an average of beats that are not all of them is named without a value. On all surface leads, as the
 * other intervals of the report.
 * @param kept marks of kind `average` that the signatures cover
 * @throws FileMissing
 */
export async function signedAverages(
  workstation: Workstation,
  record: StoredRecord,
  set: AnnotationSet,
  kept: readonly KeptMark[],
): Promise<ReportedAverage[]> {
  if (kept.length === 0) return [];
  const beats = beatsBetween(workstation.library.database, set.id);
  const reported: ReportedAverage[] = [];
  for (const mark of kept) reported.push(await reportedAverage(workstation, record, beats, mark));
  return reported;
}

async function reportedAverage(
  workstation: Workstation,
  record: StoredRecord,
  beats: readonly SetBeat[],
  mark: KeptMark,
): Promise<ReportedAverage> {
  const { marks, rPeaks, statistic = 'median' } = keptAverageOf(mark.details)!;
  const head = { by: mark.author, keptAt: mark.keptAt, from: mark.from, to: mark.to ?? mark.from, statistic };
  if (!rPeaks) return { ...head, why: 'it was kept without the beats that it is of', ...NOTHING };
  const rows = rowsOf(beats, rPeaks);
  const gone = rPeaks.length - rows.length;
  const size = { ...NOTHING, beats: rPeaks.length };
  if (gone > 0)
    return {
      ...head,
      ...size,
      why: `${gone} of its ${rPeaks.length} beats ${gone === 1 ? 'is' : 'are'} labelled no more`,
    };
  const channels = record.signals.flatMap(({ kind }, index) => (kind === 'ecg' ? [index] : []));
  if (channels.length === 0) return { ...head, ...size, why: 'no surface lead is recorded' };
  const code = oneCode(beats, rows);
  const request = { rPeaks, channels, statistic, code, ...AVERAGE_SPAN };
  const average = await averageBeat(workstation, record.id, request);
  const rr = usualRr(
    { sampleIndex: beats.map(({ sampleIndex }) => sampleIndex) },
    rows,
    record.samplingFrequency,
    (row) => beats[row].code,
  );
  const names = channels.map((channel) => record.signals[channel].name);
  const intervalsOf = (places: AverageMarks, qtOnset: number | undefined): AverageIntervals =>
    averageIntervals({
      ...{ marks: places, qtOnset, code, beats: rPeaks.length, qtLead: qtLeadOf(names) },
      samplingFrequency: record.samplingFrequency,
      rrMs: rr?.ms,
      rrBeats: rr?.beats ?? 0,
      ageYears: ageInStudy(workstation.library.database, record.studyId),
    });
  const { places } = average;
  const allowed = allowedMarks(marks, code);
  const found = intervalsOf(places, places.qtOnset);
  const { values, refused } = intervalsOf(allowed, qtOnsetOf(allowed, places));
  return {
    ...{ ...head, code, beats: rPeaks.length, averaged: average.beats, on: `${names.join(' ')} together` },
    values: values.map(({ name, ms }) => ({
      name,
      ms,
      found: found.values.find((one) => one.name === name)?.ms,
    })),
    refused,
  };
}

const NOTHING = { beats: 0, averaged: 0, on: '', values: [], refused: [] } as const;

/** QT begins on its own lead, unless a person moved the onset. */
function qtOnsetOf(marks: AverageMarks, places: AveragePlaces): number | undefined {
  return marks.qrsOnset === places.qrsOnset ? places.qtOnset : marks.qrsOnset;
}

/** Positions of those R peaks that are beats. */
function rowsOf(beats: readonly SetBeat[], rPeaks: readonly number[]): number[] {
  const at = new Map(beats.map(({ sampleIndex }, row) => [sampleIndex, row]));
  return rPeaks.flatMap((rPeak) => at.get(rPeak) ?? []);
}

function oneCode(beats: readonly SetBeat[], rows: readonly number[]): string | undefined {
  const { code } = beats[rows[0]];
  return rows.every((row) => beats[row].code === code) ? code : undefined;
}
