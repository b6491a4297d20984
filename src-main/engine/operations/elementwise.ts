import { broadcastStrides, ndarray, walk } from '../ndarray.ts';
import type { NdArray } from '../ndarray.ts';
import type { Tensor } from '../tensor.ts';
import { broadcastShape, sumTo } from './broadcast.ts';
import { div, greater, mul, neg, sub } from './build.ts';
import type { Operation } from './operation.ts';

/** Applies a function of two numbers with broadcasting. */
export function combine(a: NdArray, b: NdArray, compute: (x: number, y: number) => number): NdArray {
  const shape = broadcastShape(a.shape, b.shape);
  const out = ndarray(shape);
  let i = 0;
  walk(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)], ([at, bt]) => {
    out.data[i++] = compute(a.data[at!]!, b.data[bt!]!);
  });
  return out;
}

type Partials = (a: Tensor, b: Tensor, y: Tensor, gradient: Tensor) => readonly [Tensor, Tensor];

function binary(compute: (x: number, y: number) => number, partials: Partials): Operation {
  return {
    infer: ([a, b]) => [{ shape: broadcastShape(a!.shape, b!.shape), type: a!.type }],
    gradient: ({ inputs: [a, b], outputs: [y] }, [gradient]) => {
      const { graph } = a!;
      const constant = (x: Tensor): boolean => graph.constants.has(x);
      const [da, db] = partials(a!, b!, y!, gradient!);
      return [constant(a!) ? undefined : sumTo(da, a!.shape), constant(b!) ? undefined : sumTo(db, b!.shape)];
    },
    reference: ([a, b]) => [combine(a!, b!, compute)],
  };
}

/** Where the first operand wins (ties go to it), the gradient goes to it. */
function extremum(
  compute: (x: number, y: number) => number,
  firstLoses: (a: Tensor, b: Tensor) => Tensor,
): Operation {
  return binary(compute, (a, b, _y, g) => {
    const second = mul(g, firstLoses(a, b));
    return [sub(g, second), second];
  });
}

export const ELEMENTWISE: Readonly<Record<string, Operation>> = {
  Add: binary(
    (x, y) => x + y,
    (_a, _b, _y, g) => [g, g],
  ),
  Sub: binary(
    (x, y) => x - y,
    (_a, _b, _y, g) => [g, neg(g)],
  ),
  Mul: binary(
    (x, y) => x * y,
    (a, b, _y, g) => [mul(g, b), mul(g, a)],
  ),
  Div: binary(
    (x, y) => x / y,
    (_a, b, y, g) => [div(g, b), neg(div(mul(g, y), b))],
  ),
  Max: extremum(Math.max, (a, b) => greater(b, a)),
  Min: extremum(Math.min, (a, b) => greater(a, b)),
};
