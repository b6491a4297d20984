import { ndarray } from '../ndarray.ts';
import { floatOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import { erf } from './erf.ts';
import type { Operation } from './operation.ts';
import { add, div, exp, greater, mul, neg, scale, shift, sub } from './build.ts';

type Derivative = (x: Tensor, y: Tensor, gradient: Tensor) => Tensor;

function unary(compute: (x: number) => number, derivative: Derivative): Operation {
  return {
    infer: ([x]) => [{ shape: x!.shape, type: x!.type }],
    gradient: ({ inputs, outputs }, [gradient]) => [derivative(inputs[0]!, outputs[0]!, gradient!)],
    reference: ([x]) => [ndarray(x!.shape, x!.data.map(compute))],
  };
}

const INVERSE_ROOT_2 = Math.SQRT1_2;

/**
 * Derivative of the exact GELU: Phi(x) + x phi(x), with a = x / sqrt(2): (1 + erf(a)) / 2 + a / (sqrt(pi) exp(a^2)).
 * HardSigmoid does the first halving and adding in one pass (its clamp to 0..1 never acts); where exp overflows, the
 * quotient is 0, as it should be.
 */
function geluDerivative(x: Tensor, gradient: Tensor): Tensor {
  const { graph } = x;
  const a = scale(x, INVERSE_ROOT_2);
  const [error] = graph.apply('Erf', [a]);
  const [phi] = graph.apply('HardSigmoid', [error!], { alpha: { float: 0.5 }, beta: { float: 0.5 } });
  const tail = scale(div(a, exp(mul(a, a))), 1 / Math.sqrt(Math.PI));
  return mul(gradient, add(phi!, tail));
}

const hardSigmoid: Operation = {
  infer: ([x]) => [{ shape: x!.shape, type: x!.type }],
  gradient: ({ inputs: [x], attributes }, [g]) => {
    const [alpha, beta] = [floatOf(attributes, 'alpha', 0.2), floatOf(attributes, 'beta', 0.5)];
    const line = shift(scale(x!, alpha), beta);
    const inside = mul(greater(line, x!.graph.scalar(0)), greater(x!.graph.scalar(1), line));
    return [mul(scale(g!, alpha), inside)];
  },
  reference: ([x], attributes) => {
    const [alpha, beta] = [floatOf(attributes, 'alpha', 0.2), floatOf(attributes, 'beta', 0.5)];
    return [
      ndarray(
        x!.shape,
        x!.data.map((value) => Math.min(1, Math.max(0, alpha * value + beta))),
      ),
    ];
  },
};

export const UNARY: Readonly<Record<string, Operation>> = {
  HardSigmoid: hardSigmoid,
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
