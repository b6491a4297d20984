import type { Tensor as TfTensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { EngineError } from '../errors.ts';
import type { Node } from '../graph/graph.ts';
import { floatOf, intOf, intsOf } from '../tensor.ts';
import type { Attributes } from '../tensor.ts';
import type { TensorFlow } from './backend.ts';

type Kernel = (tf: TensorFlow, inputs: readonly TfTensor[], attributes: Attributes) => TfTensor | TfTensor[];
type Unary = (x: TfTensor) => TfTensor;
type Binary = (a: TfTensor, b: TfTensor) => TfTensor;

const unary =
  (pick: (tf: TensorFlow) => Unary): Kernel =>
  (tf, [x]) =>
    pick(tf)(x!);
const binary =
  (pick: (tf: TensorFlow) => Binary): Kernel =>
  (tf, [a, b]) =>
    pick(tf)(a!, b!);
type Reduce = (x: TfTensor, axes: number[], keep: boolean) => TfTensor;
const reduction =
  (pick: (tf: TensorFlow) => Reduce): Kernel =>
  (tf, [x], attributes) =>
    pick(tf)(x!, [...intsOf(attributes, 'axes')], intOf(attributes, 'keepdims', 1) === 1);

/**
 * A convolution along the last axis: x (1, I, B, T), w (O, I, 1, K), as the first engine writes it. TensorFlow wants
 * (B, T, I) and (K, I, O); padding is done beforehand.
 */
const convolve: Kernel = (tf, [x, w], attributes) => {
  const [one, channels, batch, length] = x!.shape;
  const [filters, , height, kernel] = w!.shape;
  if (x!.rank !== 4 || one !== 1 || height !== 1)
    throw new EngineError('UnknownOperation', 'the second engine has convolutions along time only');
  const [, before, , after] = intsOf(attributes, 'pads', [0, 0, 0, 0]);
  const rows = tf.reshape(x!, [channels!, batch!, length!]);
  const padded = tf.pad(rows, [
    [0, 0],
    [0, 0],
    [before!, after!],
  ]);
  const signal = tf.transpose(padded, [1, 2, 0]) as Tensor3D;
  const filter = tf.transpose(tf.reshape(w!, [filters!, channels!, kernel!]), [2, 1, 0]) as Tensor3D;
  const y = tf.transpose(
    tf.conv1d(signal, filter, intsOf(attributes, 'strides', [1, 1])[1]!, 'valid'),
    [2, 0, 1],
  );
  return tf.reshape(y, [1, ...y.shape.slice(0, 1), batch!, y.shape[2]!]);
};

const standardise: Kernel = (tf, [x, gain, bias], attributes) => {
  const { mean, variance } = tf.moments(x!, -1, true);
  const inverse = tf.rsqrt(tf.add(variance, floatOf(attributes, 'epsilon', 1e-5)));
  const y = tf.mul(tf.mul(tf.sub(x!, mean), inverse), gain!);
  return [bias ? tf.add(y, bias) : y, mean, inverse];
};

const product: Kernel = (tf, [a, b, bias], attributes) => {
  const transA = intOf(attributes, 'transA', 0) === 1;
  const transB = intOf(attributes, 'transB', 0) === 1;
  const y = tf.matMul(a as Tensor2D, b as Tensor2D, transA, transB);
  return bias ? tf.add(y, bias) : y;
};

/** One axis, any step; by gather where the step is not 1, for its gradient. */
const slice: Kernel = (tf, [x], attributes) => {
  const axis = intsOf(attributes, 'axes')[0]!;
  const step = intsOf(attributes, 'steps')[0]!;
  const extent = x!.shape[axis]!;
  const wrap = (index: number): number => (index < 0 ? index + extent : index);
  const start = wrap(intsOf(attributes, 'starts')[0]!);
  const stop = Math.min(wrap(intsOf(attributes, 'ends')[0]!), extent);
  const length = Math.ceil((stop - start) / step);
  const indices = Array.from({ length }, (_, i) => start + i * step);
  if (step !== 1) return tf.gather(x!, tf.tensor1d(indices, 'int32'), axis);
  const begin = x!.shape.map((_, at) => (at === axis ? start : 0));
  return tf.slice(
    x!,
    begin,
    x!.shape.map((full, at) => (at === axis ? length : full)),
  );
};

const pad: Kernel = (tf, [x], attributes) => {
  const pads = intsOf(attributes, 'pads');
  return tf.pad(
    x!,
    x!.shape.map((_, axis): [number, number] => [pads[axis]!, pads[x!.rank + axis]!]),
  );
};

const gelu: Kernel = (tf, [x]) => tf.mul(tf.mul(x!, 0.5), tf.add(tf.erf(tf.mul(x!, Math.SQRT1_2)), 1));

/** TensorFlow's own operation for each of ours, by ONNX name; its gradients are TensorFlow's too. */
const KERNELS: Readonly<Record<string, Kernel>> = {
  Identity: unary((tf) => tf.clone),
  Neg: unary((tf) => tf.neg),
  Exp: unary((tf) => tf.exp),
  Log: unary((tf) => tf.log),
  Sqrt: unary((tf) => tf.sqrt),
  Reciprocal: unary((tf) => tf.reciprocal),
  Tanh: unary((tf) => tf.tanh),
  Sigmoid: unary((tf) => tf.sigmoid),
  Erf: unary((tf) => tf.erf),
  Gelu: gelu,
  HardSigmoid: (tf, [x], attributes) =>
    tf.clipByValue(
      tf.add(tf.mul(x!, floatOf(attributes, 'alpha', 0.2)), floatOf(attributes, 'beta', 0.5)),
      0,
      1,
    ),
  Add: binary((tf) => tf.add),
  Sub: binary((tf) => tf.sub),
  Mul: binary((tf) => tf.mul),
  Div: binary((tf) => tf.div),
  Max: binary((tf) => tf.maximum),
  Min: binary((tf) => tf.minimum),
  Greater: binary((tf) => tf.greater),
  Cast: (tf, [x]) => tf.cast(x!, 'float32'),
  ReduceSum: reduction((tf) => tf.sum),
  ReduceMean: reduction((tf) => tf.mean),
  ReduceMax: reduction((tf) => tf.max),
  ReduceSumSquare: reduction((tf) => (x, axes, keep) => tf.sum(tf.square(x), axes, keep)),
  MatMul: product,
  Gemm: product,
  Conv: convolve,
  Softmax: (tf, [x]) => tf.softmax(x!),
  LayerNormalization: standardise,
  Reshape: (tf, [x], attributes) => tf.reshape(x!, [...intsOf(attributes, 'shape')]),
  Transpose: (tf, [x], attributes) => tf.transpose(x!, [...intsOf(attributes, 'perm')]),
  Concat: (tf, inputs, attributes) => tf.concat([...inputs], intOf(attributes, 'axis', 0)),
  Split: (tf, [x], attributes) =>
    tf.split(x!, [...intsOf(attributes, 'split')], intOf(attributes, 'axis', 0)),
  Expand: (tf, [x], attributes) => tf.broadcastTo(x!, [...intsOf(attributes, 'shape')]),
  Pad: pad,
  Slice: slice,
  Gather: (tf, [x], attributes) => tf.gather(x!, tf.tensor1d([...intsOf(attributes, 'indices')], 'int32')),
};

/** The operations that the second engine has. */
export const TFJS_OPERATIONS: readonly string[] = Object.keys(KERNELS);

/** Runs one node on TensorFlow.js. Throws `UnknownOperation`. */
export function runKernel(tf: TensorFlow, node: Node, inputs: readonly TfTensor[]): TfTensor[] {
  const kernel = KERNELS[node.op];
  if (!kernel) throw new EngineError('UnknownOperation', `the second engine has no ${node.op}`);
  const outputs = kernel(tf, inputs, node.attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
}
