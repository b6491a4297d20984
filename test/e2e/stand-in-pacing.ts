/** One mixed episode, and two trains of S1 with an S2, as the stand-in has them; a person's edits count. */
import type { Episode, StimulusMark } from '../../src-main/api/contract/episodes.ts';
import type { StudyMark } from '../../src-main/api/contract/measurements.ts';
import { refractoryPeriods } from '../../src-main/services/episodes/refractory-periods.ts';

interface Beat {
  readonly id: number;
  readonly sampleIndex: number;
  readonly code: string;
}

/** The beats of the first seconds, called an episode: which classes it holds is theirs. */
export function episodesOf(beats: readonly Beat[], samplingFrequency: number): Episode[] {
  const within = beats.filter(({ sampleIndex }) => sampleIndex < 4 * samplingFrequency);
  if (within.length < 3) return [];
  const counts = new Map<string, number>();
  for (const { code } of within) counts.set(code, (counts.get(code) ?? 0) + 1);
  const classes = [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
  const [first, last] = [within[0], within.at(-1)!];
  return [
    {
      from: first.sampleIndex,
      to: last.sampleIndex + 1,
      lastBeat: last.sampleIndex,
      basis: 'rate',
      beats: within.length,
      ids: within.map(({ id }) => id),
      durationSeconds: (last.sampleIndex - first.sampleIndex) / samplingFrequency,
      cycleLengthMs: 400,
      ratePerMinute: 150,
      classes,
      code: classes[0].code,
      mixed: classes.length > 1,
      onset: {},
      termination: {},
    },
  ];
}

const DRIVE = 600;

/** S1 every 600 ms, S2 after 280 ms (captured) and after 240 ms (not). */
export function stimuliOf(marks: readonly StudyMark[], samplingFrequency: number) {
  const stimuli = [280, 240].flatMap((coupling, index) => trainOf(index, coupling, samplingFrequency));
  const edited = stimuli.flatMap((stimulus) => {
    const mark = marks.findLast(
      ({ kind, from }) => kind === 'stimulus' && Math.abs(from - stimulus.sampleIndex) < 9,
    );
    const edit = (mark?.details ?? {}) as { name?: string; captured?: boolean; removed?: boolean };
    return edit.removed ? [] : [{ ...stimulus, ...edit, by: mark?.author }];
  });
  return { stimuli: edited, refractory: refractoryPeriods(edited) };
}

function trainOf(index: number, coupling: number, samplingFrequency: number): StimulusMark[] {
  const start = 1 + index * 10;
  return Array.from({ length: 9 }, (_, k): StimulusMark => {
    const seconds = start + (Math.min(k, 7) * DRIVE) / 1000 + (k === 8 ? coupling / 1000 : 0);
    return {
      sampleIndex: Math.round(seconds * samplingFrequency),
      amplitude: 2,
      channelIndex: 1,
      train: index + 1,
      name: k === 8 ? 'S2' : 'S1',
      intervalMs: k === 0 ? undefined : k === 8 ? coupling : DRIVE,
      site: 'RVA',
      captured: k < 8 || coupling > 260,
    };
  });
}
