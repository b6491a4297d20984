import {
  add,
  concat,
  mean,
  mul,
  reshape,
  scale,
  sigmoid,
  slice,
  sub,
  tanh,
  transpose,
} from '../engine/operations/build.ts';
import { unitNorm } from '../engine/operations/composite.ts';
import type { Tensor } from '../engine/tensor.ts';
import { features, tokens } from './branch.ts';
import { inceptionFeatures } from './inception.ts';
import { activate, attend, dense, normalise, transformerLayer } from './layers.ts';
import type { Builder } from './layers.ts';
import type { NetworkConfig } from './network-config.ts';

/** What the network is given, all float: signals (B, channels, samples), presence bits (B, channels), priors (B, n). */
export interface NetworkInputs {
  readonly ecg?: { readonly signals: Tensor; readonly present: Tensor };
  readonly iegm?: { readonly signals: Tensor; readonly present: Tensor };
  readonly priors?: Tensor;
}

/** What it makes of it. `views` are for the screen: attention weights by name. */
export interface NetworkOutputs {
  /** By head: (B, classes). */
  readonly logits: Readonly<Record<string, Tensor>>;
  /** h, (B, d). */
  readonly embedding: Tensor;
  /** z, unit length (B, projection); absent without a projector. */
  readonly projection?: Tensor;
  readonly views: Readonly<Record<string, Tensor>>;
}

type Views = Record<string, Tensor>;

function crossModal(
  build: Builder,
  ecg: Tensor,
  iegm: Tensor,
  heads: number,
  views: Views,
): [Tensor, Tensor] {
  const toEcg = attend(build, 'cross.ecg', ecg, iegm, heads);
  const toIegm = attend(build, 'cross.iegm', iegm, ecg, heads);
  views['cross.ecg'] = toEcg.weights;
  views['cross.iegm'] = toIegm.weights;
  return [
    normalise(build, 'cross.ecg.norm', add(ecg, toEcg.y)),
    normalise(build, 'cross.iegm.norm', add(iegm, toIegm.y)),
  ];
}

/** F_t = sum_m alpha_m f_m, alpha the softmax of two scores: a sigmoid of their difference. */
function semanticAttention(build: Builder, ecg: Tensor, iegm: Tensor, hidden: number, views: Views): Tensor {
  const [batch, length, width] = ecg.shape as [number, number, number];
  const both = reshape(concat([ecg, iegm], 0), [2 * batch * length, width]);
  const u = dense(build, 'semantic.score', tanh(dense(build, 'semantic.hidden', both, hidden)), 1, {
    bias: false,
  });
  const scores = reshape(u, [2, batch, length, 1]);
  const difference = sub(slice(scores, 0, 1, 2), slice(scores, 0, 0, 1));
  const alpha = sigmoid(reshape(difference, [batch, length, 1]));
  views['weight-on-iegm'] = reshape(alpha, [batch, length]);
  return add(ecg, mul(alpha, sub(iegm, ecg)));
}

function fuse(build: Builder, config: NetworkConfig, ecg: Tensor, iegm: Tensor, views: Views): Tensor {
  const [e, g] = config.crossAttention
    ? crossModal(build, ecg, iegm, config.attentionHeads, views)
    : [ecg, iegm];
  return config.fusion === 'concatenation'
    ? dense(build, 'fusion', concat([e, g], 2), config.width)
    : semanticAttention(build, e, g, config.semanticWidth, views);
}

/** CLS and learned positions, pre-norm layers, LN(CLS); only the first token of the last layer is worked out. */
function transformer(build: Builder, config: NetworkConfig, sequence: Tensor, views: Views): Tensor {
  const [batch, length, width] = sequence.shape as [number, number, number];
  const small = { fanIn: 1, gain: 0.0004 };
  const cls = build.parameters.take('transformer.cls', [1, 1, width], small, false);
  const positions = build.parameters.take('transformer.positions', [1, length + 1, width], small, false);
  // Zeros of the batch's size, so that the file's batch may stay open.
  const first = add(scale(slice(sequence, 1, 0, 1), 0), cls);
  let x = add(concat([first, sequence], 1), positions);
  for (let layer = 1; layer <= config.transformerLayers; layer++) {
    const last = layer === config.transformerLayers;
    const sizes = { heads: config.attentionHeads, feedForward: config.feedForward };
    const attended = transformerLayer(build, `transformer.layer${layer}`, x, sizes, last);
    views[`transformer.layer${layer}`] = attended.weights;
    x = attended.y;
  }
  return normalise(build, 'transformer.norm', reshape(slice(x, 1, 0, 1), [batch, width]));
}

function pooled(build: Builder, sequence: Tensor): Tensor {
  return normalise(build, 'pool.norm', mean(sequence, [1]));
}

function multimodal(build: Builder, config: NetworkConfig, inputs: NetworkInputs, views: Views): Tensor {
  const sequences = (['ecg', 'iegm'] as const).flatMap((name) => {
    const [branch, input] = [config[name], inputs[name]];
    return branch && input ? [tokens(build, name, input.signals, input.present, branch, config.groups)] : [];
  });
  const [first, second] = sequences;
  const sequence = second ? fuse(build, config, first!, second, views) : first!;
  return config.transformerLayers > 0 ? transformer(build, config, sequence, views) : pooled(build, sequence);
}

/** The architecture baselines: all channels side by side through one stack of convolutions, then the mean over time. */
function plain(build: Builder, config: NetworkConfig, inputs: NetworkInputs): Tensor {
  const present = [inputs.ecg, inputs.iegm].flatMap((input) => (input ? [input.signals] : []));
  const signals = concat(present, 1);
  const branch = (config.ecg ?? config.iegm)!;
  const maps =
    config.architecture === 'inception'
      ? inceptionFeatures(build, signals, config)
      : features(build, 'resnet', signals, branch, config.groups);
  return dense(build, 'pool', transpose(mean(maps, [2]), [1, 0]), config.width);
}

/** Adds what a small MLP makes of embedding and priors together. */
function withPriors(build: Builder, config: NetworkConfig, h: Tensor, priors: Tensor): Tensor {
  const read = activate(build, dense(build, 'priors.read', priors, config.priorWidth, { gain: 2 }));
  const joint = activate(
    build,
    dense(build, 'priors.joint', concat([h, read], 1), config.width, { gain: 2 }),
  );
  return add(h, dense(build, 'priors.out', joint, config.width));
}

function project(build: Builder, h: Tensor, width: number): Tensor {
  const hidden = activate(build, dense(build, 'projector.hidden', h, h.shape[1]!, { gain: 2 }));
  return unitNorm(dense(build, 'projector.out', hidden, width));
}

/** The network's forward pass, on any graph; the same for training, inference, and counting its parameters. */
export function forward(build: Builder, config: NetworkConfig, inputs: NetworkInputs): NetworkOutputs {
  const views: Views = {};
  const body =
    config.architecture === 'multimodal'
      ? multimodal(build, config, inputs, views)
      : plain(build, config, inputs);
  const embedding = inputs.priors ? withPriors(build, config, body, inputs.priors) : body;
  const logits = Object.fromEntries(
    config.heads.map(({ name, classes }) => [name, dense(build, `head.${name}`, embedding, classes.length)]),
  );
  const outputs = { logits, embedding, views };
  return config.projection > 0
    ? { ...outputs, projection: project(build, embedding, config.projection) }
    : outputs;
}
