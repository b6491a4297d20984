import { ndarray, stridesOf, walk } from '../ndarray.ts';
import { intsOf } from '../tensor.ts';
import type { Attributes, Shape } from '../tensor.ts';
import { pad, reshape, reverse, slice } from './build.ts';
import type { Operation } from './operation.ts';
import { EngineError } from '../errors.ts';

interface Range {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/** The one sliced axis; the builder makes no other slices. */
function rangeOf(shape: Shape, attributes: Attributes): Range {
  const axis = intsOf(attributes, 'axes')[0]!;
  const step = intsOf(attributes, 'steps')[0]!;
  const extent = shape[axis]!;
  const wrap = (index: number): number => (index < 0 ? index + extent : index);
  const start = wrap(intsOf(attributes, 'starts')[0]!);
  const end = intsOf(attributes, 'ends')[0]!;
  const stop = step > 0 ? Math.min(wrap(end), extent) : wrap(end);
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length === 0 || start < 0 || start >= extent)
    throw new EngineError('ShapeMismatch', `empty slice of [${shape}] on axis ${axis}`);
  return { axis, start, step, length };
}

/** Spreads the gradient over a strided slice: insert step - 1 zeros after each element, then cut to length. */
const sliceOperation: Operation = {
  integerInputs: ['starts', 'ends', 'axes', 'steps'],
  infer: ([x], attributes) => {
    const { axis, length } = rangeOf(x!.shape, attributes);
    return [{ shape: x!.shape.map((extent, at) => (at === axis ? length : extent)), type: x!.type }];
  },
  gradient: ({ inputs: [x], attributes }, [g]) => {
    const { axis, start, step, length } = rangeOf(x!.shape, attributes);
    if (step === -1 && length === x!.shape[axis]) return [reverse(g!, axis)];
    if (step < 1) throw new EngineError('UnknownOperation', 'gradient of a partial backward slice');
    const extent = x!.shape[axis]!;
    const outer = g!.shape.slice(0, axis);
    const inner = g!.shape.slice(axis + 1);
    const spread = pad(reshape(g!, [...outer, length, 1, ...inner]), axis + 1, 0, step - 1);
    const flat = reshape(spread, [...outer, length * step, ...inner]);
    const fitted = slice(flat, axis, 0, Math.min(length * step, extent - start));
    return [pad(fitted, axis, start, extent - start - fitted.shape[axis]!)];
  },
  reference: ([x], attributes) => {
    const { axis, start, step, length } = rangeOf(x!.shape, attributes);
    const strides = stridesOf(x!.shape);
    const base = start * strides[axis]!;
    const out = ndarray(x!.shape.map((extent, at) => (at === axis ? length : extent)));
    let i = 0;
    walk(out.shape, [strides.map((stride, at) => (at === axis ? stride * step : stride))], ([at]) => {
      out.data[i++] = x!.data[base + at!]!;
    });
    return [out];
  },
};

export const SLICES: Readonly<Record<string, Operation>> = { Slice: sliceOperation };
