import { EngineError } from '../errors.ts';
import { ndarray } from '../ndarray.ts';
import { intsOf, sizeOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import type { Operation } from './operation.ts';

/** The rows (first axis) that `indices` name, in that order. */
export const gatherRows = (x: Tensor, indices: readonly number[]): Tensor =>
  x.graph.apply('Gather', [x], { indices })[0]!;

/** The order that undoes a permutation. Throws `UnknownOperation` where it is none. */
function inverse(indices: readonly number[], rows: number): number[] {
  const back = new Array<number>(rows).fill(-1);
  indices.forEach((from, to) => (back[from] = to));
  if (indices.length !== rows || back.includes(-1))
    throw new EngineError('UnknownOperation', 'gradient of a Gather that is no permutation');
  return back;
}

export const GATHERS: Readonly<Record<string, Operation>> = {
  Gather: {
    integerInputs: ['indices'],
    infer: ([x], attributes) => [
      { shape: [intsOf(attributes, 'indices').length, ...x!.shape.slice(1)], type: x!.type },
    ],
    gradient: ({ inputs: [x], attributes }, [g]) => [
      gatherRows(g!, inverse(intsOf(attributes, 'indices'), x!.shape[0]!)),
    ],
    reference: ([x], attributes) => {
      const width = sizeOf(x!.shape.slice(1));
      const indices = intsOf(attributes, 'indices');
      const out = ndarray([indices.length, ...x!.shape.slice(1)]);
      indices.forEach((from, to) =>
        out.data.set(x!.data.subarray(from * width, (from + 1) * width), to * width),
      );
      return [out];
    },
  },
};
