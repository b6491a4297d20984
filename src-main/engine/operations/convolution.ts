import { EngineError } from '../errors.ts';
import { ndarray } from '../ndarray.ts';
import type { NdArray } from '../ndarray.ts';
import { intsOf } from '../tensor.ts';
import type { Attributes, Tensor } from '../tensor.ts';
import { convolveRows, filterGradient, inputGradient } from './convolution-gradient.ts';
import type { Operation } from './operation.ts';

/** Extents along the spatial axes, 1 or 2 of them. */
interface Window {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

function windowOf(attributes: Attributes, rank: number): Window {
  const ones = new Array<number>(rank).fill(1);
  return {
    strides: intsOf(attributes, 'strides', ones),
    dilations: intsOf(attributes, 'dilations', ones),
    pads: intsOf(attributes, 'pads', new Array<number>(2 * rank).fill(0)),
  };
}

function outputShape(x: readonly number[], w: readonly number[], attributes: Attributes): number[] {
  const rank = x.length - 2;
  const { strides, dilations, pads } = windowOf(attributes, rank);
  if (x[1] !== w[1]) throw new EngineError('ShapeMismatch', `Conv of [${x}] with [${w}]`);
  const spatial = x.slice(2).map((extent, i) => {
    const reach = dilations[i]! * (w[i + 2]! - 1) + 1;
    return Math.floor((extent + pads[i]! + pads[rank + i]! - reach) / strides[i]!) + 1;
  });
  return [x[0]!, w[0]!, ...spatial];
}

/** Spatial axes brought to two: a 1-D signal is a picture of height 1. */
function planar(x: NdArray): [number, number, number, number] {
  const [a, b, ...rest] = x.shape;
  return rest.length === 1 ? [a!, b!, 1, rest[0]!] : [a!, b!, rest[0]!, rest[1]!];
}

function convolve(x: NdArray, w: NdArray, attributes: Attributes): NdArray {
  const out = ndarray(outputShape(x.shape, w.shape, attributes));
  const rank = x.shape.length - 2;
  const window = windowOf(attributes, rank);
  const lift = (list: readonly number[], filler: number): [number, number] =>
    rank === 1 ? [filler, list[0]!] : [list[0]!, list[1]!];
  const [strideH, strideW] = lift(window.strides, 1);
  const [dilationH, dilationW] = lift(window.dilations, 1);
  const [padH, padW] = lift(window.pads, 0);
  const [, channels, height, width] = planar(x);
  const [, , kernelH, kernelW] = planar(w);
  const [batch, filters, rows, columns] = planar(out);
  let at = 0;
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < filters; o++)
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          let value = 0;
          for (let i = 0; i < channels; i++)
            for (let kh = 0; kh < kernelH; kh++) {
              const h = r * strideH + kh * dilationH - padH;
              if (h < 0 || h >= height) continue;
              for (let kw = 0; kw < kernelW; kw++) {
                const t = c * strideW + kw * dilationW - padW;
                if (t < 0 || t >= width) continue;
                value +=
                  x.data[((n * channels + i) * height + h) * width + t]! *
                  w.data[((o * channels + i) * kernelH + kh) * kernelW + kw]!;
              }
            }
          out.data[at++] = value;
        }
  return out;
}

export const CONVOLUTIONS: Readonly<Record<string, Operation>> = {
  /** x (B, I, T) or (B, I, H, W), w alike. Differentiated as a whole by `conv1d`, not by itself. */
  Conv: {
    infer: ([x, w], attributes) => [{ shape: outputShape(x!.shape, w!.shape, attributes), type: 'float' }],
    reference: ([x, w], attributes) => [convolve(x!, w!, attributes)],
  },
};

/**
 * Convolution along time of x (I, B, T) with w (O, I, K), `padding` zeros on each side, stride 1 or 2: (O, B, T').
 * Channels come first because onnxruntime then sees one wide picture instead of B narrow ones: it cuts that evenly
 * among threads (narrow ones with more filters than samples run on one), and gradients need fewer transpositions.
 */
export function conv1d(x: Tensor, w: Tensor, stride: number, padding: number): Tensor {
  const y = convolveRows(x, w, stride, [padding, padding]);
  return x.graph.differentiateBy(y, [x, w], (g) => [
    inputGradient(w, g, x.shape[2]!, stride, padding),
    filterGradient(x, g, w.shape[2]!, stride, padding),
  ]);
}
