import { EngineError } from '../errors.ts';
import type { Part } from '../graph/graph.ts';
import type { Tensor } from '../tensor.ts';
import { concat, matmul, reshape, scale, slice, transpose } from './build.ts';

/** The 2-D Conv with a filter of height 1 that stands for a convolution along time: x (I, B, T), w (O, I, K) -> (O, B, T'). */
export function convolveRows(
  x: Tensor,
  w: Tensor,
  stride: number,
  pads: readonly [before: number, after: number],
): Tensor {
  const [channels, batch, length] = x.shape as [number, number, number];
  const [filters, , kernel] = w.shape as [number, number, number];
  const picture = reshape(x, [1, channels, batch, length]);
  const [y] = x.graph.apply('Conv', [picture, reshape(w, [filters, channels, 1, kernel])], {
    kernel_shape: [1, kernel],
    strides: [1, stride],
    pads: [0, pads[0], 0, pads[1]],
  });
  return reshape(y!, [filters, batch, y!.shape[3]!]);
}

/**
 * Gradient of a convolution's input: the convolution of the output's gradient g (O, B, T') with the flipped filter.
 * At stride 2 the even and the odd samples have a filter each, half as long; they are interleaved afterwards.
 * @returns (I, B, length)
 */
export function inputGradient(w: Tensor, g: Tensor, length: number, stride: number, padding: number): Tensor {
  const kernel = w.shape[2]!;
  if (stride === 1) {
    const backwards = (tap: number): number => kernel - 1 - tap;
    const flipped = pickTaps(transpose(w, [1, 0, 2]), kernel, backwards);
    return convolveRows(g, flipped, 1, [kernel - 1 - padding, length - g.shape[2]! + padding]);
  }
  if (stride !== 2) throw new EngineError('UnknownOperation', `gradient of Conv at stride ${stride}`);
  const phases = [0, 1].map((phase) => phaseGradient(w, g, padding + phase, Math.ceil(length / 2)));
  return w.graph.rearrange(phases, `interleave ${length} of ${w.shape[1]}`, (parts) =>
    interleave(parts, length),
  );
}

/**
 * New taps from old: taps[n] = w[from(n)], 0 where that lies outside. One small product with a matrix of ones and
 * zeros does reversal, padding and splitting at once; as slices and pads the same takes several passes of short runs.
 */
function pickTaps(w: Tensor, count: number, from: (tap: number) => number): Tensor {
  const [rows, columns, kernel] = w.shape as [number, number, number];
  if (kernel === 1 && count === 1 && from(0) === 0) return w;
  const matrix = new Float64Array(kernel * count);
  for (let tap = 0; tap < count; tap++) {
    const old = from(tap);
    if (old >= 0 && old < kernel) matrix[old * count + tap] = 1;
  }
  const flat = reshape(w, [rows * columns, kernel]);
  return reshape(matmul(flat, w.graph.constant(matrix, [kernel, count])), [rows, columns, count]);
}

/** Every other sample of the gradient, (I, B, half): x[2u + r] needs w[r + p - 2j] g[u + j] for every j in reach, `at` = r + p. */
function phaseGradient(w: Tensor, g: Tensor, at: number, half: number): Part {
  const kernel = w.shape[2]!;
  const first = Math.ceil((at - kernel + 1) / 2);
  const last = Math.floor(at / 2);
  if (last < first) return undefined;
  const taps = pickTaps(transpose(w, [1, 0, 2]), last - first + 1, (tap) => at - 2 * (tap + first));
  return convolveRows(g, taps, 1, [-first, last + half - g.shape[2]!]);
}

function interleave(parts: readonly Part[], length: number): Tensor {
  const present = parts.find((part) => part !== undefined)!;
  const [channels, batch, half] = present.shape as [number, number, number];
  const phases = concat(
    parts.map((part) => part ?? scale(present, 0)),
    0,
  );
  const woven = transpose(reshape(phases, [2, channels, batch, half]), [1, 2, 3, 0]);
  return slice(reshape(woven, [channels, batch, 2 * half]), 2, 0, length);
}

/**
 * Gradient of the filter, as one 2-D convolution: the batch plays the channels, time and the input's channels height
 * and width, and the output's gradient, dilated by the stride, the filter. The width is what is longer, taps or
 * channels: onnxruntime copies runs of it. Im2col and one product are slower.
 */
export function filterGradient(
  x: Tensor,
  g: Tensor,
  kernel: number,
  stride: number,
  padding: number,
): Tensor {
  const [channels, batch, length] = x.shape as [number, number, number];
  const [filters, , columns] = g.shape as [number, number, number];
  const after = kernel + stride * (columns - 1) - length - padding;
  if (kernel > channels && after >= 0) return filterGradientAlongTime(x, g, kernel, stride, [padding, after]);
  // What one tap does not reach is skipped by a stride, which costs nothing; else it is cut off.
  const skipped = after < 0 && kernel === 1 ? 1 - after : 1;
  const reached = skipped > 1 || after >= 0 ? channelsLast(x) : slice(channelsLast(x), 1, 0, length + after);
  const picture = reshape(reached, [1, batch, reached.shape[1]!, channels]);
  const [result] = x.graph.apply('Conv', [picture, reshape(g, [filters, batch, columns, 1])], {
    kernel_shape: [columns, 1],
    strides: [skipped, 1],
    dilations: [stride, 1],
    pads: [padding, 0, Math.max(0, after), 0],
  });
  return transpose(reshape(result!, [filters, kernel, channels]), [0, 2, 1]);
}

function filterGradientAlongTime(
  x: Tensor,
  g: Tensor,
  kernel: number,
  stride: number,
  pads: readonly [before: number, after: number],
): Tensor {
  const [channels, batch, length] = x.shape as [number, number, number];
  const [filters, , columns] = g.shape as [number, number, number];
  const picture = reshape(transpose(x, [1, 0, 2]), [1, batch, channels, length]);
  const [result] = x.graph.apply('Conv', [picture, reshape(g, [filters, batch, 1, columns])], {
    kernel_shape: [1, columns],
    strides: [1, 1],
    dilations: [1, stride],
    pads: [0, pads[0], 0, pads[1]],
  });
  return reshape(result!, [filters, channels, kernel]);
}

/** Several convolutions of one signal share its transposition (C, B, T) -> (B, T, C). */
const turned = new WeakMap<Tensor, Tensor>();

function channelsLast(x: Tensor): Tensor {
  const known = turned.get(x);
  if (known) return known;
  const result = transpose(x, [1, 2, 0]);
  turned.set(x, result);
  return result;
}
