/**
 * Writes one step of the reference network (no dropout) as JSON: parameters, batch, loss and gradient, for
 * `engine-pytorch.py --check`. Usage: node test/bench/engine/export.ts step.json
 */
import { writeFileSync } from 'node:fs';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { openOnnxRunner } from '../../../src-main/engine/onnx/onnx-runner.ts';
import type { Shape } from '../../../src-main/engine/tensor.ts';
import { LOSSES } from '../../../src-main/network/loss-config.ts';
import { REFERENCE_NETWORK } from '../../../src-main/network/network-config.ts';
import { initialState, trainingProgram } from '../../../src-main/network/training-program.ts';
import { noiseBatch } from './batch.ts';

const LAMBDA = 0.35;
const training = trainingProgram({
  network: { ...REFERENCE_NETWORK, dropout: 0 },
  loss: LOSSES.agcacl,
  batchSize: 32,
});
const { program, parameters: table } = training;
const gradient = { name: 'gradient', tensor: program.seam!.gradient };
const runner = await openOnnxRunner(
  { ...program, results: [...program.results, gradient] },
  { device: 'cpu', threads: 1 },
);
await runner.writeState(initialState(training, makeRandom(1)));
const feeds = noiseBatch(training);
await runner.run(feeds); // the second step meets prototypes
const state = await runner.readState();
const results = await runner.run(feeds);
await runner.dispose();

type Entry = { shape: Shape; base64: string };
const entry = (shape: Shape, values: Float32Array): Entry => ({
  shape,
  base64: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
});
const pieces = (flat: Float32Array): Record<string, Entry> =>
  Object.fromEntries(
    table.entries.map(({ name, shape, offset, size }) => [
      name,
      entry(shape, flat.slice(offset, offset + size)),
    ]),
  );
const shapeOf = new Map(program.state.map(({ name, input }) => [name, input.shape]));
const document = {
  lambda: LAMBDA,
  loss: results.loss![0],
  parameters: pieces(state.parameters!),
  gradient: pieces(results.gradient!),
  feeds: Object.fromEntries(program.feeds.map(({ name, shape }) => [name, entry(shape, feeds[name]!)])),
  memory: Object.fromEntries(
    ['prototypes', 'similarity', 'seen'].map((name) => [name, entry(shapeOf.get(name)!, state[name]!)]),
  ),
};
writeFileSync(process.argv[2] ?? 'step.json', JSON.stringify(document));
