import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { openOnnxRunner } from '../../src-main/engine/onnx/onnx-runner.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { evaluationProgram, exportNetwork } from '../../src-main/network/inference-program.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import type { NetworkConfig } from '../../src-main/network/network-config.ts';
import { NETWORK_VARIANTS } from '../../src-main/network/network-config.ts';
import {
  drawMasks,
  initialState,
  stepScalars,
  trainingProgram,
} from '../../src-main/network/training-program.ts';
import type { TrainingProgram } from '../../src-main/network/training-program.ts';
import { randomFeeds, TINY } from './tiny.ts';

const BATCH = 64;
/** Wide enough to remember 64 random examples. */
const SMALL: NetworkConfig = {
  ...TINY,
  ecg: {
    channels: ['I', 'II'],
    stem: { filters: 16, kernel: 5 },
    blocks: [
      { filters: 16, kernel: 5 },
      { filters: 16, kernel: 3 },
    ],
  },
  iegm: {
    channels: ['CS12'],
    stem: { filters: 16, kernel: 5 },
    blocks: [
      { filters: 16, kernel: 5 },
      { filters: 16, kernel: 3 },
    ],
  },
  width: 16,
  feedForward: 32,
};

function accuracy(logits: Float32Array, labels: Float32Array): number {
  const classes = labels.length / BATCH;
  const best = (values: Float32Array, row: number): number => {
    const part = values.subarray(row * classes, (row + 1) * classes);
    return part.indexOf(Math.max(...part));
  };
  return (
    Array.from({ length: BATCH }, (_, row) => (best(logits, row) === best(labels, row) ? 1 : 0)).reduce(
      (a: number, b) => a + b,
      0,
    ) / BATCH
  );
}

async function overfit(
  training: TrainingProgram,
  steps: number,
): Promise<{ feeds: Record<string, Float32Array>; parameters: Float32Array; loss: number }> {
  const random = makeRandom(1);
  const feeds = randomFeeds(training, 1);
  feeds.weights!.fill(1);
  for (const name of Object.keys(feeds)) if (name.startsWith('log-prior')) feeds[name]!.fill(0);
  const runner = await openOnnxRunner(training.program, { device: 'cpu', threads: 1 });
  await runner.writeState(initialState(training, random));
  let loss = Infinity;
  for (let step = 1; step <= steps; step++) {
    const rate = 3e-3 * Math.min(1, step / 20);
    const results = await runner.run({
      ...feeds,
      ...drawMasks(training, random),
      ...stepScalars(training, step, rate, 0.35),
    });
    loss = results['loss.classification']![0]!;
  }
  const { parameters } = await runner.readState();
  await runner.dispose();
  return { feeds, parameters: parameters!, loss };
}

describe('learning', { timeout: 120_000 }, () => {
  it.each(Object.keys(NETWORK_VARIANTS) as (keyof typeof NETWORK_VARIANTS)[])(
    '%s remembers 64 examples with random labels',
    async (name) => {
      const network = NETWORK_VARIANTS[name]({ ...SMALL, dropout: 0 });
      const training = trainingProgram({ network, loss: LOSSES.agcacl, batchSize: BATCH });
      const { feeds, parameters, loss } = await overfit(training, 300);
      expect(loss).toBeLessThan(0.1);
      const { program } = evaluationProgram(network, BATCH);
      const runner = await openOnnxRunner(program, { device: 'cpu', threads: 1 });
      const results = await runner.run({ ...feeds, parameters });
      await runner.dispose();
      for (const head of network.heads)
        expect(accuracy(results[`logits.${head.name}`]!, feeds[`labels.${head.name}`]!)).toBe(1);
    },
  );

  it('learns under dropout, too', async () => {
    const training = trainingProgram({ network: SMALL, loss: LOSSES.agcacl, batchSize: BATCH });
    expect((await overfit(training, 300)).loss).toBeLessThan(0.7);
  });

  it('weighs padding 0: what it holds changes nothing', async () => {
    const training = trainingProgram({ network: TINY, loss: LOSSES.agcacl, batchSize: 8 });
    const outcome = async (filling: number): Promise<Float32Array> => {
      const feeds = randomFeeds(training, 1);
      feeds.weights!.fill(1).fill(0, 6);
      feeds.ecg!.fill(filling, (feeds.ecg!.length * 6) / 8);
      const runner = await openOnnxRunner(training.program, { device: 'cpu', threads: 1 });
      await runner.writeState(initialState(training, makeRandom(1)));
      await runner.run(feeds);
      const { parameters } = await runner.readState();
      await runner.dispose();
      return parameters!;
    };
    expect(await outcome(0)).toEqual(await outcome(3));
  });
});

describe('the exported file', () => {
  it('gives at any batch what the training graph gives, with weights that are weights', async () => {
    const training = trainingProgram({ network: { ...TINY, dropout: 0 }, loss: LOSSES.agcacl, batchSize: 8 });
    const parameters = training.parameters.initialise(makeRandom(3));
    const feeds = randomFeeds(training, 2);
    const runner = await openOnnxRunner(training.program, { device: 'cpu', threads: 1 });
    await runner.writeState({ ...initialState(training, makeRandom(3)) });
    const expected = await runner.run(feeds);
    await runner.dispose();
    const { session } = await openSession(exportNetwork(TINY, parameters, { name: 'test' }), {
      device: 'cpu',
      threads: 1,
    });
    const { Tensor } = await loadRuntime();
    for (const batch of [8, 1]) {
      const inputs = training.program.feeds.filter(({ name }) => session.inputNames.includes(name));
      expect(inputs).toHaveLength(session.inputNames.length);
      const results = await session.run(
        Object.fromEntries(
          inputs.map(({ name, shape }) => {
            const size = feeds[name]!.length / 8;
            return [
              name,
              new Tensor('float32', feeds[name]!.slice(0, batch * size), [batch, ...shape.slice(1)]),
            ];
          }),
        ),
      );
      const read = (name: string): Float32Array => results[name]!.data as Float32Array;
      for (const { name, classes } of TINY.heads) {
        const rows = expected[`logits.${name}`]!.slice(0, batch * classes.length);
        read(`logits.${name}`).forEach((value, i) => expect(value).toBeCloseTo(rows[i]!, 5));
      }
      expect(
        read('probabilities.origin')
          .slice(0, 3)
          .reduce((a, b) => a + b),
      ).toBeCloseTo(1, 6);
      expect(results['view.weight-on-iegm']!.dims).toEqual([batch, 4]);
      for (const value of read('view.weight-on-iegm')) expect(value > 0 && value < 1).toBe(true);
      expect(results['view.cross.ecg']!.dims).toEqual([batch, 2, 4, 4]);
      expect(results['view.transformer.layer2']!.dims).toEqual([batch, 2, 1, 5]);
      expect(
        read('view.transformer.layer1')
          .slice(0, 5)
          .reduce((a, b) => a + b),
      ).toBeCloseTo(1, 6);
      expect(Math.hypot(...read('projection').slice(0, 8))).toBeCloseTo(1, 5);
    }
    await session.release();
  });
});
