import { add, div, exp, maximum, mul, neg, sub, sum, total } from '../engine/operations/build.ts';
import { logSumExp } from '../engine/operations/composite.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { LossConfig } from './loss-config.ts';

/** One head's batch. A row of zeros in `labels` says that the example has no label on this axis. */
export interface LabelledBatch {
  /** (B, C), one-hot. */
  readonly labels: Tensor;
  /** (B): 0 for padding. */
  readonly weights: Tensor;
  /** (C): log of the sampler's class distribution. */
  readonly logPrior: Tensor;
  /** (C): frequency weights, mean 1. */
  readonly classWeights: Tensor;
}

/** x . 1 / max(weight, tiny): a mean that is 0, not undefined, when nothing counts. */
export function weightedMean(values: Tensor, weights: Tensor): Tensor {
  return div(total(mul(values, weights)), maximum(total(weights), weights.graph.scalar(1e-12)));
}

/** (1 - p)^gamma for a whole gamma >= 0, Lin et al. 2017. */
function focalFactor(logProbability: Tensor, gamma: number): Tensor {
  const one = logProbability.graph.scalar(1);
  const miss = sub(one, exp(logProbability));
  let factor = miss;
  for (let power = 1; power < gamma; power++) factor = mul(factor, miss);
  return factor;
}

/** Mean classification loss of one head over the weighted examples. logits (B, C). */
export function classificationLoss(logits: Tensor, batch: LabelledBatch, config: LossConfig): Tensor {
  const { labels } = batch;
  const scores = config.classification === 'logit-adjusted' ? add(logits, batch.logPrior) : logits;
  const logProbability = sum(mul(labels, sub(scores, logSumExp(scores))), [1]);
  const labelled = mul(batch.weights, sum(labels, [1]));
  const weights =
    config.classification === 'class-balanced'
      ? mul(labelled, sum(mul(labels, batch.classWeights), [1]))
      : labelled;
  const loss = neg(logProbability);
  return weightedMean(
    config.classification === 'focal' ? mul(loss, focalFactor(logProbability, config.focalGamma)) : loss,
    weights,
  );
}
