import { butterworthBandPass, butterworthHighPass } from '../filter/butterworth.ts';
import type { Section } from '../filter/section.ts';
import { filterTogether } from '../filter/zero-phase-lanes.ts';
import { movingRms } from '../moving-rms.ts';
import { withHeldEnd } from './record-edges.ts';

/** Band of the QRS: its energy peaks near 10 Hz, T waves lie below 5, muscle above 25 (Thakor 1984, IEEE TBME 31:702). */
const QRS_BAND = { low: 6, high: 20 };
/** Band of P and T waves, below that of the QRS. */
const SLOW_BAND = { low: 1, high: 6 };
/** Above it a lead holds muscle, mains and stimulus artefacts more than heart. */
const FAST_LOW = 35;
const ORDER = 2;
/** Rate at which detection works: 5 ms are fine enough to find a beat; the peak is refined at full rate. */
const WORKING_RATE = 200;
/** Length of the moving RMS, a QRS's usual width (Elgendi 2013, PLoS ONE 8:e73557: 97 ms). */
const ENVELOPE_SECONDS = 0.1;
/** T waves are about twice as long. */
const SLOW_SECONDS = 0.2;

/** What detection sees of one lead, at `rate` Hz = samplingFrequency / `step`. mV. */
export interface LeadFeature {
  readonly rate: number;
  readonly step: number;
  /** Band-passed lead; 0 where missing. */
  readonly band: Float64Array;
  /** Energy of `band` before each sample, mV^2: one longer than `band`. */
  readonly energy: Float64Array;
  /** Moving RMS of the QRS band, of the slow band and of what lies above. */
  readonly envelope: Float64Array;
  readonly slow: Float64Array;
  readonly fast: Float64Array;
}

export function workingStep(samplingFrequency: number): number {
  return Math.max(1, Math.round(samplingFrequency / WORKING_RATE));
}

function runningEnergy(band: Float64Array): Float64Array {
  const energy = new Float64Array(band.length + 1);
  for (let n = 0; n < band.length; n++) energy[n + 1] = energy[n] + band[n] * band[n];
  return energy;
}

/** One band of every lead, at the working rate; 0 where missing. */
function bandOf(sections: Section[], leads: readonly Float32Array[], step: number): Float64Array[] {
  const bands = leads.map(({ length }) => new Float64Array(Math.ceil(length / step)));
  filterTogether(sections, leads, (index, filtered, from) => {
    for (let n = Math.ceil(from / step); n * step < from + filtered.length; n++) {
      const value = filtered[n * step - from];
      bands[index][n] = value === value ? value : 0;
    }
  });
  return bands;
}

/** @param leads all equally long, mV */
export function leadFeatures(leads: readonly Float32Array[], samplingFrequency: number): LeadFeature[] {
  const step = workingStep(samplingFrequency);
  const rate = samplingFrequency / step;
  const held = leads.map(withHeldEnd);
  const pass = (sections: Section[]) => bandOf(sections, held, step);
  const bands = pass(butterworthBandPass(ORDER, QRS_BAND.low, QRS_BAND.high, samplingFrequency));
  const slow = pass(butterworthBandPass(1, SLOW_BAND.low, SLOW_BAND.high, samplingFrequency));
  const fast = pass(butterworthHighPass(ORDER, FAST_LOW, samplingFrequency));
  return bands.map((band, lead) => ({
    rate,
    step,
    band,
    energy: runningEnergy(band),
    envelope: movingRms(band, ENVELOPE_SECONDS * rate),
    slow: movingRms(slow[lead], SLOW_SECONDS * rate),
    fast: movingRms(fast[lead], ENVELOPE_SECONDS * rate),
  }));
}
