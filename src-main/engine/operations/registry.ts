import { EngineError } from '../errors.ts';
import { COMPARISONS } from './comparison.ts';
import { CONVOLUTIONS } from './convolution.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { GATHERS } from './gather.ts';
import { NORMALISATIONS } from './normalisation.ts';
import type { Operation } from './operation.ts';
import { PRODUCTS } from './product.ts';
import { REDUCTIONS } from './reduction.ts';
import { REARRANGEMENTS } from './rearrangement.ts';
import { SLICES } from './slice.ts';
import { UNARY } from './unary.ts';

const GROUPS: readonly Readonly<Record<string, Operation>>[] = [
  UNARY,
  ELEMENTWISE,
  COMPARISONS,
  REDUCTIONS,
  PRODUCTS,
  CONVOLUTIONS,
  NORMALISATIONS,
  REARRANGEMENTS,
  SLICES,
  GATHERS,
];

/** The definition of an operation by its ONNX name. Throws `UnknownOperation`. */
export function operationOf(name: string): Operation {
  for (const group of GROUPS) {
    const found = group[name];
    if (found) return found;
  }
  throw new EngineError('UnknownOperation', `no operation ${name}`);
}

/** Every operation's name. */
export function operationNames(): string[] {
  return GROUPS.flatMap((group) => Object.keys(group));
}
