import type { Random } from '../../src-main/domain/random.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { ndarray } from '../../src-main/engine/ndarray.ts';
import type { NdArray } from '../../src-main/engine/ndarray.ts';
import type { Tensor } from '../../src-main/engine/tensor.ts';
import { sizeOf } from '../../src-main/engine/tensor.ts';
import type { NetworkConfig } from '../../src-main/network/network-config.ts';
import { REFERENCE_NETWORK } from '../../src-main/network/network-config.ts';
import type { TrainingProgram } from '../../src-main/network/training-program.ts';
import { drawMasks, initialState, stepScalars } from '../../src-main/network/training-program.ts';

const STEM = { filters: 4, kernel: 5 };
const BLOCKS = [
  { filters: 4, kernel: 5 },
  { filters: 8, kernel: 3 },
];

/** The reference network's form at a few thousandths of its size. */
export const TINY: NetworkConfig = {
  ...REFERENCE_NETWORK,
  windowLength: 32,
  ecg: { channels: ['I', 'II'], stem: STEM, blocks: BLOCKS },
  iegm: { channels: ['CS12'], stem: STEM, blocks: BLOCKS },
  width: 8,
  groups: 2,
  attentionHeads: 2,
  semanticWidth: 4,
  feedForward: 8,
  priors: 3,
  priorWidth: 4,
  projection: 8,
  heads: [
    { name: 'origin', classes: ['a', 'b', 'c'] },
    { name: 'conduction', classes: ['x', 'y'] },
  ],
};

type Feeds = Record<string, Float32Array>;

function valuesOf(name: string, shape: readonly number[], random: Random): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const fill = (next: (i: number) => number): Float32Array => values.map((_, i) => next(i));
  if (name.endsWith('.present')) return fill(() => (random.next() < 0.8 ? 1 : 0));
  if (name.startsWith('labels.')) {
    const classes = shape[1]!;
    for (let row = 0; row < shape[0]!; row++) values[row * classes + random.integer(classes)] = 1;
    return values;
  }
  if (name === 'weights') return fill((i) => (i === 1 ? 0 : 0.5 + random.next()));
  if (name.startsWith('log-prior')) return fill(() => -1 - random.next());
  if (name.startsWith('class-weights')) return fill(() => 0.5 + random.next());
  return fill(() => random.normal());
}

/** A batch of random but plausible values for every feed of a training program. */
export function randomFeeds(training: TrainingProgram, seed: number, step = 1, lambda = 0.35): Feeds {
  const random = makeRandom(seed);
  const feeds: Feeds = {};
  for (const { name, shape } of training.program.feeds)
    feeds[name] = valuesOf(name, shape, random.fork(name));
  return { ...feeds, ...drawMasks(training, random), ...stepScalars(training, step, 1e-3, lambda) };
}

/** A state as it is in the middle of training: parameters moved off their start, prototypes of all classes but the last met. */
export function randomState(training: TrainingProgram, seed: number): Feeds {
  const random = makeRandom(seed);
  const state = initialState(training, random);
  state.parameters = state.parameters!.map((value) => value + 0.1 * random.normal());
  // Moments well away from 0: the very first AdamW step is the gradient's sign, which rounding decides where it is 0.
  state['first-moment'] = state['first-moment']!.map(() => 0.01 * random.normal());
  state['second-moment'] = state['second-moment']!.map(() => 0.001 + 0.001 * random.next());
  if (!state.prototypes) return state;
  const classes = state.seen!.length;
  const width = state.prototypes.length / classes;
  for (let c = 0; c < classes - 1; c++) {
    const row = Float32Array.from({ length: width }, () => random.normal());
    const length = Math.hypot(...row);
    state.prototypes.set(
      row.map((value) => value / length),
      c * width,
    );
    state.seen![c] = 1;
  }
  for (let i = 0; i < classes; i++)
    for (let k = 0; k <= i; k++) {
      const likeness = random.next() - 0.5;
      state.similarity![i * classes + k] = likeness;
      state.similarity![k * classes + i] = likeness;
    }
  return state;
}

/** Feeds and state as the reference evaluator takes them. */
export function arraysOf(training: TrainingProgram, feeds: Feeds, state: Feeds): Map<Tensor, NdArray> {
  const { program } = training;
  return new Map([
    ...program.feeds.map((t): [Tensor, NdArray] => [t, ndarray(t.shape, feeds[t.name]!)]),
    ...program.state.map(({ name, input }): [Tensor, NdArray] => [input, ndarray(input.shape, state[name]!)]),
  ]);
}
