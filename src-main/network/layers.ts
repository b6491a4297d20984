import { add, matmul, reshape, scale, slice, softmax, split, transpose } from '../engine/operations/build.ts';
import { gelu, groupNorm, layerNorm, linear, silu } from '../engine/operations/composite.ts';
import { conv1d } from '../engine/operations/convolution.ts';
import { matmulTransposed } from '../engine/operations/product.ts';
import type { Shape, Tensor } from '../engine/tensor.ts';
import type { Activation } from './network-config.ts';
import type { ParameterSource } from './parameter-table.ts';

/** Dropout in training: a mask fed from the run's seed; in inference: nothing. */
export type Dropout = (x: Tensor, maskShape: Shape) => Tensor;

/** What every layer needs: its parameters, the dropout, the activation. Holds no state of its own. */
export interface Builder {
  readonly parameters: ParameterSource;
  readonly dropout: Dropout;
  readonly activation: Activation;
}

const ZEROS = { constant: 0 } as const;
const ONES = { constant: 1 } as const;
/** He et al. 2015 before a rectifier-like activation; Glorot-like 1 elsewhere. */
const RECTIFIED = 2;
const STRAIGHT = 1;

export function activate(build: Builder, x: Tensor): Tensor {
  return build.activation === 'gelu' ? gelu(x) : silu(x);
}

export function dense(
  build: Builder,
  name: string,
  x: Tensor,
  width: number,
  options: { bias?: boolean; gain?: number } = {},
): Tensor {
  const fanIn = x.shape.at(-1)!;
  const w = build.parameters.take(
    `${name}.weight`,
    [fanIn, width],
    { fanIn, gain: options.gain ?? STRAIGHT },
    true,
  );
  const bias =
    options.bias === false ? undefined : build.parameters.take(`${name}.bias`, [width], ZEROS, false);
  return linear(x, w, bias);
}

export function normalise(build: Builder, name: string, x: Tensor): Tensor {
  const shape = [x.shape.at(-1)!];
  return layerNorm(
    x,
    build.parameters.take(`${name}.gain`, shape, ONES, false),
    build.parameters.take(`${name}.bias`, shape, ZEROS, false),
  );
}

/** Convolution of x (channels, B, T) without bias (the normalisation after it has one), `same` padding for odd kernels. */
export function convolution(
  build: Builder,
  name: string,
  x: Tensor,
  filters: number,
  kernel: number,
  stride: number,
): Tensor {
  const channels = x.shape[0]!;
  const initial = { fanIn: channels * kernel, gain: RECTIFIED };
  return conv1d(
    x,
    build.parameters.take(`${name}.weight`, [filters, channels, kernel], initial, true),
    stride,
    (kernel - 1) / 2,
  );
}

export function normaliseGroups(build: Builder, name: string, x: Tensor, groups: number): Tensor {
  const shape = [x.shape[0]!];
  return groupNorm(
    x,
    build.parameters.take(`${name}.gain`, shape, ONES, false),
    build.parameters.take(`${name}.bias`, shape, ZEROS, false),
    groups,
  );
}

/** (B, T, d) -> (B, heads, T, d / heads). */
function toHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, width] = x.shape as [number, number, number];
  return transpose(reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

export interface Attended {
  readonly y: Tensor;
  /** (B, heads, queries, keys): rows sum to 1. */
  readonly weights: Tensor;
}

/** Multi-head attention of queries (B, Tq, d) over source (B, Tk, d). Vaswani et al. 2017. */
export function attend(
  build: Builder,
  name: string,
  queries: Tensor,
  source: Tensor,
  heads: number,
): Attended {
  const [batch, length, width] = queries.shape as [number, number, number];
  const q = toHeads(dense(build, `${name}.query`, queries, width), heads);
  const both = dense(build, `${name}.key-value`, source, 2 * width);
  const [k, v] = split(both, 2, [width, width]).map((part) => toHeads(part, heads));
  const scores = scale(matmulTransposed(q, k!), 1 / Math.sqrt(width / heads));
  const weights = softmax(scores);
  const mixed = reshape(transpose(matmul(weights, v!), [0, 2, 1, 3]), [batch, length, width]);
  return { y: dense(build, `${name}.out`, mixed, width), weights };
}

/** Pre-norm Transformer layer. With `onlyFirst` just the first token is worked out: (B, 1, d). */
export function transformerLayer(
  build: Builder,
  name: string,
  x: Tensor,
  sizes: { heads: number; feedForward: number },
  onlyFirst: boolean,
): Attended {
  const normed = normalise(build, `${name}.norm1`, x);
  const cut = (t: Tensor): Tensor => (onlyFirst ? slice(t, 1, 0, 1) : t);
  const { y, weights } = attend(build, `${name}.attention`, cut(normed), normed, sizes.heads);
  const middle = add(cut(x), build.dropout(y, y.shape));
  const hidden = dense(
    build,
    `${name}.expand`,
    normalise(build, `${name}.norm2`, middle),
    sizes.feedForward,
    { gain: RECTIFIED },
  );
  const back = dense(build, `${name}.contract`, activate(build, hidden), x.shape[2]!);
  return { y: add(middle, build.dropout(back, back.shape)), weights };
}
