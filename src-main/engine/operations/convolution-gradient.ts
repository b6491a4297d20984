import { EngineError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import { pad, reshape, reverse, slice, transpose } from './build.ts';

function convolve(x: Tensor, w: Tensor, before: number, after: number): Tensor {
  return x.graph.apply('Conv', [x, w], {
    kernel_shape: [w.shape[2]!],
    strides: [1],
    pads: [before, after],
  })[0]!;
}

/**
 * Gradient of a convolution's input: the convolution of the output's gradient g (B, O, T') with the flipped filter.
 * At stride 2 the even and the odd samples are two filters of one convolution, interleaved afterwards.
 * @returns (B, I, length)
 */
export function inputGradient(w: Tensor, g: Tensor, length: number, stride: number, padding: number): Tensor {
  const kernel = w.shape[2]!;
  if (stride === 1) {
    const flipped = reverse(transpose(w, [1, 0, 2]), 2);
    return convolve(g, flipped, kernel - 1 - padding, length - g.shape[2]! + padding);
  }
  if (stride !== 2) throw new EngineError('UnknownOperation', `gradient of Conv at stride ${stride}`);
  return interleave(convolvePhases(w, g, padding, Math.ceil(length / 2)), length);
}

/** Both phases at once: (B, 2 I, half), phase-major. x[2u + r] needs w[r + p - 2j] g[u + j] for every j in reach. */
function convolvePhases(w: Tensor, g: Tensor, padding: number, half: number): Tensor {
  const [filters, channels, kernel] = w.shape as [number, number, number];
  const first = Math.ceil((padding - kernel + 1) / 2);
  const last = Math.floor((1 + padding) / 2);
  const taps = last - first + 1;
  const padded = pad(w, 2, 2 * last - padding, 2 + padding - 2 * first - kernel);
  const pairs = reverse(reshape(padded, [filters, channels, taps, 2]), 2);
  const phases = reshape(transpose(pairs, [3, 1, 0, 2]), [2 * channels, filters, taps]);
  return convolve(g, phases, -first, last + half - g.shape[2]!);
}

function interleave(phases: Tensor, length: number): Tensor {
  const [batch, channels, half] = phases.shape as [number, number, number];
  const woven = transpose(reshape(phases, [batch, 2, channels / 2, half]), [0, 2, 3, 1]);
  return slice(reshape(woven, [batch, channels / 2, 2 * half]), 2, 0, length);
}

/**
 * Gradient of the filter, as one 2-D convolution: the batch plays the channels, time the height, the input's channels
 * the width, and the output's gradient, dilated by the stride, the filter. With the channels innermost onnxruntime
 * copies long runs: a quarter faster than with time innermost, and than im2col and one product (bench `engine`).
 */
export function filterGradient(
  x: Tensor,
  g: Tensor,
  kernel: number,
  stride: number,
  padding: number,
): Tensor {
  const [batch, channels, length] = x.shape as [number, number, number];
  const [, filters, columns] = g.shape as [number, number, number];
  const after = kernel + stride * (columns - 1) - length - padding;
  const turned = transpose(x, [0, 2, 1]);
  const reached = after < 0 ? slice(turned, 1, 0, length + after) : turned;
  const picture = reshape(reached, [1, batch, reached.shape[1]!, channels]);
  const weights = reshape(transpose(g, [1, 0, 2]), [filters, batch, columns, 1]);
  const [result] = x.graph.apply('Conv', [picture, weights], {
    kernel_shape: [columns, 1],
    strides: [1, 1],
    dilations: [stride, 1],
    pads: [padding, 0, Math.max(0, after), 0],
  });
  return transpose(reshape(result!, [filters, kernel, channels]), [0, 2, 1]);
}
