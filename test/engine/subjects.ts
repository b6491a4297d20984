import * as op from '../../src-main/engine/operations/build.ts';
import {
  gelu,
  groupNorm,
  layerNorm,
  linear,
  logSumExp,
  silu,
  unitNorm,
} from '../../src-main/engine/operations/composite.ts';
import { conv1d } from '../../src-main/engine/operations/convolution.ts';
import { gatherRows } from '../../src-main/engine/operations/gather.ts';
import { standardised } from '../../src-main/engine/operations/normalisation.ts';
import { gemm, matmulTransposed } from '../../src-main/engine/operations/product.ts';
import type { Tensor } from '../../src-main/engine/tensor.ts';
import type { Subject } from './numeric.ts';

const positive = (x: number): number => Math.abs(x) + 0.5;
const one = (build: (x: Tensor) => Tensor, shape = [3, 4], domain?: (x: number) => number): Subject => ({
  shapes: [shape],
  build: ([x]) => build(x!),
  ...(domain ? { domain } : {}),
});
const two = (
  build: (a: Tensor, b: Tensor) => Tensor,
  a: number[],
  b: number[],
  domain?: (x: number) => number,
): Subject => ({
  shapes: [a, b],
  build: ([x, y]) => build(x!, y!),
  ...(domain ? { domain } : {}),
});
const apply =
  (name: string) =>
  (x: Tensor): Tensor =>
    x.graph.apply(name, [x])[0]!;

/** Each operation under test, by its ONNX name; several subjects where it has several forms. */
export const SUBJECTS: Readonly<Record<string, readonly Subject[]>> = {
  Identity: [one(apply('Identity'))],
  Neg: [one(op.neg)],
  Exp: [one(op.exp)],
  Log: [one(op.log, [3, 4], positive)],
  Sqrt: [one(op.sqrt, [3, 4], positive)],
  Reciprocal: [one(op.reciprocal, [3, 4], positive)],
  Tanh: [one(op.tanh)],
  Sigmoid: [one(op.sigmoid)],
  Erf: [one(apply('Erf'))],
  HardSigmoid: [
    one(
      (x) => x.graph.apply('HardSigmoid', [x], { alpha: { float: 0.25 }, beta: { float: 0.5 } })[0]!,
      [3, 16],
      (x) => 2 * x,
    ),
  ],
  Gelu: [one(gelu, [3, 16], (x) => 2 * x)],
  Add: [two(op.add, [3, 4], [3, 4]), two(op.add, [2, 3, 4], [3, 1]), two(op.add, [4], [2, 3, 4])],
  Sub: [two(op.sub, [3, 4], [3, 4]), two(op.sub, [2, 1, 4], [3, 1])],
  Mul: [two(op.mul, [3, 4], [3, 4]), two(op.mul, [2, 3, 4], [1, 4]), two(op.mul, [1], [2, 3])],
  Div: [two(op.div, [3, 4], [3, 4], positive), two(op.div, [2, 3, 4], [3, 1], positive)],
  Max: [two(op.maximum, [3, 4], [3, 4]), two(op.maximum, [3, 4], [4])],
  Min: [two(op.minimum, [3, 4], [3, 4]), two(op.minimum, [2, 3, 4], [3, 1])],
  Greater: [two((a, b) => op.mul(op.mul(a, b), op.greater(a, b)), [3, 4], [3, 4])],
  Cast: [two((a, b) => op.add(a, op.mul(b, op.greater(a, b))), [3, 4], [4])],
  ReduceSum: [one((x) => op.sum(x, [1])), one((x) => op.sum(x, [0, -1], true), [2, 3, 4])],
  ReduceMean: [one((x) => op.mean(x, [-1], true)), one((x) => op.mean(x, [1]), [2, 3, 4])],
  ReduceMax: [one((x) => op.max(x, [1])), one((x) => op.max(x, [0, 2], true), [2, 3, 4])],
  ReduceSumSquare: [
    one((x) => op.reduce('ReduceSumSquare', x, [0])),
    one((x) => op.reduce('ReduceSumSquare', x, [1], true)),
  ],
  MatMul: [
    two(op.matmul, [2, 3, 4, 5], [2, 3, 5, 2]),
    two(op.matmul, [3, 4], [4, 5]),
    two(op.matmul, [2, 3, 4], [4, 5]),
    two(matmulTransposed, [2, 3, 4, 5], [2, 3, 2, 5]),
  ],
  Gemm: [
    two((a, b) => gemm(a, b), [3, 4], [4, 5]),
    two((a, b) => gemm(a, b, { transA: true }), [4, 3], [4, 5]),
    two((a, b) => gemm(a, b, { transB: true }), [3, 4], [5, 4]),
    two((a, b) => gemm(a, b, { transA: true, transB: true }), [4, 3], [5, 4]),
    { shapes: [[3, 4], [4, 5], [5]], build: ([a, b, c]) => gemm(a!, b!, { bias: c! }) },
  ],
  Conv: [
    two((x, w) => conv1d(x, w, 1, 2), [3, 2, 8], [4, 3, 5]),
    two((x, w) => conv1d(x, w, 2, 1), [6, 6, 8], [6, 6, 3]),
    two((x, w) => conv1d(x, w, 1, 0), [3, 2, 8], [4, 3, 3]),
    two((x, w) => conv1d(x, w, 1, 0), [3, 2, 8], [4, 3, 1]),
    two((x, w) => conv1d(x, w, 2, 0), [3, 2, 8], [4, 3, 1]),
    two((x, w) => conv1d(x, w, 2, 1), [3, 2, 8], [4, 3, 3]),
    two((x, w) => conv1d(x, w, 2, 2), [3, 2, 8], [4, 3, 5]),
    two((x, w) => conv1d(x, w, 2, 3), [3, 2, 8], [4, 3, 7]),
    two((x, w) => conv1d(x, w, 2, 3), [3, 2, 9], [4, 3, 7]),
    two((x, w) => conv1d(x, w, 2, 0), [3, 2, 9], [4, 3, 4]),
  ],
  Softmax: [one(op.softmax, [2, 3, 5])],
  LayerNormalization: [one((x) => standardised(x).y, [2, 3, 6])],
  Reshape: [one((x) => op.reshape(x, [2, -1]))],
  Transpose: [one((x) => op.transpose(x, [2, 0, 1]), [2, 3, 4])],
  Concat: [two((a, b) => op.concat([a, b, a], -1), [2, 3], [2, 4])],
  Split: [
    one(
      (x) => {
        const [a, , c] = op.split(x, 1, [2, 1, 2]);
        return op.mul(a!, c!);
      },
      [3, 5],
    ),
  ],
  Expand: [one((x) => op.expand(x, [2, 3, 4]), [3, 1])],
  Pad: [one((x) => op.pad(x, 1, 2, 1))],
  Slice: [
    one((x) => op.slice(x, 1, 1, 3)),
    one((x) => op.slice(x, 1, 0, 7, 2), [2, 7]),
    one((x) => op.slice(x, 0, 1, 6, 2), [6, 2]),
    one((x) => op.reverse(x, 1)),
  ],
  Gather: [one((x) => gatherRows(x, [2, 0, 3, 1]), [4, 3])],
};

export const COMPOSITES: Readonly<Record<string, Subject>> = {
  silu: one(silu, [3, 16]),
  logSumExp: one(logSumExp),
  unitNorm: one(unitNorm),
  linear: { shapes: [[2, 3, 4], [4, 5], [5]], build: ([x, w, b]) => linear(x!, w!, b!) },
  layerNorm: { shapes: [[2, 3, 6], [6], [6]], build: ([x, gain, bias]) => layerNorm(x!, gain!, bias!) },
  groupNorm: { shapes: [[6, 2, 5], [6], [6]], build: ([x, gain, bias]) => groupNorm(x!, gain!, bias!, 3) },
  'groupNorm with one channel a group': {
    shapes: [[4, 2, 5], [4], [4]],
    build: ([x, gain, bias]) => groupNorm(x!, gain!, bias!, 4),
  },
};
