import { EngineError } from '../errors.ts';
import { sizeOf } from '../tensor.ts';
import type { Attributes, ElementType, Shape, Tensor } from '../tensor.ts';
import { operationOf } from '../operations/registry.ts';

/** One application of an operation; `domain` is set for nodes outside the ONNX standard set. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
}

/** A hand-written gradient of a stretch of nodes: it replaces theirs from `output` back to `inputs`. */
export interface GradientRule {
  readonly inputs: readonly Tensor[];
  readonly backward: (gradient: Tensor) => readonly (Tensor | undefined)[];
}

/** Says that a tensor is `rebuild(parts)`, a mere rearrangement: sums of such are rearranged once, after adding. */
export interface Rearrangement {
  readonly parts: readonly Part[];
  readonly kind: string;
  readonly rebuild: (parts: readonly Part[]) => Tensor;
}
/** undefined: zeros. */
export type Part = Tensor | undefined;

/** Nodes in the order they were made (always a topological order), with inputs and constants. One owner builds it; it only grows. */
export class Graph {
  readonly nodes: Node[] = [];
  readonly inputs: Tensor[] = [];
  readonly constants = new Map<Tensor, Float64Array>();
  readonly producers = new Map<Tensor, Node>();
  readonly rules = new Map<Tensor, GradientRule>();
  readonly rearranged = new Map<Tensor, Rearrangement>();
  private readonly shared = new Map<string, Tensor>();
  private count = 0;

  private make(shape: Shape, type: ElementType, name?: string): Tensor {
    return { graph: this, name: name ?? `t${this.count++}`, shape: [...shape], type };
  }

  /** A value fed at run time. Names are unique in a graph. */
  input(name: string, shape: Shape, type: ElementType = 'float'): Tensor {
    if (this.inputs.some((known) => known.name === name)) throw new Error(`input ${name} is declared twice`);
    const tensor = this.make(shape, type, name);
    this.inputs.push(tensor);
    return tensor;
  }

  /** A constant stored in the file as float32. */
  constant(data: ArrayLike<number>, shape: Shape): Tensor {
    if (data.length !== sizeOf(shape))
      throw new EngineError('ShapeMismatch', `${data.length} values for [${shape}]`);
    const tensor = this.make(shape, 'float', `c${this.count++}`);
    this.constants.set(tensor, Float64Array.from(data));
    return tensor;
  }

  /** A scalar constant; equal ones are shared. */
  scalar(value: number): Tensor {
    const key = String(value);
    let tensor = this.shared.get(key);
    if (!tensor) this.shared.set(key, (tensor = this.constant([value], [])));
    return tensor;
  }

  /** Applies an operation: infers the outputs' shapes and appends the node. */
  apply(op: string, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor[] {
    const definition = operationOf(op);
    const outputs = definition.infer(inputs, attributes).map((spec) => this.make(spec.shape, spec.type));
    const node: Node = { op, inputs, outputs, attributes };
    this.nodes.push(node);
    for (const output of outputs) this.producers.set(output, node);
    return outputs;
  }

  /** Declares that `output`, made from `inputs` by any nodes, is differentiated by `backward` instead of node by node. */
  differentiateBy(output: Tensor, inputs: readonly Tensor[], backward: GradientRule['backward']): Tensor {
    this.rules.set(output, { inputs, backward });
    return output;
  }

  /** Applies a rearrangement of elements and remembers it as one. Two of the same `kind` do the same to as many parts. */
  rearrange(parts: readonly Part[], kind: string, rebuild: Rearrangement['rebuild']): Tensor {
    const result = rebuild(parts);
    this.rearranged.set(result, { parts, kind, rebuild });
    return result;
  }
}
