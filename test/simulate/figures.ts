import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import type { TrueAtrialWave, TrueBeat } from '../../src-main/simulate/truth.ts';

/** Intervals read off the truth of a study, in ms. */

/** From the QRS onset to the earliest septal atrial activation that follows, or precedes it by less than 40 ms. */
export function vaIntervals(study: SimulatedStudy, mechanism: TrueBeat['mechanism']): number[] {
  const intervals: number[] = [];
  for (const beat of steady(study, mechanism)) {
    const wave = study.truth.atria.find(
      ({ septum }) => septum! > beat.qrsOnset - 40 && septum! < beat.qrsOnset + 350,
    );
    if (wave && wave.mechanism === mechanism) intervals.push(wave.septum! - beat.qrsOnset);
  }
  return intervals;
}

/** Beats of a mechanism whose two neighbours are of it too. */
export function steady(study: SimulatedStudy, mechanism: TrueBeat['mechanism']): TrueBeat[] {
  const { beats } = study.truth;
  return beats.filter((_, i) => [i - 1, i, i + 1].every((k) => beats[k]?.mechanism === mechanism));
}

export function cycleLengths(study: SimulatedStudy, mechanism: TrueBeat['mechanism']): number[] {
  const { beats } = study.truth;
  return beats.flatMap((beat, i) =>
    i > 0 && beat.mechanism === mechanism && beats[i - 1].mechanism === mechanism
      ? [beat.qrsOnset - beats[i - 1].qrsOnset]
      : [],
  );
}

/** The atrial excitation that a conducted beat came from. */
export function atrialBefore(study: SimulatedStudy, beat: TrueBeat): TrueAtrialWave | undefined {
  return study.truth.atria.findLast(({ septum }) => septum! < (beat.his ?? beat.qrsOnset));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
}

export function seeds(count: number, first = 101): number[] {
  return Array.from({ length: count }, (_, k) => first + 7 * k);
}
