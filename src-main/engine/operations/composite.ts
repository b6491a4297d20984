import type { Tensor } from '../tensor.ts';
import {
  add,
  exp,
  expand,
  log,
  max,
  maximum,
  mean,
  mul,
  reciprocal,
  reduce,
  reshape,
  scale,
  shift,
  sigmoid,
  sqrt,
  sub,
  sum,
} from './build.ts';
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
 * Group normalisation of x (C, B, T) with a trained gain and bias (C): statistics over each group of C / groups
 * channels and all of T, for each of B. Forward: y = x a + b with a, b (C, B, 1). The gradient is written by hand:
 * with s1 = sum_t g and s2 = sum_t g x every remaining sum is over (C, B) numbers, and dx = g a + x p + q.
 */
export function groupNorm(x: Tensor, gain: Tensor, bias: Tensor, groups: number, epsilon = 1e-5): Tensor {
  const { graph } = x;
  const [channels, batch, length] = x.shape as [number, number, number];
  const members = channels / groups;
  const grouped = (t: Tensor): Tensor => reshape(t, [groups, members, -1]);
  const spread = (t: Tensor): Tensor => reshape(t, [channels, batch, 1]);
  const groupMean = (t: Tensor): Tensor => mean(grouped(t), [1], true);
  const centre = groupMean(mean(x, [2]));
  const square = groupMean(scale(reduce('ReduceSumSquare', x, [2]), 1 / length));
  const variance = maximum(sub(square, mul(centre, centre)), graph.scalar(0));
  const inverse = reciprocal(sqrt(shift(variance, epsilon)));
  const factor = mul(grouped(gain), inverse);
  const term = sub(grouped(bias), mul(centre, factor));
  const y = add(mul(x, spread(factor)), spread(term));
  return graph.differentiateBy(y, [x, gain, bias], (g) => {
    const s1 = grouped(sum(g, [2]));
    const s2 = grouped(sum(mul(g, x), [2]));
    const alongHat = mul(sub(s2, mul(centre, s1)), inverse);
    const groupSum = (t: Tensor): Tensor => scale(mean(mul(t, grouped(gain)), [1], true), 1 / length);
    const pull = mul(mul(groupSum(alongHat), inverse), inverse);
    const q = sub(mul(pull, centre), mul(groupSum(s1), inverse));
    const wide = (t: Tensor): Tensor => spread(expand(t, [groups, members, batch]));
    const dx = add(sub(mul(g, spread(factor)), mul(x, wide(pull))), wide(q));
    return [dx, reshape(sum(alongHat, [2]), [channels]), reshape(sum(s1, [2]), [channels])];
  });
}
