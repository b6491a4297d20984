import {
  butterworthBandPass,
  butterworthHighPass,
  butterworthLowPass,
} from '../../dsp/filter/butterworth.ts';
import { notch } from '../../dsp/filter/notch.ts';
import { settlingSamples, type Section } from '../../dsp/filter/section.ts';
import type { SignalKind } from '../../domain/lead.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { Hertz } from '../../domain/units.ts';

/** What a reader has switched on; undefined is off. Bands as on the wire: `0.5-40`, `30-`, `-250`. */
export interface DisplayFilters {
  readonly ecgBand?: string;
  readonly iegmBand?: string;
  readonly notch?: Hertz;
}

/** Second order each way, as electrophysiology recorders have; run both ways it is fourth order without delay. */
const ORDER = 2;
/** A -3 dB width of 50/30 = 1.7 Hz: takes the mains and leaves the QRS (chosen on fixtures, see test). */
const NOTCH_QUALITY = 30;
/** What is left of an edge at the window's border; a thousandth of a QRS is under a pixel. */
const REMAINDER = 1e-3;
/** Very low corners would ask for minutes around the window. */
const LONGEST_MARGIN_SECONDS = 12;

/**
 * The filter of one channel, empty for none: pressures and what is no signal of the heart stay as they are.
 * @throws InvalidInput for a band that the sampling frequency does not allow
 */
export function displayFilterOf(
  filters: DisplayFilters,
  kind: SignalKind,
  samplingFrequency: Hertz,
): Section[] {
  const band = kind === 'ecg' ? filters.ecgBand : kind === 'iegm' ? filters.iegmBand : undefined;
  if (kind !== 'ecg' && kind !== 'iegm') return [];
  try {
    const sections = band === undefined ? [] : bandSections(band, samplingFrequency);
    // Above half the sampling frequency there is nothing to take away.
    const mains = filters.notch !== undefined && filters.notch < samplingFrequency / 2;
    return mains ? [...sections, ...notch(filters.notch!, NOTCH_QUALITY, samplingFrequency)] : sections;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PurkinjeError('InvalidInput', `The band ${band ?? ''} can't be filtered: ${error.message}`);
  }
}

/** An upper end at or above half the sampling frequency is no limit, so one band serves records of any rate. */
function bandSections(band: string, samplingFrequency: Hertz): Section[] {
  const [low, high] = band.split('-').map((end) => (end === '' ? undefined : Number(end)));
  const top = high !== undefined && high < samplingFrequency / 2 ? high : undefined;
  const bottom = low !== undefined && low > 0 ? low : undefined;
  if (bottom !== undefined && top !== undefined)
    return butterworthBandPass(ORDER, bottom, top, samplingFrequency);
  if (bottom !== undefined) return butterworthHighPass(ORDER, bottom, samplingFrequency);
  return top === undefined ? [] : butterworthLowPass(ORDER, top, samplingFrequency);
}

/** Samples to read on either side so that the window's filter sees what the whole record's would. */
export function marginOf(sections: readonly Section[], samplingFrequency: Hertz): number {
  return Math.min(
    Math.round(LONGEST_MARGIN_SECONDS * samplingFrequency),
    settlingSamples(sections, REMAINDER),
  );
}
