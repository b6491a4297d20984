import type { SequenceWeights } from './sequence.ts';

/** Before any beat is known. Fitted by test/dsp/fit/fit-r-peaks.ts. */
export const FIRST_WEIGHTS: SequenceWeights = {
  evidence: [2.176, 2.933, 1.02, 1.508, 0.851, 1.702, 0.034, 1.16, 0.518, 0.606, 0, 0, 0, 0, 0, 0, 0, 0],
  interval: [-1.282, -0.911, -0.791, -1.013, -0.689, -0.857, -0.615, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
};

/** With the beats around known. */
export const CONTEXT_WEIGHTS: SequenceWeights = {
  evidence: [
    0.411, 1.248, 0.726, 0.782, 0.348, 1.079, -0.079, 1.053, -0.103, -0.033, 1.359, 0.626, -0.219, 0.909,
    0.576, 1.988, 0, 0,
  ],
  interval: [
    -1.082, -0.288, 0.007, -0.507, 0.274, -0.328, 0.132, -0.535, -0.611, -0.457, -0.337, -0.28, -0.033, 0.535,
    0.018, -0.35, -0.348, -0.227, 0.59,
  ],
};
