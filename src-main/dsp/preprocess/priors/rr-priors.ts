import { clip, logRatio, medianOf, quantileOf, quantilesAround } from './statistics.ts';

/**
 * What the R-R intervals around a beat say, relative to the patient's own: a premature beat is premature against
 * this patient's rhythm, not against a number of ms. All ratios are natural logarithms.
 */
export const RR_PRIORS = [
  'rr-pre-to-local',
  'rr-post-to-local',
  'rr-pre-to-post',
  'rr-pre-to-previous',
  'rr-post-to-next',
  'rr-pre-to-record',
  'rr-pre-to-slow-local',
  'rr-pre-to-slow-record',
  'rr-pair-to-local',
  'rr-last-three-to-wide',
  'rr-pre-seconds',
  'rr-local-seconds',
  'rr-local-irregularity',
  'rr-record-irregularity',
  'rr-earliness-run',
  'rr-pre-surprise',
  'rr-post-surprise',
] as const;

/** Beats either side that make the local, the wide and the irregularity context (chosen by cross-validation over mitdb's DS1). */
const LOCAL = 6;
const WIDE = 24;
const IRREGULARITY = 15;
/** Keeps the surprise of a beat finite in a perfectly regular rhythm: the usual beat-to-beat change at rest. */
const IRREGULARITY_FLOOR = 0.04;
/** R-R outside these (s) is a pause in detection or a double count; clipped so that it cannot swamp a mean. */
const RR_RANGE = [0.2, 3] as const;

function intervalsOf(rPeaks: ArrayLike<number>, fs: number): Float64Array {
  const rr = new Float64Array(rPeaks.length + 1);
  for (let i = 1; i < rPeaks.length; i++) {
    rr[i] = Math.max(RR_RANGE[0], Math.min(RR_RANGE[1], (rPeaks[i] - rPeaks[i - 1]) / fs));
  }
  rr[0] = rr[1] || 0.8;
  rr[rPeaks.length] = rr[rPeaks.length - 1];
  return rr;
}

/** |ln| of each interval against that `lag` beats before. */
function stepsOf(rr: Float64Array, lag: number): Float64Array {
  const steps = new Float64Array(rr.length);
  for (let i = lag; i < rr.length; i++) steps[i] = Math.abs(Math.log(rr[i] / rr[i - lag]));
  return steps;
}

/**
 * How irregular the rhythm is around each beat: median beat-to-beat change, at the lag of 1 to 4 beats at which it is
 * least. Bigeminy and quadrigeminy repeat; only fibrillation is irregular at every lag.
 */
function irregularitiesAround(lags: readonly Float64Array[], reach: number): Float64Array {
  const medians = lags.map((steps) => quantilesAround(steps, reach, 0.5));
  return lags[0].map((_, i) => Math.min(...medians.map((median) => median[i])));
}

/** Beats in a row, this one included, that come earlier than 0.85 of the slow local interval (at most 8 are counted). */
function earlinessRuns(toSlow: Float64Array): Float64Array {
  const runs = new Float64Array(toSlow.length);
  for (let i = 0; i < runs.length; i++)
    runs[i] = toSlow[i] < Math.log(0.85) ? Math.min(8, 1 + (i > 0 ? runs[i - 1] : 0)) : 0;
  return runs;
}

/**
 * @param rPeaks sample indices in time order
 * @param fs Hz
 * @returns `[beats][RR_PRIORS]`, row by row
 */
export function rrPriors(rPeaks: ArrayLike<number>, fs: number): Float32Array {
  const beats = rPeaks.length;
  const width = RR_PRIORS.length;
  const out = new Float32Array(beats * width);
  if (beats < 2) return out;
  const rr = intervalsOf(rPeaks, fs);
  const lags = [1, 2, 3, 4].map((lag) => stepsOf(rr, lag));
  const recordMedian = medianOf(rr);
  const recordSlow = quantileOf(rr, 0.9);
  const recordIrregularity = Math.min(...lags.map(medianOf));
  const slow = quantilesAround(rr, WIDE, 0.8);
  const wide = quantilesAround(rr, WIDE, 0.5);
  const near = quantilesAround(rr, LOCAL, 0.5);
  const irregularities = irregularitiesAround(lags, IRREGULARITY);
  const toSlow = Float64Array.from({ length: beats }, (_, i) => logRatio(rr[i], slow[i]));
  const runs = earlinessRuns(toSlow);
  for (let i = 0; i < beats; i++) {
    const pre = rr[i];
    const post = rr[i + 1];
    const local = near[i];
    const irregularity = irregularities[i];
    const lastThree = (rr[i] + rr[Math.max(0, i - 1)] + rr[Math.max(0, i - 2)]) / 3;
    out.set(
      [
        logRatio(pre, local),
        logRatio(post, local),
        logRatio(pre, post),
        logRatio(pre, rr[Math.max(0, i - 1)]),
        logRatio(post, rr[Math.min(beats, i + 2)]),
        logRatio(pre, recordMedian),
        toSlow[i],
        logRatio(pre, recordSlow),
        logRatio((pre + post) / 2, local),
        logRatio(lastThree, wide[i]),
        pre,
        local,
        clip(irregularity, 1),
        clip(recordIrregularity, 1),
        runs[i] / 8,
        clip(logRatio(pre, local) / (IRREGULARITY_FLOOR + irregularity), 6) / 3,
        clip(logRatio(post, local) / (IRREGULARITY_FLOOR + irregularity), 6) / 3,
      ],
      i * width,
    );
  }
  return out;
}
