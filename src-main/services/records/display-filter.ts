import {
  butterworthBandPass,
  butterworthHighPass,
  butterworthLowPass,
} from '../../dsp/filter/butterworth.ts';
import { mainsBlock, mainsReach, subtractMains } from '../../dsp/filter/mains.ts';
import { settlingSamples, type Section } from '../../dsp/filter/section.ts';
import { filterZeroPhase } from '../../dsp/filter/zero-phase.ts';
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
/** What is left of an edge at the window's border; a thousandth of a QRS is under a pixel. */
const REMAINDER = 1e-3;
/** Very low corners would ask for minutes around the window. */
const LONGEST_MARGIN_SECONDS = 12;

/** What is done to one channel: the mains first, from the signal as it is, then the band. */
export interface DisplayFilter {
  readonly mains?: Hertz;
  readonly sections: readonly Section[];
}

/**
 * The filter of one channel, undefined for none: pressures and what is no signal of the heart stay as they are.
 * @throws InvalidInput for a band that the sampling frequency does not allow
 */
export function displayFilterOf(
  filters: DisplayFilters,
  kind: SignalKind,
  samplingFrequency: Hertz,
): DisplayFilter | undefined {
  const band = kind === 'ecg' ? filters.ecgBand : kind === 'iegm' ? filters.iegmBand : undefined;
  if (kind !== 'ecg' && kind !== 'iegm') return undefined;
  // Above half the sampling frequency there is nothing to take away.
  const { notch } = filters;
  const mains = notch !== undefined && notch < samplingFrequency / 2 ? notch : undefined;
  try {
    const sections = band === undefined ? [] : bandSections(band, samplingFrequency);
    return sections.length === 0 && mains === undefined ? undefined : { mains, sections };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PurkinjeError('InvalidInput', `The band ${band ?? ''} can't be filtered: ${error.message}`);
  }
}

/** @param signal in mV, missing samples NaN @returns a new array of the same length */
export function applyDisplayFilter(
  { mains, sections }: DisplayFilter,
  signal: Float64Array,
  samplingFrequency: Hertz,
): Float64Array {
  const without = mains === undefined ? signal : subtractMains(signal, mains, samplingFrequency);
  return sections.length === 0 ? without : filterZeroPhase(sections, without);
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

/** First sample to read so that what is filtered from there on equals, at and after `from`, what the whole record's would be. */
export function firstToRead(filter: DisplayFilter, from: number, samplingFrequency: Hertz): number {
  const first = Math.max(0, from - marginOf(filter, samplingFrequency));
  const { mains } = filter;
  return mains === undefined ? first : first - (first % mainsBlock(mains, samplingFrequency));
}

/** Samples to read on either side so that the window's filter sees what the whole record's would. */
export function marginOf({ mains, sections }: DisplayFilter, samplingFrequency: Hertz): number {
  const reach = mains === undefined ? 0 : mainsReach(mains, samplingFrequency);
  if (sections.length === 0) return reach;
  const longest = Math.round(LONGEST_MARGIN_SECONDS * samplingFrequency);
  return reach + Math.min(longest, settlingSamples(sections, REMAINDER));
}
