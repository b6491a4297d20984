import { argmaxRows, softmaxRows, topRows } from './probabilities.ts';

/** Examples whose top probability lies in one of equally wide bins: how many, their mean confidence, the share that is right. */
export interface ReliabilityBin {
  readonly count: number;
  readonly confidence: number;
  readonly right: number;
}

/**
 * The bins that hold an example, from the least confident (Guo et al., ICML 2017).
 * @param probabilities `[examples][classes]`
 */
export function reliabilityBins(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  bins = 15,
): ReliabilityBin[] {
  const top = topRows(probabilities, classes);
  const best = argmaxRows(probabilities, classes);
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  top.forEach((confidence, i) => {
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))];
    bin.count++;
    bin.confidence += confidence;
    if (best[i] === labels[i]) bin.right++;
  });
  return sums
    .filter(({ count }) => count > 0)
    .map(({ count, confidence, right }) => ({ count, confidence: confidence / count, right: right / count }));
}

/** Expected calibration error: the mean distance of confidence from what is right, each bin by its examples. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, confidence, right }) => sum + (count / total) * Math.abs(confidence - right),
    0,
  );
}

function negativeLogLikelihood(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  t: number,
): number {
  const p = softmaxRows(logits, classes, t);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum -= Math.log(Math.max(1e-12, p[i * classes + labels[i]]));
  return sum / Math.max(1, labels.length);
}

/**
 * The temperature that minimises the negative log likelihood of held-out logits (Guo et al., ICML 2017), by golden
 * section over its logarithm in [0.1, 10]; 1 where there is nothing to fit.
 */
export function fitTemperature(logits: Float32Array, labels: ArrayLike<number>, classes: number): number {
  if (labels.length === 0) return 1;
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.1), Math.log(10)];
  const loss = (x: number): number => negativeLogLikelihood(logits, labels, classes, Math.exp(x));
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [fa, fb] = [loss(a), loss(b)];
  for (let step = 0; step < 40; step++) {
    if (fa < fb) {
      [high, b, fb] = [b, a, fa];
      a = high - ratio * (high - low);
      fa = loss(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + ratio * (high - low);
      fb = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}
