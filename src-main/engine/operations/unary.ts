import { ndarray } from '../ndarray.ts';
import type { Tensor } from '../tensor.ts';
import { erf } from './erf.ts';
import type { Operation } from './operation.ts';
import { add, div, exp, mul, neg, scale, sub } from './build.ts';

type Derivative = (x: Tensor, y: Tensor, gradient: Tensor) => Tensor;

function unary(compute: (x: number) => number, derivative: Derivative): Operation {
  return {
    infer: ([x]) => [{ shape: x!.shape, type: x!.type }],
    gradient: ({ inputs, outputs }, [gradient]) => [derivative(inputs[0]!, outputs[0]!, gradient!)],
    reference: ([x]) => [ndarray(x!.shape, x!.data.map(compute))],
  };
}

const INVERSE_ROOT_2 = Math.SQRT1_2;
const DENSITY = 1 / Math.sqrt(2 * Math.PI);

/** Derivative of the exact GELU: Phi(x) + x phi(x). */
function geluDerivative(x: Tensor, gradient: Tensor): Tensor {
  const { graph } = x;
  const scaled = scale(x, INVERSE_ROOT_2);
  const [error] = graph.apply('Erf', [scaled]);
  const density = exp(mul(scaled, neg(scaled)));
  const tail = scale(mul(x, density), DENSITY);
  return mul(gradient, add(tail, add(scale(error!, 0.5), graph.scalar(0.5))));
}

export const UNARY: Readonly<Record<string, Operation>> = {
  Identity: unary(
    (x) => x,
    (_x, _y, g) => g,
  ),
  Neg: unary(
    (x) => -x,
    (_x, _y, g) => neg(g),
  ),
  Exp: unary(Math.exp, (_x, y, g) => mul(g, y)),
  Log: unary(Math.log, (x, _y, g) => div(g, x)),
  Sqrt: unary(Math.sqrt, (_x, y, g) => div(scale(g, 0.5), y)),
  Reciprocal: unary(
    (x) => 1 / x,
    (_x, y, g) => neg(mul(g, mul(y, y))),
  ),
  Tanh: unary(Math.tanh, (x, y, g) => mul(g, sub(x.graph.scalar(1), mul(y, y)))),
  Sigmoid: unary(
    (x) => 1 / (1 + Math.exp(-x)),
    (x, y, g) => mul(g, mul(y, sub(x.graph.scalar(1), y))),
  ),
  Erf: unary(erf, (x, _y, g) => mul(g, scale(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  Gelu: unary(
    (x) => 0.5 * x * (1 + erf(x * INVERSE_ROOT_2)),
    (x, _y, g) => geluDerivative(x, g),
  ),
};
