import { describe, expect, it } from 'vitest';
import { openOnnxRunner } from '../../src-main/engine/onnx/onnx-runner.ts';
import { operationNames } from '../../src-main/engine/operations/registry.ts';
import { TFJS_OPERATIONS } from '../../src-main/engine/tfjs/kernels.ts';
import { openTfjsRunner } from '../../src-main/engine/tfjs/tfjs-runner.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import type { LossName } from '../../src-main/network/loss-config.ts';
import { NETWORK_VARIANTS } from '../../src-main/network/network-config.ts';
import type { NetworkConfig } from '../../src-main/network/network-config.ts';
import { trainingProgram } from '../../src-main/network/training-program.ts';
import type { Program } from '../../src-main/engine/graph/program.ts';
import { relativeError } from '../engine/numeric.ts';
import { randomFeeds, randomState, TINY } from './tiny.ts';

/** The program with its flat gradient as one more result. */
function withGradient(program: Program): Program {
  return { ...program, results: [...program.results, { name: 'gradient', tensor: program.seam!.gradient }] };
}

async function compare(network: NetworkConfig, loss: LossName): Promise<void> {
  const training = trainingProgram({ network, loss: LOSSES[loss], batchSize: 6 });
  const program = withGradient(training.program);
  const runners = [
    await openOnnxRunner(program, { device: 'cpu', threads: 1 }),
    await openTfjsRunner(program),
  ];
  const outcomes = [];
  for (const runner of runners) {
    await runner.writeState(randomState(training, 4));
    const first = await runner.run(randomFeeds(training, 3));
    const second = await runner.run(randomFeeds(training, 8, 2));
    outcomes.push({ first, second, state: await runner.readState() });
    await runner.dispose();
  }
  const [onnx, tfjs] = outcomes as [(typeof outcomes)[0], (typeof outcomes)[0]];
  for (const name of Object.keys(onnx.first))
    expect(relativeError(onnx.first[name]!, tfjs.first[name]!), name).toBeLessThan(1e-5);
  for (const name of Object.keys(onnx.state))
    expect(relativeError(onnx.state[name]!, tfjs.state[name]!), name).toBeLessThan(1e-5);
}

describe('the second engine', { timeout: 120_000 }, () => {
  it('has every operation of the first', () => {
    expect(operationNames().filter((name) => !TFJS_OPERATIONS.includes(name))).toEqual([]);
  });
  it.each(Object.keys(LOSSES) as LossName[])(
    '%s: same loss, gradient and state after two steps',
    async (loss) => {
      await compare(TINY, loss);
    },
  );
  it.each(Object.entries(NETWORK_VARIANTS))(
    '%s: same loss, gradient and state after two steps',
    async (_name, vary) => {
      await compare(vary(TINY), 'agcacl');
    },
  );
  it('silu: same loss, gradient and state after two steps', async () => {
    await compare({ ...TINY, activation: 'silu' }, 'agcacl');
  });
});
