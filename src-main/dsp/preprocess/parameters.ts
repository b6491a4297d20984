import { MODEL_ELECTROGRAMS, SURFACE_LEADS } from '../../domain/lead.ts';
import type { Hertz, Millivolts } from '../../domain/units.ts';
import { BEAT_PRIORS } from './priors/beat-priors.ts';

/**
 * Everything that decides what the network sees, in one object: it is used by training, travels in the model's
 * manifest and is used again by inference. Plain JSON. Numbers from the method's preprocessing section unless said.
 */
export interface PreprocessParameters {
  readonly version: 1;
  readonly samplingFrequency: Hertz;
  readonly windowSamples: number;
  /** One entry an input channel, in the network's order. Alternatives are parted by `|`, the first present is taken. */
  readonly ecgLeads: readonly string[];
  /** Empty for an ECG-only model. */
  readonly electrograms: readonly string[];
  readonly ecgBand: readonly [low: Hertz, high: Hertz];
  readonly iegmBand: readonly [low: Hertz, high: Hertz];
  /** Of each edge of the Butterworth band-pass. */
  readonly filterOrder: number;
  readonly notch: { readonly frequency: Hertz; readonly quality: number } | null;
  /** `window`: each channel by its own window's MAD; `record`: by the record's percentile, as electrograms are, which keeps amplitudes comparable between beats and clips no QRS. */
  readonly ecgScale: 'window' | 'record';
  readonly ecgClip: number;
  readonly ecgEpsilon: Millivolts;
  readonly iegmPercentile: number;
  readonly iegmFloor: Millivolts;
  readonly iegmClip: number;
  /** Columns of `beatPriors` and `electrogramPriors`, by name; empty: the network sees the window only. */
  readonly priors: readonly string[];
  /** The leads the priors are computed from, as in `ecgLeads`; those absent are left out. */
  readonly priorLeads: readonly string[];
}

/** Twelve leads and seven electrograms, the layout of the Leipzig database. */
export const STUDY_PARAMETERS: PreprocessParameters = {
  version: 1,
  samplingFrequency: 250,
  windowSamples: 512,
  ecgLeads: SURFACE_LEADS,
  electrograms: MODEL_ELECTROGRAMS,
  ecgBand: [0.5, 40],
  iegmBand: [2, 100],
  filterOrder: 4,
  notch: { frequency: 50, quality: 30 },
  ecgScale: 'window',
  ecgClip: 10,
  ecgEpsilon: 0.001,
  iegmPercentile: 99,
  // Under the noise of a good EP amplifier (about 0.03 mV peak) a channel is no electrogram; chosen on simulated studies.
  iegmFloor: 0.05,
  // The spikes of an electrogram reach ten times its 99th percentile (the method's 21-129 MAD).
  iegmClip: 10,
  priors: [],
  priorLeads: ['II', 'V1|V2|V5|I'],
};

/** Two-lead Holter recordings (MIT-BIH): lead II and one precordial lead, patient-relative, with all beat priors. */
export const HOLTER_PARAMETERS: PreprocessParameters = {
  ...STUDY_PARAMETERS,
  // 1.024 s: from the P wave to the end of T; what lies further away reaches the network through the priors.
  windowSamples: 256,
  ecgLeads: ['II', 'V1|V2|V5|V4|V3'],
  electrograms: [],
  notch: { frequency: 60, quality: 30 },
  ecgScale: 'record',
  priors: BEAT_PRIORS,
  priorLeads: ['II', 'V1|V2|V5|V4|V3'],
};
