import type { DecodingWeights } from './decode.ts';

/**
 * Fitted by `node test/dsp/fit/fit-r-peaks.ts` on mitdb's records (both leads, and each alone) and simulated children;
 * the same command with `--folds 5` cross-validates them over records. The likeliest succession has more extra beats
 * than missed ones; the last decision's bias is PRUDENCE lower than fitted, which cross-validation chose (see there).
 */
export const WEIGHTS: DecodingWeights = {
  first: {
    evidence: [
      0.188, 1.335, -0.055, 0.873, 0.972, 1.068, -0.768, 0.775, 0.449, 0.991, 2.696, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0,
    ],
    interval: [-1.101, -0.513, -0.644, -1.696, -0.474, -0.801, -0.535, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
  context: {
    evidence: [
      -0.65, 0.411, -0.132, 0.551, 0.737, 0.523, -0.572, 0.318, -0.231, -0.141, 2.305, 0.592, -0.069, -0.054,
      1.696, 0.116, 0.711, 0.861, -0.89, 0.46, 0.244, -0.171,
    ],
    interval: [
      -0.472, -0.155, -0.342, -0.913, 0.102, -0.444, -0.11, -1.012, -0.776, -0.388, -0.317, -0.382, -0.028,
      0.022, -0.191, -0.157, -0.357, -0.349, 0.493,
    ],
  },
};
