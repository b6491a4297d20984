import type { Random } from '../domain/random.ts';
import { Graph } from '../engine/graph/graph.ts';
import type { Program, StateSlot } from '../engine/graph/program.ts';
import { ADAMW, adamW } from '../engine/optimiser.ts';
import type { AdamWConfig } from '../engine/optimiser.ts';
import { add, concat, expand, mul } from '../engine/operations/build.ts';
import { sizeOf } from '../engine/tensor.ts';
import type { Shape, Tensor } from '../engine/tensor.ts';
import { classificationLoss } from './classification-loss.ts';
import type { LabelledBatch } from './classification-loss.ts';
import { contrastiveLoss, updateMemory } from './contrastive-loss.ts';
import type { ContrastMemory } from './contrastive-loss.ts';
import { networkInputs } from './feeds.ts';
import type { MaskFeed } from './masks.ts';
import { FlatParameters } from './parameter-table.ts';
import type { ParameterTable } from './parameter-table.ts';
import type { LossConfig } from './loss-config.ts';
import type { NetworkConfig } from './network-config.ts';
import { forward } from './network.ts';
import type { NetworkOutputs } from './network.ts';
import { parameterTable } from './parameters.ts';

export { drawMasks } from './masks.ts';
export type { MaskFeed } from './masks.ts';

/** One training step as a program, with what its caller must know to feed it. */
export interface TrainingProgram {
  readonly program: Program;
  readonly parameters: ParameterTable;
  readonly masks: readonly MaskFeed[];
  readonly batchSize: number;
  readonly optimiser: AdamWConfig;
}

export interface TrainingOptions {
  readonly network: NetworkConfig;
  readonly loss: LossConfig;
  readonly batchSize: number;
  readonly optimiser?: AdamWConfig;
}

class Masks {
  readonly feeds: Tensor[] = [];
  readonly list: MaskFeed[] = [];
  private readonly graph: Graph;
  private readonly rate: number;
  constructor(graph: Graph, rate: number) {
    this.graph = graph;
    this.rate = rate;
  }
  apply(x: Tensor, shape: Shape): Tensor {
    if (this.rate === 0) return x;
    const name = `mask.${this.list.length}`;
    this.list.push({ name, shape, keep: 1 - this.rate });
    const mask = this.graph.input(name, shape);
    this.feeds.push(mask);
    return mul(x, mask);
  }
}

function headBatches(
  graph: Graph,
  config: NetworkConfig,
  batchSize: number,
  weights: Tensor,
): Record<string, LabelledBatch> {
  return Object.fromEntries(
    config.heads.map(({ name, classes }) => [
      name,
      {
        labels: graph.input(`labels.${name}`, [batchSize, classes.length]),
        weights,
        logPrior: graph.input(`log-prior.${name}`, [classes.length]),
        classWeights: graph.input(`class-weights.${name}`, [classes.length]),
      },
    ]),
  );
}

function memoryOf(graph: Graph, classes: number, width: number): ContrastMemory {
  return {
    prototypes: graph.input('prototypes', [classes, width]),
    similarity: graph.input('similarity', [classes, classes]),
    seen: graph.input('seen', [classes]),
  };
}

function decayMask(graph: Graph, table: ParameterTable): Tensor {
  return concat(
    [
      expand(graph.constant([1], [1]), [table.decaying]),
      expand(graph.constant([0], [1]), [table.size - table.decaying]),
    ],
    0,
  );
}

interface Losses {
  readonly whole: Tensor;
  readonly classification: Tensor;
  readonly contrast?: Tensor;
  readonly memory: readonly StateSlot[];
}

function lossesOf(
  graph: Graph,
  options: TrainingOptions,
  outputs: NetworkOutputs,
  batches: Record<string, LabelledBatch>,
  lambda: Tensor,
): Losses {
  const { network, loss } = options;
  const classification = network.heads
    .map(({ name }) => classificationLoss(outputs.logits[name]!, batches[name]!, loss))
    .reduce(add);
  const main = network.heads[0]!;
  if (loss.contrast === 'none') return { whole: classification, classification, memory: [] };
  const z = outputs.projection;
  if (!z) throw new Error('a contrastive loss needs a network with a projector');
  const memory = memoryOf(graph, main.classes.length, z.shape[1]!);
  const contrast = contrastiveLoss(z, batches[main.name]!, memory, loss)!;
  const next = updateMemory(z, batches[main.name]!, memory, loss);
  const slots = (['prototypes', 'similarity', 'seen'] as const).map((name) => ({
    name,
    input: memory[name],
    output: next[name],
  }));
  return { whole: add(classification, mul(lambda, contrast)), classification, contrast, memory: slots };
}

/** Compiles network, loss, backward pass, clipping and AdamW into one program of static shapes. */
export function trainingProgram(options: TrainingOptions): TrainingProgram {
  const { network, batchSize } = options;
  const table = parameterTable(network);
  const graph = new Graph();
  const flat = (name: string): Tensor => graph.input(name, [table.size]);
  const [parameters, first, second] = [flat('parameters'), flat('first-moment'), flat('second-moment')];
  const given = networkInputs(graph, network, batchSize);
  const weights = graph.input('weights', [batchSize]);
  const batches = headBatches(graph, network, batchSize, weights);
  const scalars = ['learning-rate', 'correction-1', 'correction-2', 'lambda'].map((name) =>
    graph.input(name, []),
  );
  const masks = new Masks(graph, network.dropout);
  const source = new FlatParameters(table, parameters);
  const build = {
    parameters: source,
    dropout: masks.apply.bind(masks),
    activation: network.activation,
  };
  const outputs = forward(build, network, given.inputs);
  const losses = lossesOf(graph, options, outputs, batches, scalars[3]!);
  const gradient = source.gradientOf(graph, losses.whole);
  const optimiser = options.optimiser ?? ADAMW;
  const update = adamW(
    {
      parameters,
      first,
      second,
      gradient: gradient,
      decay: decayMask(graph, table),
      learningRate: scalars[0]!,
      correction1: scalars[1]!,
      correction2: scalars[2]!,
    },
    optimiser,
  );
  const program: Program = {
    graph,
    feeds: [
      ...given.feeds,
      weights,
      ...Object.values(batches).flatMap((b) => [b.labels, b.logPrior, b.classWeights]),
      ...scalars,
      ...masks.feeds,
    ],
    state: [
      { name: 'parameters', input: parameters, output: update.parameters },
      { name: 'first-moment', input: first, output: update.first },
      { name: 'second-moment', input: second, output: update.second },
      ...losses.memory,
    ],
    results: [
      { name: 'loss', tensor: losses.whole },
      { name: 'loss.classification', tensor: losses.classification },
      ...(losses.contrast ? [{ name: 'loss.contrast', tensor: losses.contrast }] : []),
      { name: 'gradient-norm', tensor: update.gradientNorm },
      ...network.heads.map(({ name }) => ({ name: `logits.${name}`, tensor: outputs.logits[name]! })),
    ],
    seam: { parameters, loss: losses.whole, gradient: gradient },
  };
  return { program, parameters: table, masks: masks.list, batchSize, optimiser };
}

/** The state before the first step: parameters from the seed, everything else 0. */
export function initialState(training: TrainingProgram, random: Random): Record<string, Float32Array> {
  return Object.fromEntries(
    training.program.state.map(({ name, input }) => [
      name,
      name === 'parameters' ? training.parameters.initialise(random) : new Float32Array(sizeOf(input.shape)),
    ]),
  );
}

/** The scalars of step t = 1, 2, ... */
export function stepScalars(
  training: TrainingProgram,
  step: number,
  learningRate: number,
  lambda: number,
): Record<string, Float32Array> {
  const { beta1, beta2 } = training.optimiser;
  return {
    'learning-rate': Float32Array.of(learningRate),
    'correction-1': Float32Array.of(1 - beta1 ** step),
    'correction-2': Float32Array.of(1 - beta2 ** step),
    lambda: Float32Array.of(lambda),
  };
}
