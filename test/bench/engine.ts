/**
 * The training step and inference of the reference network on the CPU, beside what onnxruntime's matrix products
 * reach on shapes of this network in the same run. PyTorch beside it: `python3 test/bench/engine-pytorch.py`.
 * Options: `--device cpu|webgpu|cuda|...` (cpu), `--threads N` (2), `--batch N` (64 and 128), `--steps N` (25), `--activation gelu|silu`.
 */
import { parseArgs } from 'node:util';
import { makeRandom } from '../../src-main/domain/random.ts';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { countOperations } from '../../src-main/engine/graph/operation-count.ts';
import { openOnnxRunner } from '../../src-main/engine/onnx/onnx-runner.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import type { Device } from '../../src-main/engine/program-runner.ts';
import { gemm } from '../../src-main/engine/operations/product.ts';
import { evaluationProgram } from '../../src-main/network/inference-program.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import { REFERENCE_NETWORK } from '../../src-main/network/network-config.ts';
import type { NetworkConfig } from '../../src-main/network/network-config.ts';
import { initialState, trainingProgram } from '../../src-main/network/training-program.ts';
import type { BenchRow } from './bench-row.ts';
import { noiseBatch } from './engine/batch.ts';

export const title = 'Engine: training step and inference of the reference network on the CPU';

interface Timing {
  readonly best: number;
  readonly median: number;
}

async function timed(runs: number, run: () => Promise<unknown>): Promise<Timing> {
  const times: number[] = [];
  for (let i = 0; i < runs + 2; i++) {
    const start = performance.now();
    await run();
    if (i >= 2) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { best: times[0]!, median: times[times.length >> 1]! };
}

/** Rows, inner and columns of products as im2col would make them of the network's convolutions and linear layers. */
const SHAPES = [
  [8192, 448, 64],
  [4096, 640, 128],
  [2048, 384, 128],
  [2112, 128, 256],
] as const;

/** What onnxruntime reaches in plain matrix products on this network's shapes, GFLOP/s: best of each. */
async function productLimit(threads: number, runs: number): Promise<number> {
  const { Tensor } = await loadRuntime();
  let operations = 0;
  let milliseconds = 0;
  for (const [rows, inner, columns] of SHAPES) {
    const graph = new Graph();
    const [a, b] = [graph.input('a', [rows, inner]), graph.input('b', [inner, columns])];
    const file = writeOnnx(graph, { inputs: [a, b], outputs: [{ name: 'y', tensor: gemm(a, b) }] });
    const { session } = await openSession(file, { device: 'cpu', threads });
    const noise = (shape: readonly number[]): InstanceType<typeof Tensor> =>
      new Tensor('float32', new Float32Array(shape[0]! * shape[1]!).fill(0.5), shape);
    const feeds = { a: noise(a.shape), b: noise(b.shape) };
    milliseconds += (await timed(runs, () => session.run(feeds))).best;
    operations += 2 * rows * inner * columns;
    await session.release();
  }
  return operations / milliseconds / 1e6;
}

/** Forward, gradient of the inputs, gradient of the weights: three times the forward products, less the signals' own gradient. */
function stepOperations(network: NetworkConfig, batch: number): number {
  const { program } = evaluationProgram(network, batch);
  const forward = countOperations(
    program.graph,
    program.results.map(({ tensor }) => tensor),
  );
  const stems = [network.ecg, network.iegm].reduce((sum, branch) => {
    if (!branch) return sum;
    const { filters, kernel } = branch.stem;
    return sum + batch * network.windowLength * filters * kernel * branch.channels.length;
  }, 0);
  return 3 * forward - stems;
}

interface Setting {
  readonly network: NetworkConfig;
  readonly device: Device;
  readonly threads: number;
  readonly steps: number;
}

async function trainingRows(
  { network, device, threads, steps }: Setting,
  batch: number,
  limit?: number,
): Promise<BenchRow[]> {
  const training = trainingProgram({ network, loss: LOSSES.agcacl, batchSize: batch });
  const runner = await openOnnxRunner(training.program, { device, threads, strict: true });
  await runner.writeState(initialState(training, makeRandom(1)));
  const feeds = noiseBatch(training);
  const { best, median } = await timed(steps, () => runner.run(feeds));
  await runner.dispose();
  const rate = stepOperations(network, batch) / best / 1e6;
  const name = `${device}, batch ${batch}`;
  const resident = process.resourceUsage().maxRSS / 1e6;
  return [
    { what: `${name}: a step, best`, value: best, unit: 'ms' },
    { what: `${name}: a step, median`, value: median, unit: 'ms' },
    {
      what: `${name}: samples, median`,
      value: (batch / median) * 1e3,
      unit: '1/s',
      bar: '>= 1.2 x PyTorch',
      note: 'engine-pytorch.py',
    },
    { what: `${name}: work, best`, value: rate, unit: 'GFLOP/s' },
    ...(limit === undefined
      ? []
      : [
          {
            what: `${name}: of the product limit`,
            value: rate / limit,
            unit: '',
            bar: '>= 0.6',
            passed: rate / limit >= 0.6,
          },
        ]),
    {
      what: `${name}: peak resident memory so far`,
      value: resident,
      unit: 'GB',
      bar: '< 1',
      passed: resident < 1,
    },
  ];
}

async function inferenceRow(
  { network, device, threads }: Setting,
  batch: number,
  runs: number,
): Promise<BenchRow> {
  const { program, parameters } = evaluationProgram(network, batch);
  const runner = await openOnnxRunner(program, { device, threads });
  const training = trainingProgram({ network, loss: LOSSES.ce, batchSize: batch });
  const feeds = { ...noiseBatch(training), parameters: parameters.initialise(makeRandom(1)) };
  const { median } = await timed(runs, () => runner.run(feeds));
  await runner.dispose();
  return {
    what: `inference, batch ${batch}`,
    value: (batch / median) * 1e3,
    unit: 'windows/s',
    note: `${median.toFixed(1)} ms`,
  };
}

export async function run(options: readonly string[]): Promise<BenchRow[]> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      device: { type: 'string', default: 'cpu' },
      threads: { type: 'string', default: '2' },
      batch: { type: 'string', multiple: true, default: ['64', '128'] },
      steps: { type: 'string', default: '25' },
      activation: { type: 'string', default: REFERENCE_NETWORK.activation },
    },
  });
  const device = values.device as Device;
  const threads = Number(values.threads);
  const steps = Number(values.steps);
  const network = { ...REFERENCE_NETWORK, activation: values.activation as NetworkConfig['activation'] };
  const setting = { network, device, threads, steps };
  const rows: BenchRow[] = [];
  const limit = device === 'cpu' ? await productLimit(threads, steps) : undefined;
  if (limit !== undefined)
    rows.push({ what: `onnxruntime matrix products, ${threads} threads`, value: limit, unit: 'GFLOP/s' });
  for (const batch of values.batch) rows.push(...(await trainingRows(setting, Number(batch), limit)));
  if (device === 'cpu') rows.push(await inferenceRow(setting, 1, steps), await inferenceRow(setting, 256, 5));
  return rows;
}
