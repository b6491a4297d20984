import type { Tensor } from '../tensor.ts';
import { sameShape } from '../tensor.ts';

/** Functions that append one operation each: how networks, losses and gradients are written. Shapes broadcast as in numpy. */
export const add = (a: Tensor, b: Tensor): Tensor => a.graph.apply('Add', [a, b])[0]!;
export const sub = (a: Tensor, b: Tensor): Tensor => a.graph.apply('Sub', [a, b])[0]!;
export const mul = (a: Tensor, b: Tensor): Tensor => a.graph.apply('Mul', [a, b])[0]!;
export const div = (a: Tensor, b: Tensor): Tensor => a.graph.apply('Div', [a, b])[0]!;
export const maximum = (a: Tensor, b: Tensor): Tensor => a.graph.apply('Max', [a, b])[0]!;
export const minimum = (a: Tensor, b: Tensor): Tensor => a.graph.apply('Min', [a, b])[0]!;
export const neg = (x: Tensor): Tensor => x.graph.apply('Neg', [x])[0]!;
export const exp = (x: Tensor): Tensor => x.graph.apply('Exp', [x])[0]!;
export const log = (x: Tensor): Tensor => x.graph.apply('Log', [x])[0]!;
export const sqrt = (x: Tensor): Tensor => x.graph.apply('Sqrt', [x])[0]!;
export const tanh = (x: Tensor): Tensor => x.graph.apply('Tanh', [x])[0]!;
export const sigmoid = (x: Tensor): Tensor => x.graph.apply('Sigmoid', [x])[0]!;
export const reciprocal = (x: Tensor): Tensor => x.graph.apply('Reciprocal', [x])[0]!;
export const matmul = (a: Tensor, b: Tensor): Tensor => a.graph.apply('MatMul', [a, b])[0]!;

/** x * factor, x + term: with a constant. */
export const scale = (x: Tensor, factor: number): Tensor =>
  factor === 1 ? x : mul(x, x.graph.scalar(factor));
export const shift = (x: Tensor, term: number): Tensor => (term === 0 ? x : add(x, x.graph.scalar(term)));

/** 1.0 where a > b, else 0.0; carries no gradient. */
export function greater(a: Tensor, b: Tensor): Tensor {
  const [truth] = a.graph.apply('Greater', [a, b]);
  return a.graph.apply('Cast', [truth!], { to: 1 })[0]!;
}

/** Sum, mean or maximum over axes (negative ones count from the end). */
export function reduce(
  op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceSumSquare',
  x: Tensor,
  axes: readonly number[],
  keepAxes = false,
): Tensor {
  const positive = axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis)).sort((a, b) => a - b);
  return x.graph.apply(op, [x], { axes: positive, keepdims: keepAxes ? 1 : 0 })[0]!;
}
export const sum = (x: Tensor, axes: readonly number[], keepAxes = false): Tensor =>
  reduce('ReduceSum', x, axes, keepAxes);
export const mean = (x: Tensor, axes: readonly number[], keepAxes = false): Tensor =>
  reduce('ReduceMean', x, axes, keepAxes);
export const max = (x: Tensor, axes: readonly number[], keepAxes = false): Tensor =>
  reduce('ReduceMax', x, axes, keepAxes);
/** Sum of every element, as a scalar. */
export const total = (x: Tensor): Tensor =>
  sum(
    x,
    x.shape.map((_, axis) => axis),
  );

/** Same numbers in another shape; one -1 is worked out. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  const size = x.shape.reduce((a, b) => a * b, 1);
  const known = shape.reduce((a, b) => (b === -1 ? a : a * b), 1);
  const full = shape.map((extent) => (extent === -1 ? size / known : extent));
  return sameShape(full, x.shape) ? x : x.graph.apply('Reshape', [x], { shape: full })[0]!;
}
export const transpose = (x: Tensor, perm: readonly number[]): Tensor =>
  x.graph.apply('Transpose', [x], { perm: [...perm] })[0]!;
export const concat = (parts: readonly Tensor[], axis: number): Tensor =>
  parts.length === 1
    ? parts[0]!
    : parts[0]!.graph.apply('Concat', parts, { axis: axis < 0 ? axis + parts[0]!.shape.length : axis })[0]!;
export const expand = (x: Tensor, shape: readonly number[]): Tensor =>
  sameShape(x.shape, shape) ? x : x.graph.apply('Expand', [x], { shape: [...shape] })[0]!;

/** Elements start, start + step, ... before end along one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number, step = 1): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  if (start === 0 && end === x.shape[at] && step === 1) return x;
  return x.graph.apply('Slice', [x], { starts: [start], ends: [end], axes: [at], steps: [step] })[0]!;
}
/** The axis in reverse order. */
export function reverse(x: Tensor, axis: number): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  if (x.shape[at] === 1) return x;
  return x.graph.apply('Slice', [x], {
    starts: [-1],
    ends: [-(x.shape[at]! + 1)],
    axes: [at],
    steps: [-1],
  })[0]!;
}
/** Zeros before and after one axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x;
  const rank = x.shape.length;
  const at = axis < 0 ? axis + rank : axis;
  const pads = new Array<number>(2 * rank).fill(0);
  pads[at] = before;
  pads[rank + at] = after;
  return x.graph.apply('Pad', [x], { pads })[0]!;
}
export const softmax = (x: Tensor): Tensor => x.graph.apply('Softmax', [x], { axis: x.shape.length - 1 })[0]!;
/** Parts of the given lengths along one axis. */
export const split = (x: Tensor, axis: number, lengths: readonly number[]): Tensor[] =>
  lengths.length === 1 ? [x] : x.graph.apply('Split', [x], { split: [...lengths], axis });
