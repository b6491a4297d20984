import { butterworthBandPass } from '../filter/butterworth.ts';
import { filterZeroPhase } from '../filter/zero-phase.ts';
import type { CandidateSet } from './candidate-set.ts';
import { blockOf } from './lead-levels.ts';

/*
 * Chosen together on mitdb's records (grid over 1080 settings; the best dozen differ by 25 of 59,713 beats), whose
 * cardiologists mark the R wave of an RS complex, the Q or S where there is no R.
 */
/** Energy within this time makes up the QRS's centre: a broad QRS is 160 ms and more. */
const CENTRE_SECONDS = 0.122;
/** The centre is looked for again around itself: a candidate may sit on one of two humps. */
const ROUNDS = 2;
/** The R peak comes a little before the centre of energy, since S waves and broad ends follow it. */
const AHEAD_SECONDS = 0.011;
/** A deflection this far from there counts 1/e. */
const NEAR_SECONDS = 0.03;
/** A positive deflection is the R wave, though the negative one may be somewhat larger. */
const POSITIVE = 1.5;
/** Deflections are looked for this far from the centre. */
const SEARCH_SECONDS = 0.11;
/** Band in which the R peak is the highest deflection, free of drift and muscle. */
const BAND = { low: 1, high: 30, order: 2 };
/** The sample on the unfiltered lead: filtering moves an extremum by no more than this. */
const SNAP_SECONDS = 0.006;
/** The chosen lead must hold this share of its usual height, against the highest lead; else the highest is taken for that beat. */
const PRESENT = 0.25;
/** ... and this share of that lead's clearness (squared) around the beat. */
const CLEAR = 0.1;

/** Centre of energy of a lead's QRS band around working-rate index `at`, found anew around itself. */
function centreOfEnergy(band: Float64Array, at: number, reach: number): number {
  let centre = at;
  for (let round = 0; round < ROUNDS; round++) {
    let [sum, total] = [0, 0];
    const to = Math.min(Math.round(centre) + reach, band.length - 1);
    for (let n = Math.max(0, Math.round(centre) - reach); n <= to; n++) {
      const energy = band[n] * band[n];
      total += energy;
      sum += energy * n;
    }
    if (total === 0) return centre;
    centre = sum / total;
  }
  return centre;
}

function largestNear(samples: Float64Array, centre: number, samplingFrequency: number): number {
  const reach = SEARCH_SECONDS * samplingFrequency;
  const width = NEAR_SECONDS * samplingFrequency;
  let [best, bestValue] = [Math.round(centre), -1];
  const to = Math.min(Math.floor(centre + reach), samples.length - 1);
  for (let n = Math.max(0, Math.ceil(centre - reach)); n <= to; n++) {
    const height = samples[n] > 0 ? POSITIVE * samples[n] : -samples[n];
    const value = height * Math.exp(-(((n - centre) / width) ** 2));
    if (value > bestValue) [best, bestValue] = [n, value];
  }
  return Math.min(Math.max(best, 0), samples.length - 1);
}

/** The extremum of the unfiltered lead, of the filtered one's sign, next to `at`; `at` itself on a slope, where there is none. */
function snap(samples: Float32Array, at: number, sign: number, samplingFrequency: number): number {
  const reach = Math.max(1, Math.round(SNAP_SECONDS * samplingFrequency));
  const [from, to] = [Math.max(0, at - reach), Math.min(at + reach, samples.length - 1)];
  let best = at;
  for (let n = from; n <= to; n++) if (sign * samples[n] > sign * samples[best]) best = n;
  return best === from || best === to ? at : best;
}

/** Position of the lead that a beat is refined on: the chosen one, or the clearest where that one is lost or noisy. */
function leadFor(set: CandidateSet, beat: number, chosen: number): number {
  const block = blockOf(set.levels[0], set.at[beat]);
  const height = (lead: number) => Math.exp(set.leadHeights[lead][beat]);
  const weight = (lead: number) => set.levels[lead].weight[block];
  let clearest = chosen;
  for (let lead = 0; lead < set.features.length; lead++)
    if (height(lead) * weight(lead) > height(clearest) * weight(clearest)) clearest = lead;
  const lost = height(chosen) < PRESENT * height(clearest);
  return lost || weight(chosen) < CLEAR * weight(clearest) ? clearest : chosen;
}

/** Moves beats (positions in the set) to the R peak on the chosen lead. @returns sample indices, rising */
export function refinePeaks(
  leads: readonly { readonly samples: Float32Array }[],
  samplingFrequency: number,
  set: CandidateSet,
  beats: readonly number[],
  chosen: number,
): number[] {
  const { step } = set.features[0];
  const reach = Math.round(CENTRE_SECONDS * set.rate);
  const sections = butterworthBandPass(BAND.order, BAND.low, BAND.high, samplingFrequency);
  const filtered = new Map<number, Float64Array>();
  return beats.map((beat) => {
    const lead = leadFor(set, beat, chosen);
    const { samples } = leads[lead];
    const passed = filtered.get(lead) ?? filterZeroPhase(sections, samples);
    filtered.set(lead, passed);
    const centre = centreOfEnergy(set.features[lead].band, set.at[beat], reach) * step;
    const at = largestNear(passed, centre - AHEAD_SECONDS * samplingFrequency, samplingFrequency);
    return snap(samples, at, Math.sign(passed[at]), samplingFrequency);
  });
}
