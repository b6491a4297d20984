import { butterworthBandPass } from '../filter/butterworth.ts';
import { filterZeroPhase } from '../filter/zero-phase.ts';
import { movingRms } from '../moving-rms.ts';
import { withoutStimuli } from '../stimulus.ts';

/** Usual band of a bipolar electrogram (Stevenson & Soejima, J Cardiovasc Electrophysiol 16:1017, 2005). */
const FINE_BAND = { low: 30, high: 250 };
/** Steep part of a near field, and the blunt part that both fields have: chosen on fixtures, see test. */
const STEEP_BAND = { low: 80, high: 250 };
const BLUNT_BAND = { low: 10, high: 40 };
const ORDER = 2;
/** Highest share of the sampling frequency that a band reaches. */
const NYQUIST_SHARE = 0.45;
const ENVELOPE_SECONDS = 0.012;
/** Narrower for the steep part: a bundle potential lies 30 ms before the ventricle's. */
const STEEP_SECONDS = 0.008;
/** Around an activation, where the two parts are compared. */
const COMPARE_SECONDS = 0.02;

export interface ElectrogramFeature {
  /** 30-250 Hz, mV; 0 where missing. */
  readonly fine: Float64Array;
  readonly envelope: Float64Array;
  /** Envelope of the steep part, mV. */
  readonly steep: Float64Array;
  readonly sharpnessAt: (sampleIndex: number) => number;
}

export function electrogramFeature(
  electrogram: Float32Array,
  samplingFrequency: number,
  stimuli: ArrayLike<number>,
): ElectrogramFeature {
  const samples = withoutStimuli(electrogram, stimuli, samplingFrequency);
  const passed = ({ low, high }: { low: number; high: number }) =>
    filterZeroPhase(
      butterworthBandPass(ORDER, low, Math.min(high, NYQUIST_SHARE * samplingFrequency), samplingFrequency),
      samples,
    ).map((value) => (Number.isNaN(value) ? 0 : value));
  const fine = passed(FINE_BAND);
  const width = ENVELOPE_SECONDS * samplingFrequency;
  const steep = movingRms(passed(STEEP_BAND), STEEP_SECONDS * samplingFrequency);
  const blunt = movingRms(passed(BLUNT_BAND), width);
  const reach = Math.round(COMPARE_SECONDS * samplingFrequency);
  const topAround = (values: Float64Array, at: number) =>
    values.subarray(Math.max(0, at - reach), at + reach + 1).reduce((top, value) => Math.max(top, value), 0);
  const sharpnessAt = (at: number) => {
    const low = topAround(blunt, at);
    return steep[at] + low === 0 ? 0 : steep[at] / (steep[at] + low);
  };
  return { fine, envelope: movingRms(fine, width), steep, sharpnessAt };
}
