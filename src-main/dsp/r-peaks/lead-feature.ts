import { butterworthBandPass } from '../filter/butterworth.ts';
import { filterZeroPhase } from '../filter/zero-phase.ts';
import { movingRms } from '../moving-rms.ts';

/** Band of the QRS: its energy peaks near 10 Hz, T waves lie below 5, muscle above 25 (Thakor 1984, IEEE TBME 31:702). */
const BAND = { low: 6, high: 20, order: 2 };
/** Rate at which detection works: 5 ms are fine enough to find a beat; the peak is refined at full rate. */
const WORKING_RATE = 200;
/** Length of the moving RMS, a QRS's usual width (Elgendi 2013, PLoS ONE 8:e73557: 97 ms). */
const ENVELOPE_SECONDS = 0.1;

/** What detection sees of one lead, at `rate` Hz = samplingFrequency / `step`. */
export interface LeadFeature {
  readonly rate: number;
  readonly step: number;
  /** Band-passed lead, mV; 0 where missing. */
  readonly band: Float64Array;
  /** Moving RMS of `band`, mV. */
  readonly envelope: Float64Array;
  /** 1 where the lead is missing. */
  readonly missing: Uint8Array;
}

export function workingStep(samplingFrequency: number): number {
  return Math.max(1, Math.round(samplingFrequency / WORKING_RATE));
}

export function leadFeature(samples: Float32Array, samplingFrequency: number): LeadFeature {
  const step = workingStep(samplingFrequency);
  const rate = samplingFrequency / step;
  const filtered = filterZeroPhase(
    butterworthBandPass(BAND.order, BAND.low, BAND.high, samplingFrequency),
    samples,
  );
  const length = Math.ceil(samples.length / step);
  const band = new Float64Array(length);
  const missing = new Uint8Array(length);
  for (let n = 0; n < length; n++) {
    const value = filtered[n * step];
    if (Number.isNaN(value)) missing[n] = 1;
    else band[n] = value;
  }
  return { rate, step, band, envelope: movingRms(band, ENVELOPE_SECONDS * rate), missing };
}
