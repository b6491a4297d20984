import {
  add,
  div,
  exp,
  greater,
  log,
  matmul,
  max,
  maximum,
  minimum,
  mul,
  reshape,
  scale,
  shift,
  softmax,
  sub,
  sum,
  transpose,
} from '../engine/operations/build.ts';
import type { Tensor } from '../engine/tensor.ts';
import { weightedMean } from './classification-loss.ts';
import type { LabelledBatch } from './classification-loss.ts';
import type { LossConfig } from './loss-config.ts';

/** What the contrastive losses remember from batch to batch; no gradient flows through it. */
export interface ContrastMemory {
  /** p, unit rows (C, d). */
  readonly prototypes: Tensor;
  /** S, (C, C). */
  readonly similarity: Tensor;
  /** (C): 1 once a class has been met. */
  readonly seen: Tensor;
}

const TINY = 1e-30;
/** Added to the exponent of what is masked out: exp of it is 0 in float32 and float64 alike after the shift. */
const MASKED = -1e4;

/** (C, C): 1 for k != c where k has been seen. */
function othersSeen(memory: ContrastMemory): Tensor {
  const classes = memory.seen.shape[0]!;
  const offDiagonal = Array.from({ length: classes ** 2 }, (_, i) => (i % (classes + 1) === 0 ? 0 : 1));
  return mul(memory.seen.graph.constant(offDiagonal, [classes, classes]), memory.seen);
}

/** Psi (C, C): (1 - g) + g n softmax over the n others seen; 1 on the diagonal. Its rows average 1 over those others. */
export function pairModulation(memory: ContrastMemory, config: LossConfig): Tensor {
  const { graph } = memory.seen;
  const others = othersSeen(memory);
  if (!config.pairs) return graph.constant(new Array(others.shape[0]! ** 2).fill(1), others.shape);
  const masked = add(
    scale(memory.similarity, 1 / config.pairTemperature),
    scale(sub(graph.scalar(1), others), MASKED),
  );
  const share = mul(mul(softmax(masked), others), sum(others, [1], true));
  const modulated = shift(scale(share, config.pairShare), 1 - config.pairShare);
  return add(mul(modulated, others), sub(graph.scalar(1), others));
}

/** psi (C): hard classes, those most like another, weigh more; mean 1 over the classes seen, 1 elsewhere. */
export function hardClassWeights(memory: ContrastMemory, config: LossConfig): Tensor {
  const { graph, shape } = memory.seen;
  if (!config.psi) return graph.constant(new Array(shape[0]!).fill(1), shape);
  const others = othersSeen(memory);
  const hidden = sub(graph.scalar(1), others);
  const hardest = max(sub(mul(memory.similarity, others), hidden), [1]);
  const unseen = sub(graph.scalar(1), memory.seen);
  const masked = add(scale(hardest, 1 / config.psiTemperature), scale(unseen, MASKED));
  const share = mul(softmax(masked), memory.seen);
  return add(mul(share, sum(memory.seen, [0], true)), unseen);
}

/** A picture of the batch that every contrastive term reads. */
interface Picture {
  readonly labels: Tensor;
  /** z . p / tau, (B, C). */
  readonly toPrototypes: Tensor;
  /** z . z / tau, (B, B). */
  readonly toSamples: Tensor;
  /** Example weights over j, 0 where j = i: (B, B). */
  readonly pairs: Tensor;
  /** log-modulation of each example's class row: Psi_y as (B, C). */
  readonly modulation: Tensor;
  readonly seen: Tensor;
  /** No exponent exceeds it: 1 / tau. */
  readonly ceiling: number;
}

function pictureOf(z: Tensor, batch: LabelledBatch, memory: ContrastMemory, config: LossConfig): Picture {
  const { graph } = z;
  const size = z.shape[0]!;
  const offDiagonal = Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 ? 0 : 1));
  return {
    labels: batch.labels,
    toPrototypes: scale(matmul(z, transpose(memory.prototypes, [1, 0])), 1 / config.temperature),
    toSamples: scale(matmul(z, transpose(z, [1, 0])), 1 / config.temperature),
    pairs: mul(graph.constant(offDiagonal, [size, size]), batch.weights),
    modulation: matmul(batch.labels, pairModulation(memory, config)),
    seen: memory.seen,
    ceiling: 1 / config.temperature,
  };
}

const own = (values: Tensor, labels: Tensor): Tensor => sum(mul(values, labels), [1]);
const ceilingExp = (x: Tensor, ceiling: number): Tensor => exp(shift(x, -ceiling));
const safeLog = (x: Tensor): Tensor => log(maximum(x, x.graph.scalar(TINY)));

/** lP (B): cosine-softmax against the prototypes seen, each weighted by Psi; 0 where the own prototype is not seen. */
function prototypeTerm(p: Picture): Tensor {
  const powers = mul(mul(ceilingExp(p.toPrototypes, p.ceiling), p.modulation), p.seen);
  const whole = shift(safeLog(sum(powers, [1])), p.ceiling);
  return mul(sub(whole, own(p.toPrototypes, p.labels)), own(expandRow(p.seen, p.labels), p.labels));
}

const expandRow = (row: Tensor, like: Tensor): Tensor => add(scale(like, 0), row);

/** lS (B): each class's samples and prototype averaged first, then weighted by Psi; 0 where the own class has no entry. */
function sampleTerm(p: Picture): Tensor {
  const { graph } = p.labels;
  const counts = add(matmul(p.pairs, p.labels), p.seen);
  const filled = minimum(counts, graph.scalar(1));
  const safe = maximum(counts, graph.scalar(TINY));
  const present = greater(filled, graph.scalar(0));
  const powers = add(
    matmul(mul(ceilingExp(p.toSamples, p.ceiling), p.pairs), p.labels),
    mul(ceilingExp(p.toPrototypes, p.ceiling), p.seen),
  );
  const average = mul(div(powers, safe), present);
  const whole = shift(safeLog(sum(mul(average, p.modulation), [1])), p.ceiling);
  const scores = add(matmul(mul(p.toSamples, p.pairs), p.labels), mul(p.toPrototypes, p.seen));
  const towards = own(div(scores, safe), p.labels);
  return mul(sub(whole, towards), own(present, p.labels));
}

/** SupCon (Khosla et al. 2020), one view: anchors without a partner in the batch do not count. */
function supervisedContrast(p: Picture, weights: Tensor): Tensor {
  const { graph } = p.labels;
  const partners = own(matmul(p.pairs, p.labels), p.labels);
  const valid = greater(partners, graph.scalar(0));
  const safe = maximum(partners, graph.scalar(TINY));
  const powers = mul(ceilingExp(p.toSamples, p.ceiling), p.pairs);
  const whole = shift(safeLog(sum(powers, [1])), p.ceiling);
  const towards = div(own(matmul(mul(p.toSamples, p.pairs), p.labels), p.labels), safe);
  return weightedMean(sub(whole, towards), mul(weights, valid));
}

/** The contrastive part of the loss on unit embeddings z (B, d); undefined when the configuration has none. */
export function contrastiveLoss(
  z: Tensor,
  batch: LabelledBatch,
  memory: ContrastMemory,
  config: LossConfig,
): Tensor | undefined {
  if (config.contrast === 'none') return undefined;
  const weights = mul(batch.weights, sum(batch.labels, [1]));
  const labelled = { ...batch, weights };
  if (config.contrast === 'supcon')
    return supervisedContrast(pictureOf(z, labelled, memory, config), weights);
  if (config.contrast === 'bcl') {
    const plain = { ...config, pairs: false };
    return weightedMean(sampleTerm(pictureOf(z, labelled, memory, plain)), weights);
  }
  const picture = pictureOf(z, labelled, memory, config);
  const psi = own(expandRow(hardClassWeights(memory, config), batch.labels), batch.labels);
  const phi = config.phi ? own(expandRow(batch.classWeights, batch.labels), batch.labels) : undefined;
  const example = mul(weights, phi ? mul(phi, psi) : psi);
  const terms = [
    ...(config.prototypeTerm ? [prototypeTerm(picture)] : []),
    ...(config.sampleTerm ? [scale(sampleTerm(picture), config.sampleWeight)] : []),
  ];
  if (terms.length === 0) throw new Error('AGCACL without its prototype and its sample term is nothing');
  return weightedMean(terms.reduce(add), example);
}

/** Exponential moving averages after a batch: p <- norm(m p + (1-m) mean z), S <- m S + (1-m) P P^T, seen. */
export function updateMemory(
  z: Tensor,
  batch: LabelledBatch,
  memory: ContrastMemory,
  config: LossConfig,
): ContrastMemory {
  const { graph } = z;
  const weighted = mul(batch.labels, reshape(batch.weights, [z.shape[0]!, 1]));
  const counts = reshape(sum(weighted, [0]), [-1, 1]);
  const present = greater(counts, graph.scalar(0));
  const means = div(matmul(transpose(weighted, [1, 0]), z), maximum(counts, graph.scalar(TINY)));
  const seenBefore = reshape(memory.seen, [-1, 1]);
  const momentum = scale(seenBefore, config.prototypeMomentum);
  const blended = add(mul(memory.prototypes, momentum), mul(means, sub(graph.scalar(1), momentum)));
  const length = sum(mul(blended, blended), [1], true);
  const unit = div(blended, maximum(graph.apply('Sqrt', [length])[0]!, graph.scalar(1e-12)));
  const prototypes = add(mul(unit, present), mul(memory.prototypes, sub(graph.scalar(1), present)));
  const likeness = matmul(prototypes, transpose(prototypes, [1, 0]));
  const similarity = add(
    scale(memory.similarity, config.similarityMomentum),
    scale(likeness, 1 - config.similarityMomentum),
  );
  return { prototypes, similarity, seen: reshape(maximum(seenBefore, present), memory.seen.shape) };
}
