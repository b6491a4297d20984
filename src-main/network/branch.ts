import { add, reshape, transpose } from '../engine/operations/build.ts';
import type { Tensor } from '../engine/tensor.ts';
import { activate, convolution, dense, normaliseGroups } from './layers.ts';
import type { Builder } from './layers.ts';
import type { BranchConfig } from './network-config.ts';

/** conv-norm-activation-dropout-conv-norm, plus a 1x1 skip, then activation. x (C, B, T). */
function residualBlock(
  build: Builder,
  name: string,
  x: Tensor,
  block: BranchConfig['blocks'][number],
  groups: number,
): Tensor {
  const { filters, kernel, stride = 2 } = block;
  const opened = normaliseGroups(
    build,
    `${name}.norm1`,
    convolution(build, `${name}.conv1`, x, filters, kernel, stride),
    groups,
  );
  const active = activate(build, opened);
  const dropped = build.dropout(active, [filters, x.shape[1]!, 1]);
  const closed = normaliseGroups(
    build,
    `${name}.norm2`,
    convolution(build, `${name}.conv2`, dropped, filters, kernel, 1),
    groups,
  );
  const skip = convolution(build, `${name}.skip`, x, filters, 1, stride);
  return activate(build, add(closed, skip));
}

/** Stem and blocks: signals (B, channels, samples) -> features (filters, B, T). */
export function features(
  build: Builder,
  name: string,
  signals: Tensor,
  config: BranchConfig,
  groups: number,
): Tensor {
  const { filters, kernel } = config.stem;
  const stem = convolution(build, `${name}.stem`, transpose(signals, [1, 0, 2]), filters, kernel, 2);
  const first = activate(build, normaliseGroups(build, `${name}.stem.norm`, stem, groups));
  return config.blocks.reduce(
    (x, block, i) => residualBlock(build, `${name}.block${i + 1}`, x, block, groups),
    first,
  );
}

/** Features as tokens (B, T, d), with the presence of each channel mixed in. `present` (B, channels) holds 0 or 1. */
export function tokens(
  build: Builder,
  name: string,
  signals: Tensor,
  present: Tensor,
  config: BranchConfig,
  groups: number,
): Tensor {
  const sequence = transpose(features(build, name, signals, config, groups), [1, 2, 0]);
  const [batch, , width] = sequence.shape as [number, number, number];
  const bits = dense(build, `${name}.presence`, present, width);
  return add(sequence, reshape(bits, [batch, 1, width]));
}
