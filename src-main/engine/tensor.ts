import type { Graph } from './graph/graph.ts';

export type ElementType = 'float' | 'int64' | 'bool';
export type Shape = readonly number[];

/** A symbolic value: a name and a static shape in one graph. It holds no numbers. */
export interface Tensor {
  readonly graph: Graph;
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
}

/** Shape and element type of a value yet to be named. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly type: ElementType;
}

export type Attribute = number | string | readonly number[] | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** Integer-list attribute, or the default. */
export function intsOf(
  attributes: Attributes,
  key: string,
  fallback: readonly number[] = [],
): readonly number[] {
  const value = attributes[key];
  return Array.isArray(value) ? (value as readonly number[]) : fallback;
}

/** Integer attribute, or the default. */
export function intOf(attributes: Attributes, key: string, fallback: number): number {
  const value = attributes[key];
  return typeof value === 'number' ? value : fallback;
}

/** Float attribute, or the default. */
export function floatOf(attributes: Attributes, key: string, fallback: number): number {
  const value = attributes[key];
  return typeof value === 'object' && 'float' in value ? value.float : fallback;
}
