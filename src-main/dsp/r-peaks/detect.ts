import type { CandidateSet } from './candidate-set.ts';
import { measureCandidates } from './candidate-set.ts';
import { decodeBeats } from './decode.ts';
import type { RPeakLead, RPeakOptions, RPeakResult } from './r-peak-lead.ts';
import { refinePeaks } from './refine.ts';
import { findStimuli, withoutStimuli } from '../stimulus.ts';
import { WEIGHTS } from './weights.ts';

/** Below this the QRS band is not in the signal. */
const LOWEST_SAMPLING_FREQUENCY = 100;
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
  const { set, beats, probability } = decodeBeats(measureCandidates(cleaned, samplingFrequency), WEIGHTS);
  const weights = leadWeights(set);
  const chosen = chooseLead(leads, weights, options.refineOn);
  return {
    rPeaks: Int32Array.from(refinePeaks(cleaned, samplingFrequency, set, beats, chosen)),
    confidence: Float32Array.from(probability()),
    refinedOn: leads[chosen].name,
    leadWeights: weights,
  };
}
