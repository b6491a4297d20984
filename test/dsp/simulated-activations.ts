import { toPhysical } from '../../src-main/domain/record.ts';
import type { ActivationResult } from '../../src-main/dsp/activations/activation.ts';
import { detectActivations } from '../../src-main/dsp/activations/detect.ts';
import { findStimuli } from '../../src-main/dsp/stimulus.ts';
import { cohortStudyOptions } from '../../src-main/simulate/cohort.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { MatchCount } from './match.ts';
import { matchBeats } from './match.ts';

const CORONARY_SINUS = ['CS12', 'CS34', 'CS56', 'CS78', 'CS90'] as const;

export interface ChannelScore {
  readonly channel: string;
  /** Near-field activations against the true excitation of the atrial wall there, 10 ms. */
  readonly count: MatchCount;
  readonly result: ActivationResult;
}

/** Studies of the cohort in fibrillation and flutter: their truth lists whole waves alone, so what else is found is not wrong. */
export const PARTIAL_TRUTH = [8, 9];

/** Activations of a simulated study's coronary sinus against its truth. Simulated: no clinical evidence. */
export function scoreSimulated(index: number, seed: number, minutes = 1): ChannelScore[] {
  const study = simulateStudy(
    cohortStudyOptions({ profile: 'balanced', subjects: 15, seed, minutes }, index),
  );
  const digital = study.digital();
  const fs = study.samplingFrequency;
  const signals = study.signals.map((signal, channel) => ({
    name: signal.name,
    kind: signal.kind,
    samples: Float32Array.from(digital[channel], (value) => toPhysical(value, signal)),
  }));
  const surface = signals.filter(({ kind }) => kind === 'ecg').map(({ samples }) => samples);
  const stimuli = findStimuli(surface, fs).map(({ sampleIndex }) => sampleIndex);
  const rPeaks = study.truth.beats.map(({ rPeak }) => rPeak);
  return CORONARY_SINUS.flatMap((channel) => {
    const signal = signals.find(({ name }) => name === channel);
    if (!signal) return [];
    const truth = study.truth.atria
      .map(({ coronarySinus }) => Math.round((coronarySinus[channel] / 1000) * fs))
      .filter((at) => Number.isFinite(at) && at > 0.05 * fs && at < study.samples - 0.05 * fs)
      .sort((a, b) => a - b);
    const result = detectActivations(signal.samples, fs, { rPeaks, stimuli });
    const near = [...result.activations].filter(
      (at, k) => result.kinds[k] === 'near' && at > 0.05 * fs && at < study.samples - 0.05 * fs,
    );
    return [{ channel, count: matchBeats(truth, near, Math.round(0.01 * fs)), result }];
  });
}
