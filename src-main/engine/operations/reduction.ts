import { ndarray, stridesOf, walk } from '../ndarray.ts';
import type { NdArray } from '../ndarray.ts';
import { intOf, intsOf, sizeOf } from '../tensor.ts';
import type { Attributes, Shape, Tensor } from '../tensor.ts';
import { expand, greater, mul, reshape, scale, sub } from './build.ts';
import type { Application, Operation } from './operation.ts';

function keptShape(shape: Shape, attributes: Attributes): number[] {
  const axes = intsOf(attributes, 'axes');
  return shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
}

function resultShape(shape: Shape, attributes: Attributes): number[] {
  if (intOf(attributes, 'keepdims', 1)) return keptShape(shape, attributes);
  const axes = intsOf(attributes, 'axes');
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** The gradient with the reduced axes back as 1. */
function kept(call: Application, gradient: Tensor): Tensor {
  return reshape(gradient, keptShape(call.inputs[0]!.shape, call.attributes));
}

function fold(
  x: NdArray,
  attributes: Attributes,
  start: number,
  step: (sum: number, value: number) => number,
): NdArray {
  const target = keptShape(x.shape, attributes);
  const own = stridesOf(target);
  const strides = target.map((extent, axis) => (extent === 1 ? 0 : own[axis]!));
  const out = ndarray(resultShape(x.shape, attributes));
  out.data.fill(start);
  walk(x.shape, [stridesOf(x.shape), strides], ([from, to]) => {
    out.data[to!] = step(out.data[to!]!, x.data[from!]!);
  });
  return out;
}

function reduction(
  reference: (x: NdArray, attributes: Attributes) => NdArray,
  gradient: (call: Application, gradient: Tensor) => Tensor,
): Operation {
  return {
    integerInputs: ['axes'],
    infer: ([x], attributes) => [{ shape: resultShape(x!.shape, attributes), type: x!.type }],
    gradient: (call, [g]) => [gradient(call, g!)],
    reference: ([x], attributes) => [reference(x!, attributes)],
  };
}

const plus = (a: number, b: number): number => a + b;
const repeats = (x: Shape, attributes: Attributes): number => sizeOf(x) / sizeOf(keptShape(x, attributes));

export const REDUCTIONS: Readonly<Record<string, Operation>> = {
  ReduceSum: reduction(
    (x, attributes) => fold(x, attributes, 0, plus),
    (call, g) => expand(kept(call, g), call.inputs[0]!.shape),
  ),
  ReduceMean: reduction(
    (x, attributes) => {
      const sum = fold(x, attributes, 0, plus);
      return ndarray(
        sum.shape,
        sum.data.map((value) => value / repeats(x.shape, attributes)),
      );
    },
    (call, g) => {
      const { shape } = call.inputs[0]!;
      return expand(scale(kept(call, g), 1 / repeats(shape, call.attributes)), shape);
    },
  ),
  ReduceSumSquare: reduction(
    (x, attributes) => fold(x, attributes, 0, (sum, value) => sum + value * value),
    (call, g) => mul(scale(call.inputs[0]!, 2), kept(call, g)),
  ),
  // Every element equal to the maximum gets the gradient: exact except on ties.
  ReduceMax: reduction(
    (x, attributes) => fold(x, attributes, -Infinity, Math.max),
    (call, g) => {
      const x = call.inputs[0]!;
      const top = kept(call, call.outputs[0]!);
      return mul(sub(x.graph.scalar(1), greater(top, x)), kept(call, g));
    },
  ),
};
