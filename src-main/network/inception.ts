import { add, concat, maximum, pad, shift, slice, transpose } from '../engine/operations/build.ts';
import type { Tensor } from '../engine/tensor.ts';
import { activate, convolution, normaliseGroups } from './layers.ts';
import type { Builder } from './layers.ts';
import type { NetworkConfig } from './network-config.ts';

/**
 * InceptionTime-like (Ismail Fawaz et al. 2020): bottleneck, three kernel lengths and a pooled path side by side.
 * Ours has half the filters, three modules instead of six, and a stride-2 entry: a baseline of the method's own cost.
 */
const KERNELS = [39, 19, 9] as const;
const MODULES = 3;

/** Maximum of each sample and its neighbours. What it is given is activated, so above -0.3: raised by 1, the frame's zeros never win. */
function maxOfThree(x: Tensor): Tensor {
  const length = x.shape[2]!;
  const low = 1;
  const framed = shift(pad(shift(x, low), 2, 1, 1), -low);
  const neighbours = [0, 1, 2].map((start) => slice(framed, 2, start, start + length));
  return maximum(maximum(neighbours[0]!, neighbours[1]!), neighbours[2]!);
}

function inceptionModule(build: Builder, name: string, x: Tensor, filters: number, groups: number): Tensor {
  const narrow = convolution(build, `${name}.bottleneck`, x, filters, 1, 1);
  const paths = KERNELS.map((kernel) =>
    convolution(build, `${name}.conv${kernel}`, narrow, filters, kernel, 1),
  );
  const pooled = convolution(build, `${name}.pooled`, maxOfThree(x), filters, 1, 1);
  return normaliseGroups(build, `${name}.norm`, concat([...paths, pooled], 0), groups);
}

/** signals (B, C, T) -> features (width / 2, B, T / 2). */
export function inceptionFeatures(build: Builder, signals: Tensor, config: NetworkConfig): Tensor {
  const filters = config.width / 8;
  const entry = convolution(build, 'inception.entry', transpose(signals, [1, 0, 2]), config.width / 4, 7, 2);
  let x = activate(build, normaliseGroups(build, 'inception.entry.norm', entry, config.groups));
  const skip = convolution(build, 'inception.skip', x, 4 * filters, 1, 1);
  for (let i = 1; i < MODULES; i++)
    x = activate(build, inceptionModule(build, `inception.module${i}`, x, filters, config.groups));
  return activate(
    build,
    add(inceptionModule(build, `inception.module${MODULES}`, x, filters, config.groups), skip),
  );
}
