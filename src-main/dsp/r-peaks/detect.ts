import type { CandidateSet } from './candidate-set.ts';
import { measureCandidates } from './candidate-set.ts';
import type { DecodedBeats } from './decode.ts';
import { decodeBeats } from './decode.ts';
import { decodeSlowed, fastSpans, isTachycardia, slowed } from './fast-rhythm.ts';
import { wholeQrsRange } from './record-edges.ts';
import type { RPeakLead, RPeakOptions, RPeakResult } from './r-peak-lead.ts';
import { refinePeaks } from './refine.ts';
import { findStimuli, withoutStimuli } from '../stimulus.ts';
import { WEIGHTS } from './weights.ts';

/** Below this the QRS band is not in the signal. */
const LOWEST_SAMPLING_FREQUENCY = 100;
/** Read on either side of a tachycardia, so that its first and last beats have neighbours. */
const FAST_MARGIN_SECONDS = 2;
/** The first lead is refined on unless it has less than this share of the clearest one's weight. */
const CLEAR_ENOUGH = 0.1;

function checkLeads(leads: readonly RPeakLead[], samplingFrequency: number): void {
  if (!(samplingFrequency >= LOWEST_SAMPLING_FREQUENCY))
    throw new RangeError(
      `R peaks need ${LOWEST_SAMPLING_FREQUENCY} Hz or more, not ${samplingFrequency} Hz.`,
    );
  if (leads.some(({ samples }) => samples.length !== leads[0].samples.length))
    throw new RangeError('The leads of a record are equally long.');
}

/** Mean share of each lead in the decision, summing to 1. */
function leadWeights({ levels }: CandidateSet): number[] {
  const totals = levels.map(({ weight }) => weight.reduce((sum, value) => sum + value, 0));
  const all = totals.reduce((sum, value) => sum + value, 0);
  return totals.map((total) => total / all);
}

function chooseLead(leads: readonly RPeakLead[], weights: readonly number[], wanted?: string): number {
  const named = wanted === undefined ? -1 : leads.findIndex(({ name }) => name === wanted);
  if (named >= 0) return named;
  if (wanted !== undefined) throw new RangeError(`There is no lead ${wanted} to refine R peaks on.`);
  const clearest = weights.indexOf(Math.max(...weights));
  return weights[0] >= CLEAR_ENOUGH * weights[clearest] ? 0 : clearest;
}

interface Peak {
  readonly sampleIndex: number;
  readonly confidence: number;
}

/** Decoded beats as peaks on the chosen lead. @param offset sample index of the leads' first sample */
function placePeaks(
  { set, beats, probability }: DecodedBeats,
  leads: readonly RPeakLead[],
  samplingFrequency: number,
  chosen: number,
  offset = 0,
): Peak[] {
  const confidence = probability();
  const placed = refinePeaks(leads, samplingFrequency, set, beats, chosen);
  return placed.map((sample, k) => ({ sampleIndex: sample + offset, confidence: confidence[k] }));
}

/** The peaks with those of tachycardias, which are read at half speed, in place of the ordinary reading there. */
function withTachycardias(
  peaks: readonly Peak[],
  likely: readonly number[],
  leads: readonly RPeakLead[],
  samplingFrequency: number,
  chosen: number,
): readonly Peak[] {
  let all = peaks;
  for (const span of fastSpans(likely)) {
    const inside = ({ sampleIndex }: Peak) =>
      sampleIndex >= span.from * samplingFrequency && sampleIndex < span.to * samplingFrequency;
    const from = Math.max(0, Math.round((span.from - FAST_MARGIN_SECONDS) * samplingFrequency));
    const to = Math.round((span.to + FAST_MARGIN_SECONDS) * samplingFrequency);
    const part = leads.map(({ name, samples }) => ({ name, samples: samples.subarray(from, to) }));
    const decoded = decodeSlowed(part, samplingFrequency);
    if (!isTachycardia(decoded, all.filter(inside).length)) continue;
    const fast = placePeaks(decoded, part, slowed(samplingFrequency), chosen, from).filter(inside);
    all = [...all.filter((peak) => !inside(peak)), ...fast].sort((a, b) => a.sampleIndex - b.sampleIndex);
  }
  return all;
}

/**
 * R peaks of one lead or many together, sampled alike.
 *
 * Each lead's QRS-band envelope, in units of its usual height, makes candidates; what is measured on each and on the
 * intervals between them are the terms of a linear-chain conditional random field, whose most probable succession is
 * the beats. It is decoded three times: without and twice with what the beats found so far say about the rhythm and
 * the shape of beats. Search-back and T-wave discrimination are what the succession weighs, not separate rules.
 * @param leads surface leads, mV, missing samples NaN, all equally long
 * @param samplingFrequency Hz, 100 or more
 * @throws RangeError for leads of different lengths, too low a sampling frequency or a lead to refine on that is absent
 */
export function detectRPeaks(
  leads: readonly RPeakLead[],
  samplingFrequency: number,
  options: RPeakOptions = {},
): RPeakResult {
  checkLeads(leads, samplingFrequency);
  if (leads.length === 0 || leads[0].samples.length === 0)
    return {
      rPeaks: new Int32Array(0),
      confidence: new Float32Array(0),
      refinedOn: undefined,
      leadWeights: [],
    };
  const stimuli = findStimuli(
    leads.map(({ samples }) => samples),
    samplingFrequency,
  ).map(({ sampleIndex }) => sampleIndex);
  const cleaned = leads.map(({ name, samples }) => ({
    name,
    samples: withoutStimuli(samples, stimuli, samplingFrequency),
  }));
  const decoded = decodeBeats(measureCandidates(cleaned, samplingFrequency), WEIGHTS);
  const weights = leadWeights(decoded.set);
  const chosen = chooseLead(leads, weights, options.refineOn);
  const peaks = placePeaks(decoded, cleaned, samplingFrequency, chosen);
  const { from, to } = wholeQrsRange(leads[0].samples.length, samplingFrequency);
  const all = withTachycardias(peaks, decoded.likely, cleaned, samplingFrequency, chosen).filter(
    ({ sampleIndex }) => sampleIndex >= from && sampleIndex < to,
  );
  return {
    rPeaks: Int32Array.from(all, ({ sampleIndex }) => sampleIndex),
    confidence: Float32Array.from(all, ({ confidence }) => confidence),
    refinedOn: leads[chosen].name,
    leadWeights: weights,
  };
}
