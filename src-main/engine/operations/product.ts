import { EngineError } from '../errors.ts';
import { broadcastStrides, ndarray, walk } from '../ndarray.ts';
import type { NdArray } from '../ndarray.ts';
import { intOf } from '../tensor.ts';
import type { Attributes, Shape, Tensor } from '../tensor.ts';
import { broadcastShape, sumTo } from './broadcast.ts';
import { matmul, sum, transpose } from './build.ts';
import type { Operation } from './operation.ts';

function productShape(a: Shape, b: Shape): number[] {
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2))
    throw new EngineError('ShapeMismatch', `MatMul of [${a}] and [${b}]`);
  return [...broadcastShape(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
}

function swapped(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.pop()!;
  axes.splice(axes.length - 1, 0, last);
  return transpose(x, axes);
}

/** a b^T of the last two axes, of equal leading ones. Written out, the gradient of b would be transposed once more. */
export function matmulTransposed(a: Tensor, b: Tensor): Tensor {
  const y = matmul(a, swapped(b));
  return a.graph.differentiateBy(y, [a, b], (g) => [matmul(g, b), matmul(swapped(g), a)]);
}

/** out[i, j] = sum_k a[i, k] b[k, j] at the given offsets and strides. */
interface Operand {
  readonly data: Float64Array;
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}
function multiply(
  a: Operand,
  b: Operand,
  out: Float64Array,
  at: number,
  extents: readonly [number, number, number],
): void {
  const [rows, inner, columns] = extents;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let value = 0;
      for (let k = 0; k < inner; k++)
        value += a.data[a.offset + i * a.row + k * a.column]! * b.data[b.offset + k * b.row + j * b.column]!;
      out[at + i * columns + j] = value;
    }
}

function batchedProduct(a: NdArray, b: NdArray): NdArray {
  const out = ndarray(productShape(a.shape, b.shape));
  const batch = out.shape.slice(0, -2);
  const [rows, inner, columns] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const strides = [
    broadcastStrides(a.shape.slice(0, -2), batch),
    broadcastStrides(b.shape.slice(0, -2), batch),
  ];
  let at = 0;
  walk(batch, strides, ([ai, bi]) => {
    const left = { data: a.data, offset: ai! * rows * inner, row: inner, column: 1 };
    const right = { data: b.data, offset: bi! * inner * columns, row: columns, column: 1 };
    multiply(left, right, out.data, at, [rows, inner, columns]);
    at += rows * columns;
  });
  return out;
}

function gemmExtents(a: Shape, b: Shape, attributes: Attributes): [number, number, number] {
  const transA = intOf(attributes, 'transA', 0);
  const transB = intOf(attributes, 'transB', 0);
  const [rows, inner] = transA ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
  const [innerB, columns] = transB ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
  if (a.length !== 2 || b.length !== 2 || inner !== innerB)
    throw new EngineError('ShapeMismatch', `Gemm of [${a}] and [${b}]`);
  return [rows, inner, columns];
}

/** a b, with either matrix transposed; a bias row is added when given. */
export function gemm(
  a: Tensor,
  b: Tensor,
  options: { transA?: boolean; transB?: boolean; bias?: Tensor } = {},
): Tensor {
  const attributes = { transA: options.transA ? 1 : 0, transB: options.transB ? 1 : 0 };
  return a.graph.apply('Gemm', options.bias ? [a, b, options.bias] : [a, b], attributes)[0]!;
}

/** With A' = A or A^T and B' alike: dA' = dY B'^T, dB' = A'^T dY. */
function gemmGradients(a: Tensor, b: Tensor, g: Tensor, transA: boolean, transB: boolean): [Tensor, Tensor] {
  const da = transA ? gemm(b, g, { transA: transB, transB: true }) : gemm(g, b, { transB: !transB });
  const db = transB ? gemm(g, a, { transA: true, transB: transA }) : gemm(a, g, { transA: !transA });
  return [da, db];
}

export const PRODUCTS: Readonly<Record<string, Operation>> = {
  MatMul: {
    infer: ([a, b]) => [{ shape: productShape(a!.shape, b!.shape), type: 'float' }],
    gradient: ({ inputs: [a, b] }, [g]) => [
      sumTo(matmul(g!, swapped(b!)), a!.shape),
      sumTo(matmul(swapped(a!), g!), b!.shape),
    ],
    reference: ([a, b]) => [batchedProduct(a!, b!)],
  },
  Gemm: {
    infer: ([a, b], attributes) => {
      const [rows, , columns] = gemmExtents(a!.shape, b!.shape, attributes);
      return [{ shape: [rows, columns], type: 'float' }];
    },
    gradient: ({ inputs: [a, b, bias], attributes }, [g]) => {
      const flags = [intOf(attributes, 'transA', 0) === 1, intOf(attributes, 'transB', 0) === 1] as const;
      const [da, db] = gemmGradients(a!, b!, g!, flags[0], flags[1]);
      return bias ? [da, db, sum(g!, [0])] : [da, db];
    },
    reference: ([a, b, bias], attributes) => {
      const extents = gemmExtents(a!.shape, b!.shape, attributes);
      const out = ndarray([extents[0], extents[2]]);
      const [transA, transB] = [intOf(attributes, 'transA', 0), intOf(attributes, 'transB', 0)];
      const left = {
        data: a!.data,
        offset: 0,
        row: transA ? 1 : a!.shape[1]!,
        column: transA ? a!.shape[1]! : 1,
      };
      const right = {
        data: b!.data,
        offset: 0,
        row: transB ? 1 : b!.shape[1]!,
        column: transB ? b!.shape[1]! : 1,
      };
      multiply(left, right, out.data, 0, extents);
      if (bias) out.data.forEach((value, i) => (out.data[i] = value + bias.data[i % extents[2]]!));
      return [out];
    },
  },
};
