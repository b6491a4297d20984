import type { Random } from '../../domain/random.ts';

/** How training examples are varied; all zero switches it off. Every draw comes from the run's seed. */
export interface Augmentation {
  /** Largest shift in time, samples either way, all channels together. */
  readonly shift: number;
  /** Gain of each channel lies in 1 +- this. */
  readonly gain: number;
  /** Standard deviation of added white noise, in normalised units. */
  readonly noise: number;
  readonly leadDropout: number;
  readonly iegmDropout: number;
  /** Share of examples left with lead II and one precordial lead alone, as a Holter recording has them. */
  readonly twoLeads: number;
  /** Share of examples whose electrograms get a random high-pass of 2 to 30 Hz: recorders differ. */
  readonly iegmHighPass: number;
  /** Standard deviation of noise on the standardised priors. */
  readonly priorNoise: number;
  /** Share of examples whose priors are all withheld. */
  readonly priorDropout: number;
}

export const DEFAULT_AUGMENTATION: Augmentation = {
  shift: 8,
  gain: 0.1,
  noise: 0.05,
  leadDropout: 0.1,
  iegmDropout: 0.1,
  twoLeads: 0.15,
  iegmHighPass: 0.3,
  priorNoise: 0.2,
  priorDropout: 0,
};

export const NO_AUGMENTATION: Augmentation = {
  shift: 0,
  gain: 0,
  noise: 0,
  leadDropout: 0,
  iegmDropout: 0,
  twoLeads: 0,
  iegmHighPass: 0,
  priorNoise: 0,
  priorDropout: 0,
};

function shiftRow(row: Float32Array, shift: number): void {
  if (shift > 0) {
    row.copyWithin(shift, 0, row.length - shift);
    row.fill(row[shift], 0, shift);
  } else if (shift < 0) {
    row.copyWithin(0, -shift);
    row.fill(row[row.length + shift - 1], row.length + shift);
  }
}

/** First-order high-pass, run both ways so that deflections stay where they are. */
function highPassRow(row: Float32Array, cutoff: number, samplingFrequency: number): void {
  const keep = Math.exp((-2 * Math.PI * cutoff) / samplingFrequency);
  for (let pass = 0; pass < 2; pass++) {
    let low = row[0];
    for (let t = 0; t < row.length; t++) {
      low = keep * low + (1 - keep) * row[t];
      row[t] -= low;
    }
    row.reverse();
  }
}

/** Table of normal draws: noise is read from a random place in it, a hundredth of the cost of drawing each. */
export function noiseTable(random: Random, length = 65_536): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}

function addNoise(row: Float32Array, deviation: number, table: Float32Array, random: Random): void {
  let at = random.integer(table.length);
  const step = 1 + 2 * random.integer(8);
  for (let t = 0; t < row.length; t++) {
    row[t] += deviation * table[at];
    at = (at + step) % table.length;
  }
}

const PRECORDIAL = ['V1', 'V2', 'V5'] as const;

/** Leaves one example with lead II and one precordial lead, in place; nothing happens where the network lacks them. */
export function leaveTwoLeads(
  ecg: BranchRows | undefined,
  iegm: BranchRows | undefined,
  leads: readonly string[],
  random: Random,
): void {
  const second = leads.indexOf(PRECORDIAL[random.integer(PRECORDIAL.length)]);
  const first = leads.indexOf('II');
  if (!ecg || first < 0 || second < 0 || ecg.present[first] === 0) return;
  leads.forEach((_, channel) => {
    if (channel !== first && channel !== second) withhold(ecg, channel);
  });
  iegm?.present.forEach((_, channel) => withhold(iegm, channel));
}

function withhold({ signals, present, windowSamples }: BranchRows, channel: number): void {
  signals.fill(0, channel * windowSamples, (channel + 1) * windowSamples);
  present[channel] = 0;
}

export interface BranchRows {
  /** One example's channels, `[channels][samples]`, changed in place. */
  readonly signals: Float32Array;
  readonly present: Float32Array;
  readonly windowSamples: number;
}

/** Varies one branch of one example in place; absent channels stay zeros. */
export function augmentBranch(
  { signals, present, windowSamples }: BranchRows,
  band: 'ecg' | 'iegm',
  shift: number,
  options: Augmentation,
  samplingFrequency: number,
  table: Float32Array,
  random: Random,
): void {
  const isDropped = band === 'iegm' && random.next() < options.iegmDropout;
  const cutoff =
    band === 'iegm' && random.next() < options.iegmHighPass ? 2 * 15 ** random.next() : undefined;
  for (let channel = 0; channel < present.length; channel++) {
    const row = signals.subarray(channel * windowSamples, (channel + 1) * windowSamples);
    const gain = 1 + options.gain * (2 * random.next() - 1);
    const drop = random.next() < options.leadDropout;
    if (present[channel] === 0) continue;
    if (isDropped || drop) {
      row.fill(0);
      present[channel] = 0;
      continue;
    }
    if (shift !== 0) shiftRow(row, shift);
    if (cutoff !== undefined) highPassRow(row, cutoff, samplingFrequency);
    for (let t = 0; t < row.length; t++) row[t] *= gain;
    if (options.noise > 0) addNoise(row, options.noise, table, random);
  }
}
