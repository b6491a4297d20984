import { EngineError } from '../errors.ts';
import { broadcastStrides, ndarray, stridesOf, walk } from '../ndarray.ts';
import { intOf, intsOf, sizeOf } from '../tensor.ts';
import { broadcastShape, sumTo } from './broadcast.ts';
import { concat, reshape, slice, split, transpose } from './build.ts';
import type { Operation } from './operation.ts';
import type { NdArray } from '../ndarray.ts';
import type { Tensor } from '../tensor.ts';

function joinedShape(shapes: readonly (readonly number[])[], axis: number): number[] {
  const total = shapes.reduce((sum, shape) => sum + shape[axis]!, 0);
  const fits = shapes.every((shape) => shape.every((extent, at) => at === axis || extent === shapes[0]![at]));
  if (!fits)
    throw new EngineError('ShapeMismatch', `Concat of ${shapes.map((s) => `[${s}]`).join(' ')} on ${axis}`);
  return shapes[0]!.map((extent, at) => (at === axis ? total : extent));
}

/** Copies `part` into or out of the block of `whole` that starts at `start` along `axis`. */
function copyBlock(whole: NdArray, part: NdArray, axis: number, start: number, into: boolean): void {
  const strides = stridesOf(whole.shape);
  const base = start * strides[axis]!;
  let i = 0;
  walk(part.shape, [strides], ([at]) => {
    if (into) whole.data[base + at!] = part.data[i++]!;
    else part.data[i++] = whole.data[base + at!]!;
  });
}

const reshapeOperation: Operation = {
  integerInputs: ['shape'],
  infer: ([x], attributes) => {
    const shape = intsOf(attributes, 'shape');
    if (sizeOf(shape) !== sizeOf(x!.shape))
      throw new EngineError('ShapeMismatch', `Reshape of [${x!.shape}] to [${shape}]`);
    return [{ shape, type: x!.type }];
  },
  gradient: ({ inputs: [x] }, [g]) => [reshape(g!, x!.shape)],
  reference: ([x], attributes) => [ndarray(intsOf(attributes, 'shape'), x!.data)],
};

const transposeOperation: Operation = {
  infer: ([x], attributes) => [
    { shape: intsOf(attributes, 'perm').map((from) => x!.shape[from]!), type: x!.type },
  ],
  gradient: ({ attributes }, [g]) => {
    const perm = intsOf(attributes, 'perm');
    return [
      transpose(
        g!,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
    ];
  },
  reference: ([x], attributes) => {
    const perm = intsOf(attributes, 'perm');
    const strides = stridesOf(x!.shape);
    const out = ndarray(perm.map((from) => x!.shape[from]!));
    let i = 0;
    walk(out.shape, [perm.map((from) => strides[from]!)], ([at]) => (out.data[i++] = x!.data[at!]!));
    return [out];
  },
};

const concatOperation: Operation = {
  infer: (inputs, attributes) => [
    {
      shape: joinedShape(
        inputs.map((x) => x.shape),
        intOf(attributes, 'axis', 0),
      ),
      type: inputs[0]!.type,
    },
  ],
  gradient: ({ inputs, attributes }, [g]) => {
    const axis = intOf(attributes, 'axis', 0);
    return split(
      g!,
      axis,
      inputs.map((x) => x.shape[axis]!),
    );
  },
  reference: (inputs, attributes) => {
    const axis = intOf(attributes, 'axis', 0);
    const out = ndarray(
      joinedShape(
        inputs.map((x) => x.shape),
        axis,
      ),
    );
    let start = 0;
    for (const part of inputs) {
      copyBlock(out, part, axis, start, true);
      start += part.shape[axis]!;
    }
    return [out];
  },
};

const splitOperation: Operation = {
  integerInputs: ['split'],
  infer: ([x], attributes) => {
    const axis = intOf(attributes, 'axis', 0);
    return intsOf(attributes, 'split').map((length) => ({
      shape: x!.shape.map((extent, at) => (at === axis ? length : extent)),
      type: x!.type,
    }));
  },
  gradient: ({ inputs: [x], outputs, attributes }, gradients) => {
    const { graph } = x!;
    const parts = outputs.map(
      (output, i): Tensor =>
        gradients[i] ?? graph.constant(new Float64Array(sizeOf(output.shape)), output.shape),
    );
    return [concat(parts, intOf(attributes, 'axis', 0))];
  },
  reference: ([x], attributes) => {
    const axis = intOf(attributes, 'axis', 0);
    let start = 0;
    return intsOf(attributes, 'split').map((length) => {
      const part = ndarray(x!.shape.map((extent, at) => (at === axis ? length : extent)));
      copyBlock(x!, part, axis, start, false);
      start += length;
      return part;
    });
  },
};

const expandOperation: Operation = {
  integerInputs: ['shape'],
  infer: ([x], attributes) => [
    { shape: broadcastShape(x!.shape, intsOf(attributes, 'shape')), type: x!.type },
  ],
  gradient: ({ inputs: [x] }, [g]) => [sumTo(g!, x!.shape)],
  reference: ([x], attributes) => {
    const out = ndarray(broadcastShape(x!.shape, intsOf(attributes, 'shape')));
    let i = 0;
    walk(out.shape, [broadcastStrides(x!.shape, out.shape)], ([at]) => (out.data[i++] = x!.data[at!]!));
    return [out];
  },
};

const padOperation: Operation = {
  integerInputs: ['pads'],
  infer: ([x], attributes) => {
    const pads = intsOf(attributes, 'pads');
    const rank = x!.shape.length;
    return [
      { shape: x!.shape.map((extent, axis) => extent + pads[axis]! + pads[rank + axis]!), type: x!.type },
    ];
  },
  gradient: ({ inputs: [x], attributes }, [g]) => {
    const pads = intsOf(attributes, 'pads');
    return [
      x!.shape.reduce((part, extent, axis) => slice(part, axis, pads[axis]!, pads[axis]! + extent), g!),
    ];
  },
  reference: ([x], attributes) => {
    const pads = intsOf(attributes, 'pads');
    const rank = x!.shape.length;
    const out = ndarray(x!.shape.map((extent, axis) => extent + pads[axis]! + pads[rank + axis]!));
    const strides = stridesOf(out.shape);
    const base = x!.shape.reduce((sum, _, axis) => sum + pads[axis]! * strides[axis]!, 0);
    let i = 0;
    walk(x!.shape, [strides], ([at]) => (out.data[base + at!] = x!.data[i++]!));
    return [out];
  },
};

export const REARRANGEMENTS: Readonly<Record<string, Operation>> = {
  Reshape: reshapeOperation,
  Transpose: transposeOperation,
  Concat: concatOperation,
  Split: splitOperation,
  Expand: expandOperation,
  Pad: padOperation,
};
