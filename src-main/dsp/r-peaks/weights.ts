import type { DecodingWeights } from './decode.ts';

/*
 * Fitted by `node test/dsp/fit/fit-r-peaks.ts` on mitdb's records (both leads, and each alone) and simulated children;
 * the same command with `--folds 5` cross-validates them over records.
 */

export const WEIGHTS: DecodingWeights = {
  first: {
    evidence: [0.891, 1.744, 0.165, 1.658, 0.898, 1.837, 0.169, 1.128, 0.432, -0.007, 0, 0, 0, 0, 0, 0, 0, 0],
    interval: [-1.88, -0.659, -0.325, -1.533, -0.099, -0.631, -0.48, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
  context: {
    evidence: [
      -0.351, 0.872, 0.018, 0.993, 1.102, 1.194, 0.1, 0.511, -0.645, -0.665, 0.729, -0.176, 0.153, 1.997,
      0.262, 0.893, 1.001, -1.2,
    ],
    interval: [
      -1.239, -0.352, -0.251, -0.921, 0.254, -0.418, -0.2, -0.605, -0.531, -0.446, -0.255, -0.495, -0.095,
      0.501, 0.071, 0.043, -0.397, -0.483, 0.447,
    ],
  },
};
