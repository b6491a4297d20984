import type { BeatClass, Origin } from '../../domain/beat-class.ts';
import type { RhythmCode, RhythmSpan } from '../../domain/rhythm.ts';
import type { Hertz, SampleIndex } from '../../domain/units.ts';

export interface LabelledBeat {
  readonly id: number;
  readonly sampleIndex: SampleIndex;
  readonly code: string;
  readonly beatClass: BeatClass | undefined;
}

/** Positions of the first and the last beat of a run, both inclusive. */
export interface BeatRun {
  readonly first: number;
  readonly last: number;
  readonly basis: 'labels' | 'rhythm' | 'rate';
}

const TACHYCARDIA_ORIGINS: ReadonlySet<Origin> = new Set(['avnrt', 'avrt', 'af', 'vt']);
const TACHYCARDIA_CODES: ReadonlySet<string> = new Set(['EAT', 'SVT?']);
const TACHYCARDIA_RHYTHMS: ReadonlySet<RhythmCode> = new Set(['AVNRT', 'AVRT', 'AF', 'VR']);

/** Three beats in a row: the least that is called a tachycardia (Page et al., Circulation 133:e506, 2016, for VT 3 beats). */
const FEWEST_BEATS = 3;
/** Other beats that an episode lives through: an ectopic, an entrained or an unreadable beat. */
const MOST_BETWEEN = 2;
/** 100/min, the rate above which a rhythm is called tachycardia in adults; children need the second condition. */
const LONGEST_RR_MS = 600;
/** A re-entrant tachycardia begins abruptly: RR falls below this share of the usual one before. Chosen on simulated studies, see test. */
const ABRUPT = 0.8;
/** RR intervals that the usual one before is the median of. */
const USUAL_OF = 8;
/** By rate alone more is asked for: fewer would be a couplet with its neighbours. */
const FEWEST_FAST_BEATS = 6;

/** Runs of beats labelled as tachycardia, whichever; a few other beats between two of them do not end a run. */
export function runsByLabel(beats: readonly LabelledBeat[]): BeatRun[] {
  const runs: BeatRun[] = [];
  let [first, last, count] = [-1, -1, 0];
  const close = (): void => {
    if (count >= FEWEST_BEATS) runs.push({ first, last, basis: 'labels' });
  };
  beats.forEach((beat, i) => {
    if (!isTachycardia(beat)) return;
    if (first < 0 || i - last > MOST_BETWEEN + 1) {
      close();
      [first, count] = [i, 0];
    }
    last = i;
    count++;
  });
  close();
  return runs;
}

function isTachycardia({ beatClass, code }: LabelledBeat): boolean {
  return (
    TACHYCARDIA_CODES.has(code) || (beatClass !== undefined && TACHYCARDIA_ORIGINS.has(beatClass.origin))
  );
}

/** The beats of rhythm spans that are marked as tachycardia. */
export function runsByRhythm(beats: readonly LabelledBeat[], spans: readonly RhythmSpan[]): BeatRun[] {
  return spans
    .filter(({ code }) => code !== undefined && TACHYCARDIA_RHYTHMS.has(code))
    .flatMap(({ from, to }): BeatRun[] => {
      const first = beats.findIndex(({ sampleIndex }) => sampleIndex >= from);
      const last = beats.findLastIndex(({ sampleIndex }) => sampleIndex < to);
      return first >= 0 && last >= first ? [{ first, last, basis: 'rhythm' }] : [];
    });
}

/** Runs that begin abruptly and stay fast, paced beats aside; for sets whose labels say nothing of tachycardia. */
export function runsByRate(beats: readonly LabelledBeat[], samplingFrequency: Hertz): BeatRun[] {
  const rr = beats.map(({ sampleIndex }, i) =>
    i === 0 ? NaN : ((sampleIndex - beats[i - 1].sampleIndex) * 1000) / samplingFrequency,
  );
  const runs: BeatRun[] = [];
  for (let i = 3; i < beats.length; i++) {
    const longest = Math.min(LONGEST_RR_MS, ABRUPT * usualBefore(rr, i));
    let end = i;
    while (end < beats.length && rr[end] <= longest && !isPaced(beats[end])) end++;
    // The beat before the first short interval is the one that begins the run.
    if (end - i + 1 >= FEWEST_FAST_BEATS) runs.push({ first: i - 1, last: end - 1, basis: 'rate' });
    i = Math.max(i, end - 1);
  }
  return runs;
}

function isPaced({ beatClass }: LabelledBeat): boolean {
  return beatClass?.origin === 'paced-a' || beatClass?.origin === 'paced-v';
}

function usualBefore(rr: readonly number[], i: number): number {
  const before = rr.slice(Math.max(1, i - USUAL_OF), i).sort((a, b) => a - b);
  return before[before.length >> 1];
}
