import type { DecodingWeights } from './decode.ts';

/**
 * Fitted by `node test/dsp/fit/fit-r-peaks.ts` on mitdb's records (both leads, and each alone) and simulated children;
 * the same command with `--folds 5` cross-validates them over records. The likeliest succession has more extra beats
 * than missed ones; the last decision's bias is PRUDENCE lower than fitted, which cross-validation chose (see there).
 */
export const WEIGHTS: DecodingWeights = {
  first: {
    evidence: [0.991, 1.814, 0.108, 1.632, 0.926, 1.797, 0.118, 1.202, 0.385, -0.058, 0, 0, 0, 0, 0, 0, 0, 0],
    interval: [-1.711, -0.762, -0.346, -1.687, -0.152, -0.644, -0.475, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
  context: {
    evidence: [
      -0.613, 0.954, -0.02, 0.98, 1.145, 1.166, 0.101, 0.568, -0.706, -0.656, 0.74, -0.182, 0.144, 2.033,
      0.262, 0.917, 0.999, -1.199,
    ],
    interval: [
      -1.136, -0.367, -0.275, -0.998, 0.228, -0.446, -0.232, -0.58, -0.538, -0.493, -0.221, -0.452, -0.099,
      0.437, 0.017, 0.131, -0.318, -0.488, 0.426,
    ],
  },
};
