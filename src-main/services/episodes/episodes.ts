import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { rhythmSpansOf } from '../../domain/rhythm.ts';
import { rateOf } from '../../domain/units.ts';
import { median } from '../../dsp/normalise.ts';
import { readAnnotations } from '../../store/annotations.ts';
import { requireSet } from '../annotations/set-summary.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import {
  runsByLabel,
  runsByRate,
  runsByRhythm,
  type BeatRun,
  type LabelledBeat,
} from './tachycardia-runs.ts';

export interface Episode {
  /** Sample of the first beat, and of the first beat after the last (the record's end where there is none). */
  readonly from: number;
  readonly to: number;
  /** Sample of the last beat. */
  readonly lastBeat: number;
  readonly basis: BeatRun['basis'];
  readonly beats: number;
  readonly ids: number[];
  readonly durationSeconds: number;
  readonly cycleLengthMs: number;
  readonly ratePerMinute: number;
  readonly classes: { readonly code: string; readonly count: number }[];
  /** Its most frequent class; more than one class of tachycardia makes it mixed. */
  readonly code: string;
  readonly mixed: boolean;
  /** The beat before, and its distance: what began the episode. */
  readonly onset: { readonly code?: string; readonly couplingMs?: number };
  /** The pause after the last beat, and the beat that ended it: how the episode ended. */
  readonly termination: { readonly code?: string; readonly pauseMs?: number };
}

/** Tachycardia episodes of a set in time order. What labels do not show is looked for in rhythm marks, then by rate. @throws NotFound */
export function listEpisodes({ library }: Workstation, setId: number): Episode[] {
  const set = requireSet(library.database, setId);
  const { samples, samplingFrequency } = requireRecord(library.database, set.recordId);
  const annotations = readAnnotations(library.database, setId);
  const beats: LabelledBeat[] = annotations.filter(isBeat).map((annotation) => {
    const beatClass = beatClassOf(annotation);
    const { id, sampleIndex } = annotation;
    return { id, sampleIndex, beatClass, code: beatClass?.code ?? annotation.symbol };
  });
  const runs = apart([
    runsByLabel(beats),
    runsByRhythm(beats, rhythmSpansOf(annotations, samples)),
    runsByRate(beats, samplingFrequency),
  ]);
  return runs.map((run) => describe(run, beats, samples, samplingFrequency));
}

/** All runs of the first kind; of the others those that overlap none before. */
function apart(kinds: readonly (readonly BeatRun[])[]): BeatRun[] {
  const kept: BeatRun[] = [];
  for (const runs of kinds)
    kept.push(
      ...runs.filter((run) => kept.every((other) => run.last < other.first || other.last < run.first)),
    );
  return kept.sort((a, b) => a.first - b.first);
}

function describe(
  { first, last, basis }: BeatRun,
  beats: readonly LabelledBeat[],
  samples: number,
  samplingFrequency: number,
): Episode {
  const within = beats.slice(first, last + 1);
  const ms = (from?: LabelledBeat, to?: LabelledBeat): number | undefined =>
    from && to && tenth(((to.sampleIndex - from.sampleIndex) * 1000) / samplingFrequency);
  // Indices, not `at`: before the first beat there is none, not the last one.
  const [previous, after]: (LabelledBeat | undefined)[] = [beats[first - 1], beats[last + 1]];
  const cycleLengthMs = tenth(median(within.slice(1).map((beat, i) => ms(within[i], beat)!)));
  const classes = countsOf(within);
  const tachycardias = new Set(
    within.flatMap(({ beatClass }) => (beatClass && MIXING.has(beatClass.origin) ? [beatClass.origin] : [])),
  );
  return {
    from: within[0].sampleIndex,
    to: after?.sampleIndex ?? samples,
    lastBeat: within.at(-1)!.sampleIndex,
    basis,
    beats: within.length,
    ids: within.map(({ id }) => id),
    durationSeconds: (within.at(-1)!.sampleIndex - within[0].sampleIndex) / samplingFrequency,
    cycleLengthMs: Number.isFinite(cycleLengthMs) ? cycleLengthMs : 0,
    ratePerMinute: cycleLengthMs > 0 ? Math.round(rateOf(cycleLengthMs)) : 0,
    classes,
    code: classes[0].code,
    mixed: tachycardias.size > 1,
    onset: { code: previous?.code, couplingMs: ms(previous, within[0]) },
    termination: { code: after?.code, pauseMs: ms(within.at(-1), after) },
  };
}

/** Origins that are different arrhythmias within one episode; ectopics and paced beats inside one are not. */
const MIXING: ReadonlySet<string> = new Set(['avnrt', 'avrt', 'af', 'vt']);

function countsOf(beats: readonly LabelledBeat[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { code } of beats) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
