import type { Tensor } from '../tensor.ts';
import { add, exp, log, max, mean, mul, reshape, scale, sigmoid, sqrt, sub, sum } from './build.ts';
import { gemm } from './product.ts';
import { standardised } from './normalisation.ts';

/** The same value; no gradient flows back through it. */
export function stopGradient(x: Tensor): Tensor {
  const [copy] = x.graph.apply('Identity', [x]);
  return x.graph.differentiateBy(copy!, [], () => []);
}

/** x sigmoid(x). Its gradient reuses both results: y + s (1 - y). */
export function silu(x: Tensor): Tensor {
  const s = sigmoid(x);
  const y = mul(x, s);
  return x.graph.differentiateBy(y, [x], (g) => [mul(g, add(y, mul(s, sub(x.graph.scalar(1), y))))]);
}

/** x Phi(x), exact (by erf). */
export const gelu = (x: Tensor): Tensor => x.graph.apply('Gelu', [x])[0]!;

/** log(sum(exp(x))) over the last axis, kept. */
export function logSumExp(x: Tensor): Tensor {
  const top = stopGradient(max(x, [-1], true));
  return add(log(sum(exp(sub(x, top)), [-1], true)), top);
}

/** x of shape (..., in) times w (in, out), plus a bias row. */
export function linear(x: Tensor, w: Tensor, bias?: Tensor): Tensor {
  const flat = reshape(x, [-1, w.shape[0]!]);
  const y = gemm(flat, w, bias ? { bias } : {});
  return reshape(y, [...x.shape.slice(0, -1), w.shape[1]!]);
}

/** Layer normalisation over the last axis with a trained gain and bias of its length. */
export function layerNorm(x: Tensor, gain: Tensor, bias: Tensor): Tensor {
  return add(mul(standardised(x).y, gain), bias);
}

/** x / max(|x|, tiny) over the last axis. */
export function unitNorm(x: Tensor): Tensor {
  const squared = sum(mul(x, x), [-1], true);
  return x.graph.apply('Div', [x, sqrt(add(squared, x.graph.scalar(1e-12)))])[0]!;
}

/**
 * Group normalisation of x (B, C, T) with a trained gain and bias (C): statistics over each group of C / groups
 * channels and all of T. The gradient is written by hand: with s1 = sum_t g and s2 = sum_t g xhat every
 * remaining sum is over (B, C) numbers, so it takes seven passes over the signal instead of eleven.
 */
export function groupNorm(x: Tensor, gain: Tensor, bias: Tensor, groups: number): Tensor {
  const [batch, channels, length] = x.shape as [number, number, number];
  const grouped = reshape(x, [batch, groups, (channels / groups) * length]);
  const { y: hat, inverse } = standardised(grouped);
  const xhat = reshape(hat, x.shape);
  const y = add(mul(xhat, reshape(gain, [channels, 1])), reshape(bias, [channels, 1]));
  return x.graph.differentiateBy(y, [x, gain, bias], (g) => {
    const s1 = sum(g, [2]);
    const s2 = sum(mul(g, xhat), [2]);
    const perGroup = (s: Tensor): Tensor =>
      scale(mean(reshape(mul(s, gain), [batch, groups, channels / groups]), [2], true), 1 / length);
    const spread = reshape(mul(reshape(gain, [groups, channels / groups]), inverse), [batch, channels, 1]);
    const pull = add(mul(hat, mul(perGroup(s2), inverse)), mul(perGroup(s1), inverse));
    return [sub(mul(g, spread), reshape(pull, x.shape)), sum(s2, [0]), sum(s1, [0])];
  });
}
