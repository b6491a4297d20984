import { add, div, minimum, mul, reduce, scale, shift, sqrt, sub } from './operations/build.ts';
import type { Tensor } from './tensor.ts';

/** Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019; betas and epsilon are the usual defaults. */
export interface AdamWConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Upper bound of the gradient's global norm. */
  readonly clip: number;
}
export const ADAMW: AdamWConfig = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 1e-4, clip: 1 };

/** Flat vectors of one length; `decay` holds 1 where weight decay acts. Scalars are fed at every step. */
export interface AdamWInputs {
  readonly parameters: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
  readonly gradient: Tensor;
  readonly decay: Tensor;
  readonly learningRate: Tensor;
  /** 1 - beta1^t and 1 - beta2^t of step t = 1, 2, ... */
  readonly correction1: Tensor;
  readonly correction2: Tensor;
}

export interface AdamWOutputs {
  readonly parameters: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
  readonly gradientNorm: Tensor;
}

/**
 * Clipping by global norm and one AdamW update, as operations on flat vectors. Each is a pass over every parameter, so
 * factors are gathered into scalars first. With a = 1 - beta2^t, sqrt(v / a) + epsilon = (sqrt(v) + epsilon sqrt(a)) / sqrt(a).
 */
export function adamW(inputs: AdamWInputs, config: AdamWConfig): AdamWOutputs {
  const { parameters, gradient, learningRate } = inputs;
  const { beta1, beta2, epsilon } = config;
  const gradientNorm = sqrt(reduce('ReduceSumSquare', gradient, [0]));
  const one = gradient.graph.scalar(1);
  const clip = minimum(one, div(gradient.graph.scalar(config.clip), shift(gradientNorm, 1e-12)));
  const first = add(scale(inputs.first, beta1), mul(gradient, scale(clip, 1 - beta1)));
  const rooted = mul(gradient, scale(clip, Math.sqrt(1 - beta2)));
  const second = add(scale(inputs.second, beta2), mul(rooted, rooted));
  const correction = sqrt(inputs.correction2);
  const rate = mul(div(learningRate, inputs.correction1), correction);
  const step = div(mul(first, rate), add(sqrt(second), scale(correction, epsilon)));
  const decayed = mul(parameters, sub(one, mul(inputs.decay, scale(learningRate, config.weightDecay))));
  return { parameters: sub(decayed, step), first, second, gradientNorm };
}
