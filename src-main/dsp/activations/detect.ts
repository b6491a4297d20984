import { percentile } from '../normalise.ts';
import { electrogramFeature } from './electrogram-feature.ts';
import type { ElectrogramFeature } from './electrogram-feature.ts';
import type { Activation, ActivationOptions, ActivationResult, FieldKind } from './activation.ts';
import { localLevels } from './local-levels.ts';
import { nearRuleOf, withinQrs } from './near-rule.ts';

/** A far field is told from another, and from the near field beside it, by this. */
const FAR_SECONDS = 0.06;
/** A far field reaches this share of the largest deflections around it ... chosen on fixtures, see test. */
const FAR_SHARE = 0.15;
/** ... and this many times the noise around it; a near field's steep part this many. */
const TIMES_NOISE = 5;
/** Where the steepest point is looked for around an envelope's top: near fields are short, far fields long. */
const STEEPEST_SECONDS = { near: 0.012, far: 0.02 } as const;

interface PeakRule {
  readonly share: number;
  readonly refractory: number;
  readonly accept: (sampleIndex: number, top: number) => boolean;
}

/** Maxima of an envelope above its thresholds, the larger of two that are closer than the refractory time (samples). */
function peaksOf(
  envelope: Float64Array,
  samplingFrequency: number,
  { share, refractory, accept }: PeakRule,
): number[] {
  const { top, noise } = localLevels(envelope, samplingFrequency);
  const found: number[] = [];
  for (let n = 1; n + 1 < envelope.length; n++) {
    const value = envelope[n];
    if (value < envelope[n - 1] || value <= envelope[n + 1]) continue;
    if (value < share * top(n) || value < TIMES_NOISE * noise(n) || !accept(n, top(n))) continue;
    const last = found[found.length - 1];
    if (last === undefined || n - last >= refractory) found.push(n);
    else if (value > envelope[last]) found[found.length - 1] = n;
  }
  return found;
}

function nearFields(feature: ElectrogramFeature, fs: number, options: ActivationOptions): number[] {
  const rule = nearRuleOf(options.group);
  const { steep, sharpnessAt } = feature;
  const steepOnes = peaksOf(steep, fs, {
    share: Math.min(rule.share, rule.shareInQrs),
    refractory: 0,
    accept: () => true,
  });
  const inQrs = options.rPeaks && withinQrs(steepOnes, options.rPeaks, fs);
  const quiet = new Map(steepOnes.map((at, k) => [at, !inQrs?.[k]]));
  const peaks = peaksOf(steep, fs, {
    share: Math.min(rule.share, rule.shareInQrs),
    refractory: rule.refractory * fs,
    accept: (at, top) =>
      quiet.get(at)
        ? steep[at] >= rule.share * top && sharpnessAt(at) >= rule.sharpness
        : steep[at] >= rule.shareInQrs * top && sharpnessAt(at) >= rule.sharpnessInQrs,
  });
  return rule.tail ? withoutTails(peaks, steep, rule.tail.seconds * fs, rule.tail.share) : peaks;
}

/** Without the last ripples of a large deflection: they come soon after it and are much smaller. */
function withoutTails(
  peaks: readonly number[],
  steep: Float64Array,
  within: number,
  share: number,
): number[] {
  const kept: number[] = [];
  for (const at of peaks) {
    const last = kept[kept.length - 1];
    if (last === undefined || at - last > within || steep[at] >= share * steep[last]) kept.push(at);
  }
  return kept;
}

/** Blunt deflections with no near field beside them. Both lists in rising order. */
function farFields(feature: ElectrogramFeature, fs: number, near: readonly number[]): number[] {
  const apart = FAR_SECONDS * fs;
  let next = 0;
  return peaksOf(feature.envelope, fs, { share: FAR_SHARE, refractory: apart, accept: () => true }).filter(
    (at) => {
      while (next < near.length && near[next] < at - apart) next++;
      return next >= near.length || near[next] > at + apart;
    },
  );
}

function extremes(samples: Float64Array, from: number, to: number): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (let n = Math.max(0, from); n < Math.min(to, samples.length); n++) {
    if (samples[n] < low) low = samples[n];
    if (samples[n] > high) high = samples[n];
  }
  return { low, high };
}

/** Where several slopes of a fractionated complex are nearly as steep, the front has passed at the first. */
const NEARLY = 0.6;

/** The first of the steepest slopes within `reach` samples. */
function steepest(samples: Float64Array, at: number, reach: number): number {
  const [from, to] = [Math.max(1, at - reach), Math.min(at + reach, samples.length - 2)];
  const slope = (n: number): number => Math.abs(samples[n + 1] - samples[n - 1]);
  let largest = 0;
  for (let n = from; n <= to; n++) largest = Math.max(largest, slope(n));
  for (let n = from; n <= to; n++) {
    if (slope(n) < NEARLY * largest) continue;
    while (n < to && slope(n + 1) > slope(n)) n++;
    return n;
  }
  return at;
}

/**
 * Local activations of one bipolar electrogram (CS, ABL, RVA, HIS ...), near field told from far field.
 * @param electrogram mV, missing samples NaN
 * @param samplingFrequency Hz, 200 or more
 * @throws RangeError below 200 Hz, where an activation's steep part is not in the signal
 */
export function detectActivations(
  electrogram: Float32Array,
  samplingFrequency: number,
  options: ActivationOptions = {},
): ActivationResult {
  if (!(samplingFrequency >= 200))
    throw new RangeError(`Activations need 200 Hz or more, not ${samplingFrequency} Hz.`);
  const feature = electrogramFeature(electrogram, samplingFrequency, options.stimuli ?? []);
  const near = nearFields(feature, samplingFrequency, options);
  const far = farFields(feature, samplingFrequency, near);
  const describe = (at: number, kind: FieldKind): Activation => {
    const reach = Math.round(STEEPEST_SECONDS[kind] * samplingFrequency);
    const { low, high } = extremes(feature.fine, at - reach, at + reach + 1);
    const sampleIndex = steepest(feature.fine, at, reach);
    return { sampleIndex, kind, amplitude: high - low, sharpness: feature.sharpnessAt(at) };
  };
  const details = [...near.map((at) => describe(at, 'near')), ...far.map((at) => describe(at, 'far'))].sort(
    (a, b) => a.sampleIndex - b.sampleIndex,
  );
  return {
    activations: Int32Array.from(details, ({ sampleIndex }) => sampleIndex),
    kinds: details.map(({ kind }) => kind),
    details,
  };
}

/** ms between successive activations of a kind; [count - 1] */
export function cycleLengths(activations: ArrayLike<number>, samplingFrequency: number): Float64Array {
  const lengths = new Float64Array(Math.max(0, activations.length - 1));
  for (let n = 0; n < lengths.length; n++)
    lengths[n] = ((activations[n + 1] - activations[n]) * 1000) / samplingFrequency;
  return lengths;
}

/** The median cycle length in ms; undefined of fewer than two activations. */
export function medianCycleLength(
  activations: ArrayLike<number>,
  samplingFrequency: number,
): number | undefined {
  const lengths = cycleLengths(activations, samplingFrequency);
  return lengths.length === 0 ? undefined : percentile(lengths, 50);
}
