import { broadcastShape } from './broadcast.ts';
import { combine } from './elementwise.ts';
import type { Operation } from './operation.ts';

/** Truth values travel as 0 and 1 in the reference. No gradient flows through them. */
export const COMPARISONS: Readonly<Record<string, Operation>> = {
  Greater: {
    infer: ([a, b]) => [{ shape: broadcastShape(a!.shape, b!.shape), type: 'bool' }],
    gradient: () => [undefined, undefined],
    reference: ([a, b]) => [combine(a!, b!, (x, y) => (x > y ? 1 : 0))],
  },
  Cast: {
    infer: ([x]) => [{ shape: x!.shape, type: 'float' }],
    gradient: () => [undefined],
    reference: ([x]) => [x!],
  },
};
