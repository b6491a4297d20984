import { makeRandom } from '../../src-main/domain/random.ts';
import { differentiate } from '../../src-main/engine/graph/differentiate.ts';
import { evaluate } from '../../src-main/engine/graph/evaluate.ts';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { ndarray } from '../../src-main/engine/ndarray.ts';
import type { NdArray } from '../../src-main/engine/ndarray.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { mul, total } from '../../src-main/engine/operations/build.ts';
import { sizeOf } from '../../src-main/engine/tensor.ts';
import type { Shape, Tensor } from '../../src-main/engine/tensor.ts';

/** |a - b| / |b| in the Euclidean norm; the plain norm of a where b is all zeros. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} values against ${b.length}`);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(difference) / (size > 0 ? Math.sqrt(size) : 1);
}

/** Standard-normal values from a seed, passed through `shape` of the test's domain. */
export function randomArray(shape: Shape, seed: number, map: (x: number) => number = (x) => x): NdArray {
  const random = makeRandom(seed);
  return ndarray(
    shape,
    Array.from({ length: sizeOf(shape) }, () => map(random.normal())),
  );
}

export interface Subject {
  readonly shapes: readonly Shape[];
  /** Brings the random inputs into the operation's domain. */
  readonly domain?: (x: number) => number;
  readonly build: (inputs: readonly Tensor[]) => Tensor;
}

export interface Prepared {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  readonly y: Tensor;
  readonly feeds: Map<Tensor, NdArray>;
}

export function prepare(subject: Subject, graph = new Graph(), prefix = 'x'): Prepared {
  const inputs = subject.shapes.map((shape, i) => graph.input(`${prefix}${i}`, shape));
  // A scaled copy, so that rules which skip graph inputs still have to give a gradient.
  const y = subject.build(inputs.map((x) => mul(x, graph.scalar(1.25))));
  const feeds = new Map(inputs.map((x, i) => [x, randomArray(x.shape, 7 + i, subject.domain)]));
  return { graph, inputs, y, feeds };
}

/** Relative L2 error of the gradient graph against central differences, both in float64, of a random projection of y. */
export function gradientError(subject: Subject, step = 1e-5): number {
  const { graph, inputs, y, feeds } = prepare(subject);
  const projection = graph.constant(randomArray(y.shape, 99).data, y.shape);
  const loss = total(mul(y, projection));
  const gradients = evaluate(graph, differentiate(graph, loss, inputs), feeds);
  const analytic: number[] = [];
  const numeric: number[] = [];
  inputs.forEach((x, i) => {
    const values = feeds.get(x)!.data;
    for (let at = 0; at < values.length; at++) {
      const kept = values[at]!;
      const at_ = (value: number): number => {
        values[at] = value;
        return evaluate(graph, [loss], feeds)[0]!.data[0]!;
      };
      numeric.push((at_(kept + step) - at_(kept - step)) / (2 * step));
      values[at] = kept;
      analytic.push(gradients[i]!.data[at]!);
    }
  });
  return relativeError(analytic, numeric);
}

/** Runs tensors of a graph in onnxruntime on the CPU. */
export async function runOnnx(
  graph: Graph,
  targets: readonly Tensor[],
  feeds: ReadonlyMap<Tensor, NdArray>,
): Promise<Float32Array[]> {
  const outputs = targets.map((tensor, i) => ({ name: `y${i}`, tensor }));
  const file = writeOnnx(graph, { inputs: [...feeds.keys()], outputs });
  const { session } = await openSession(file, { device: 'cpu', threads: 1 });
  const { Tensor: TensorOf } = await loadRuntime();
  const all = [...feeds].map(([tensor, { data, shape }]) => [
    tensor.name,
    new TensorOf('float32', Float32Array.from(data), shape),
  ]);
  const results = await session.run(Object.fromEntries(all));
  await session.release();
  return outputs.map(({ name }) => Float32Array.from(results[name]!.data as ArrayLike<number>));
}

/** Relative L2 errors of onnxruntime against the float64 reference: of y and of the gradient of its random projection. */
export async function onnxErrors(subject: Subject): Promise<{ forward: number; gradient: number }> {
  const { graph, inputs, y, feeds } = prepare(subject);
  const projection = graph.constant(randomArray(y.shape, 99).data, y.shape);
  const targets = [y, ...differentiate(graph, total(mul(y, projection)), inputs)];
  const expected = evaluate(graph, targets, feeds);
  const actual = await runOnnx(graph, targets, feeds);
  const errors = expected.map((value, i) => relativeError(actual[i]!, value.data));
  return { forward: errors[0]!, gradient: Math.max(...errors.slice(1)) };
}
