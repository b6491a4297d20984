import { correlation } from './beat-context.ts';
import { measureCandidates } from './candidate-set.ts';
import type { DecodedBeats } from './decode.ts';
import { decodeBeats } from './decode.ts';
import type { RPeakLead } from './r-peak-lead.ts';
import { WEIGHTS } from './weights.ts';

/** Window in which the rate is judged, and the step between windows, seconds. */
const WINDOW_SECONDS = 6;
const STEP_SECONDS = 2;
/** Likely beats this close together on the median may be a tachycardia of 180/min and more. */
const FAST_RR = 0.34;
/** The model learnt from adults: such a stretch is shown to it at half the speed. */
const SLOWER = 2;
/** A tachycardia has this many more beats than the ordinary reading, */
const MORE_BEATS = 1.2;
/**
 * and three beats of four resemble the next in shape, half of them in height (log ratio), as R and T waves in turn do
 * not. Chosen so that none of mitdb's stretches passes and simulated tachycardias of 180 to 300/min do.
 */
const LEAST_LIKENESS = 0.85;
const MOST_DIFFERENCE = 0.25;

/** Seconds from the record's start. */
export interface FastSpan {
  readonly from: number;
  readonly to: number;
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
}

/**
 * Stretches in which likely beats follow each other so closely that they may be a tachycardia, or beats and T waves.
 * @param likely times of candidates that are beats by themselves, seconds, rising
 */
export function fastSpans(likely: readonly number[]): FastSpan[] {
  const spans: { from: number; to: number }[] = [];
  const end = likely[likely.length - 1] ?? 0;
  let first = 0;
  for (let from = 0; from < end; from += STEP_SECONDS) {
    while (likely[first] < from) first++;
    let last = first;
    while (last < likely.length && likely[last] < from + WINDOW_SECONDS) last++;
    const times = likely.slice(first, last);
    if (times.length < WINDOW_SECONDS / FAST_RR / 2) continue;
    const intervals = times.slice(1).map((time, k) => time - times[k]);
    if (quantile(intervals, 0.5) >= FAST_RR) continue;
    const previous = spans[spans.length - 1];
    if (previous && previous.to >= from) previous.to = from + WINDOW_SECONDS;
    else spans.push({ from, to: from + WINDOW_SECONDS });
  }
  return spans;
}

/** Reads a stretch of the leads at half its speed. */
export function decodeSlowed(leads: readonly RPeakLead[], samplingFrequency: number): DecodedBeats {
  return decodeBeats(measureCandidates(leads, samplingFrequency / SLOWER), WEIGHTS);
}

/** Sampling frequency that `decodeSlowed` works at. */
export function slowed(samplingFrequency: number): number {
  return samplingFrequency / SLOWER;
}

/**
 * Whether the slowed reading of a stretch is a tachycardia rather than R and T waves.
 * @param usual beats that the ordinary reading has there
 */
export function isTachycardia({ set, beats }: DecodedBeats, usual: number): boolean {
  if (beats.length < 8 || beats.length < MORE_BEATS * usual) return false;
  const pairs = beats.slice(1).map((beat, k) => [beats[k], beat] as const);
  const likenesses = pairs.map(([one, other]) => correlation(set, one, other));
  const differences = pairs.map(([one, other]) => Math.abs(set.height[one] - set.height[other]));
  return quantile(likenesses, 0.25) >= LEAST_LIKENESS && quantile(differences, 0.5) <= MOST_DIFFERENCE;
}
