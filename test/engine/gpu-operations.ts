/**
 * Runs every operation, with its gradient, on the WebGPU provider and prints the relative errors against the float64
 * reference as JSON. A program of its own: a fault in a graphics driver ends the process, not the test run.
 */
import { differentiate } from '../../src-main/engine/graph/differentiate.ts';
import { evaluate } from '../../src-main/engine/graph/evaluate.ts';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import type { NdArray } from '../../src-main/engine/ndarray.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { mul, total } from '../../src-main/engine/operations/build.ts';
import type { Tensor } from '../../src-main/engine/tensor.ts';
import { prepare, randomArray, relativeError } from './numeric.ts';
import { COMPOSITES, SUBJECTS } from './subjects.ts';

const graph = new Graph();
const feeds = new Map<Tensor, NdArray>();
const targets: { name: string; tensor: Tensor }[] = [];
const named = [
  ...Object.entries(SUBJECTS),
  ...Object.entries(COMPOSITES).map(([name, s]) => [name, [s]] as const),
];
for (const [name, subjects] of named)
  subjects.forEach((subject, at) => {
    const prefix = `${name}/${at}`;
    const { inputs, y, feeds: own } = prepare(subject, graph, prefix);
    own.forEach((value, tensor) => feeds.set(tensor, value));
    const projection = graph.constant(randomArray(y.shape, 99).data, y.shape);
    targets.push({ name: prefix, tensor: y });
    differentiate(graph, total(mul(y, projection)), inputs).forEach((tensor, i) =>
      targets.push({ name: `${prefix}: gradient ${i}`, tensor }),
    );
  });

const expected = evaluate(
  graph,
  targets.map(({ tensor }) => tensor),
  feeds,
);
const file = writeOnnx(graph, { inputs: [...feeds.keys()], outputs: targets, lowering: 'webgpu' });
const { session } = await openSession(file, { device: 'webgpu', strict: true });
const { Tensor: TensorOf } = await loadRuntime();
const values = [...feeds].map(([tensor, { data, shape }]) => [
  tensor.name,
  new TensorOf('float32', Float32Array.from(data), shape),
]);
const results = await session.run(Object.fromEntries(values));
const errors = targets.map(({ name }, i) => [
  name,
  relativeError(results[name]!.data as Float32Array, expected[i]!.data),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(errors)));
await session.release();
process.exit(0);
