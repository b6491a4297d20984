import type { Random } from '../domain/random.ts';
import { Graph } from '../engine/graph/graph.ts';
import { differentiate } from '../engine/graph/differentiate.ts';
import { concat, reshape, slice } from '../engine/operations/build.ts';
import { sizeOf } from '../engine/tensor.ts';
import type { Shape, Tensor } from '../engine/tensor.ts';

/** How a parameter begins: `normal` with standard deviation sqrt(gain / fanIn), or a constant. */
export type Initial = { readonly fanIn: number; readonly gain: number } | { readonly constant: number };

/** One trained tensor and its place in the flat vector. `decays`: weight decay acts on it (weights yes; biases, gains, positions no). */
export interface ParameterEntry {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly size: number;
  readonly decays: boolean;
  readonly initial: Initial;
}

/** Where a network's definition takes its trained tensors from, by name. */
export interface ParameterSource {
  take(name: string, shape: Shape, initial: Initial, decays: boolean): Tensor;
}

/** Notes what a definition takes, on a graph that is thrown away. */
export class ParameterRecorder implements ParameterSource {
  readonly graph = new Graph();
  private readonly taken: Omit<ParameterEntry, 'offset'>[] = [];

  take(name: string, shape: Shape, initial: Initial, decays: boolean): Tensor {
    if (this.taken.some((entry) => entry.name === name)) throw new Error(`parameter ${name} is taken twice`);
    this.taken.push({ name, shape, size: sizeOf(shape), decays, initial });
    return this.graph.input(name, shape);
  }

  /** Decaying parameters first, so that weight decay is one stretch of the flat vector. */
  table(): ParameterTable {
    let offset = 0;
    const ordered = [...this.taken.filter((p) => p.decays), ...this.taken.filter((p) => !p.decays)];
    return new ParameterTable(
      ordered.map((entry) => {
        const placed = { ...entry, offset };
        offset += entry.size;
        return placed;
      }),
    );
  }
}

/** Every parameter of a network with its place in the flat vector. */
export class ParameterTable {
  readonly entries: readonly ParameterEntry[];
  readonly size: number;
  readonly decaying: number;

  constructor(entries: readonly ParameterEntry[]) {
    this.entries = entries;
    this.size = entries.reduce((sum, entry) => sum + entry.size, 0);
    this.decaying = entries.reduce((sum, entry) => sum + (entry.decays ? entry.size : 0), 0);
  }

  /** First values, the same for the same source of random numbers. */
  initialise(random: Random): Float32Array {
    const values = new Float32Array(this.size);
    for (const { name, offset, size, initial } of this.entries) {
      const part = values.subarray(offset, offset + size);
      if ('constant' in initial) part.fill(initial.constant);
      else {
        const stream = random.fork(name);
        const deviation = Math.sqrt(initial.gain / initial.fanIn);
        for (let i = 0; i < size; i++) part[i] = deviation * stream.normal();
      }
    }
    return values;
  }
}

/** Takes each parameter as a part of one flat tensor. */
export class FlatParameters implements ParameterSource {
  private readonly parts: Map<string, Tensor>;

  constructor(table: ParameterTable, flat: Tensor) {
    this.parts = new Map(
      table.entries.map(({ name, shape, offset, size }) => [
        name,
        reshape(slice(flat, 0, offset, offset + size), shape),
      ]),
    );
  }

  take(name: string): Tensor {
    const tensor = this.parts.get(name);
    if (!tensor) throw new Error(`no parameter ${name}`);
    return tensor;
  }

  /** The gradient of a loss by every parameter, flat, in the table's order. */
  gradientOf(graph: Graph, loss: Tensor): Tensor {
    const gradients = differentiate(graph, loss, [...this.parts.values()]);
    return concat(
      gradients.map((gradient) => reshape(gradient, [-1])),
      0,
    );
  }
}

/** Takes each parameter as a constant: a trained network's values, frozen. */
export class FrozenParameters implements ParameterSource {
  private readonly parts = new Map<string, Tensor>();

  constructor(table: ParameterTable, graph: Graph, values: Float32Array) {
    if (values.length !== table.size) throw new Error(`${values.length} parameters, ${table.size} expected`);
    for (const { name, offset, size, shape } of table.entries)
      this.parts.set(name, graph.constant(values.subarray(offset, offset + size), shape));
  }

  take(name: string): Tensor {
    const tensor = this.parts.get(name);
    if (!tensor) throw new Error(`no parameter ${name}`);
    return tensor;
  }
}
