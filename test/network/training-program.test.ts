import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { evaluate } from '../../src-main/engine/graph/evaluate.ts';
import { openOnnxRunner } from '../../src-main/engine/onnx/onnx-runner.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import type { LossName } from '../../src-main/network/loss-config.ts';
import { NETWORK_VARIANTS, REFERENCE_NETWORK } from '../../src-main/network/network-config.ts';
import type { NetworkConfig } from '../../src-main/network/network-config.ts';
import { parameterTable } from '../../src-main/network/parameters.ts';
import { trainingProgram } from '../../src-main/network/training-program.ts';
import { relativeError } from '../engine/numeric.ts';
import { arraysOf, randomFeeds, randomState, TINY } from './tiny.ts';

const BATCH = 6;

/** Relative error of the flat gradient along random directions against central differences of the loss, in float64. */
function directionalError(network: NetworkConfig, loss: LossName, directions: number): number {
  const training = trainingProgram({ network, loss: LOSSES[loss], batchSize: BATCH });
  const seam = training.program.seam!;
  const values = arraysOf(training, randomFeeds(training, 3), randomState(training, 4));
  const gradient = evaluate(training.program.graph, [seam.gradient], values)[0]!.data;
  const at = values.get(seam.parameters)!;
  const start = at.data.slice();
  const random = makeRandom(5);
  const analytic: number[] = [];
  const numeric: number[] = [];
  for (let d = 0; d < directions; d++) {
    const direction = start.map(() => random.normal());
    const lossAt = (step: number): number => {
      at.data.set(start.map((value, i) => value + step * direction[i]!));
      return evaluate(training.program.graph, [seam.loss], values)[0]!.data[0]!;
    };
    numeric.push((lossAt(1e-5) - lossAt(-1e-5)) / 2e-5);
    analytic.push(direction.reduce((sum, value, i) => sum + value * gradient[i]!, 0));
  }
  return relativeError(analytic, numeric);
}

describe('the training step', { timeout: 120_000 }, () => {
  it.each(Object.keys(LOSSES) as LossName[])('%s: gradient as central differences give it', (loss) => {
    expect(directionalError(TINY, loss, 3)).toBeLessThan(1e-5);
  });

  it.each(Object.entries(NETWORK_VARIANTS))('%s: gradient as central differences give it', (_name, vary) => {
    expect(directionalError(vary(TINY), 'agcacl', 3)).toBeLessThan(1e-5);
    expect(directionalError(vary({ ...TINY, priors: 0, activation: 'silu' }), 'agcacl', 2)).toBeLessThan(
      1e-5,
    );
  });

  it.each(Object.keys(LOSSES) as LossName[])(
    '%s: onnxruntime does what the float64 reference does',
    async (loss) => {
      const training = trainingProgram({ network: TINY, loss: LOSSES[loss], batchSize: BATCH });
      const { program } = training;
      const feeds = randomFeeds(training, 3);
      const state = randomState(training, 4);
      const targets = [
        ...program.state.map((slot) => slot.output),
        ...program.results.map(({ tensor }) => tensor),
      ];
      const expected = evaluate(program.graph, targets, arraysOf(training, feeds, state));
      const runner = await openOnnxRunner(program, { device: 'cpu', threads: 1 });
      await runner.writeState(state);
      const results = await runner.run(feeds);
      const after = await runner.readState();
      await runner.dispose();
      const names = [
        ...program.state.map(({ name }) => after[name]!),
        ...program.results.map(({ name }) => results[name]!),
      ];
      expected.forEach((value, i) => expect(relativeError(names[i]!, value.data)).toBeLessThan(1e-5));
    },
  );

  it('gives the same weights from run to run, bit for bit', async () => {
    const train = async (): Promise<Float32Array> => {
      const training = trainingProgram({ network: TINY, loss: LOSSES.agcacl, batchSize: 32 });
      const runner = await openOnnxRunner(training.program, { device: 'cpu', threads: 2 });
      await runner.writeState(randomState(training, 4));
      for (let step = 1; step <= 5; step++) await runner.run(randomFeeds(training, step, step));
      const { parameters } = await runner.readState();
      await runner.dispose();
      return parameters!;
    };
    const first = await train();
    expect(await train()).toEqual(first);
  });

  it('names a feed that is missing or misshapen', async () => {
    const training = trainingProgram({ network: TINY, loss: LOSSES.ce, batchSize: BATCH });
    const runner = await openOnnxRunner(training.program, { device: 'cpu', threads: 1 });
    const { weights: _weights, ...rest } = randomFeeds(training, 1);
    await expect(runner.run(rest)).rejects.toMatchObject({
      code: 'FeedMismatch',
      message: expect.stringContaining('weights'),
    });
    await expect(runner.run({ ...rest, weights: new Float32Array(2) })).rejects.toMatchObject({
      code: 'FeedMismatch',
    });
    await runner.dispose();
  });
});

describe('the reference network', () => {
  it('has about a million parameters', () => {
    const table = parameterTable(REFERENCE_NETWORK);
    expect(table.size).toBeGreaterThan(0.9e6);
    expect(table.size).toBeLessThan(1.1e6);
  });

  it('starts from the same values for the same seed, and from others for another', () => {
    const table = parameterTable(TINY);
    expect(table.initialise(makeRandom(1))).toEqual(table.initialise(makeRandom(1)));
    expect(table.initialise(makeRandom(1))).not.toEqual(table.initialise(makeRandom(2)));
  });

  it('lays decaying parameters out first, without gap or overlap', () => {
    const { entries, size, decaying } = parameterTable(TINY);
    let offset = 0;
    for (const entry of entries) {
      expect(entry.offset).toBe(offset);
      expect(entry.decays).toBe(entry.offset < decaying);
      offset += entry.size;
    }
    expect(offset).toBe(size);
  });
});
