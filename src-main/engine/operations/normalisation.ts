import { ndarray } from '../ndarray.ts';
import type { NdArray } from '../ndarray.ts';
import { floatOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import { mean, mul, sub, sum } from './build.ts';
import type { Operation } from './operation.ts';

/** dx = y (g - sum(g y)) over the last axis. */
function softmaxGradient(y: Tensor, g: Tensor): Tensor {
  return mul(y, sub(g, sum(mul(g, y), [-1], true)));
}

/** dx = r (g - mean(g) - xhat mean(g xhat)) over the last axis, r the inverse deviation. */
function standardiseGradient(xhat: Tensor, inverse: Tensor, g: Tensor): Tensor {
  const centred = sub(g, mean(g, [-1], true));
  return mul(sub(centred, mul(xhat, mean(mul(g, xhat), [-1], true))), inverse);
}

function rows(x: NdArray): { count: number; width: number } {
  const width = x.shape.at(-1)!;
  return { count: x.data.length / width, width };
}

function standardise(x: NdArray, gain: NdArray, bias: NdArray | undefined, epsilon: number): NdArray[] {
  const { count, width } = rows(x);
  const out = ndarray(x.shape);
  const means = ndarray([...x.shape.slice(0, -1), 1]);
  const inverses = ndarray(means.shape);
  for (let row = 0; row < count; row++) {
    const values = x.data.subarray(row * width, (row + 1) * width);
    const centre = values.reduce((a, b) => a + b, 0) / width;
    const variance = values.reduce((a, b) => a + (b - centre) ** 2, 0) / width;
    const inverse = 1 / Math.sqrt(variance + epsilon);
    means.data[row] = centre;
    inverses.data[row] = inverse;
    values.forEach((value, i) => {
      out.data[row * width + i] = (value - centre) * inverse * gain.data[i]! + (bias?.data[i] ?? 0);
    });
  }
  return [out, means, inverses];
}

export const NORMALISATIONS: Readonly<Record<string, Operation>> = {
  /** Over the last axis only. */
  Softmax: {
    infer: ([x]) => [{ shape: x!.shape, type: 'float' }],
    gradient: ({ outputs }, [g]) => [softmaxGradient(outputs[0]!, g!)],
    reference: ([x]) => {
      const { count, width } = rows(x!);
      const out = ndarray(x!.shape);
      for (let row = 0; row < count; row++) {
        const values = x!.data.subarray(row * width, (row + 1) * width);
        const top = values.reduce((a, b) => Math.max(a, b), -Infinity);
        const powers = values.map((value) => Math.exp(value - top));
        const whole = powers.reduce((a, b) => a + b, 0);
        powers.forEach((power, i) => (out.data[row * width + i] = power / whole));
      }
      return [out];
    },
  },
  /**
   * Over the last axis. Outputs: result, mean, inverse deviation. Its gradient reaches x only, for a gain of ones:
   * the builder applies a trained gain and bias as operations of their own.
   */
  LayerNormalization: {
    infer: ([x]) => {
      const narrow = [...x!.shape.slice(0, -1), 1];
      return [
        { shape: x!.shape, type: 'float' },
        { shape: narrow, type: 'float' },
        { shape: narrow, type: 'float' },
      ];
    },
    gradient: ({ outputs: [y, , inverse] }, [g]) => [standardiseGradient(y!, inverse!, g!), undefined],
    reference: ([x, gain, bias], attributes) =>
      standardise(x!, gain!, bias, floatOf(attributes, 'epsilon', 1e-5)),
  },
};

/** (x - mean) / sqrt(variance + epsilon) over the last axis; `inverse` is 1 / sqrt(variance + epsilon), kept axis. */
export function standardised(x: Tensor, epsilon = 1e-5): { y: Tensor; inverse: Tensor } {
  const ones = x.graph.constant(new Float64Array(x.shape.at(-1)!).fill(1), [x.shape.at(-1)!]);
  const [y, , inverse] = x.graph.apply('LayerNormalization', [x, ones], {
    axis: -1,
    epsilon: { float: epsilon },
  });
  return { y: y!, inverse: inverse! };
}
