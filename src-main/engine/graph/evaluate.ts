import type { Tensor } from '../tensor.ts';
import { ndarray } from '../ndarray.ts';
import type { NdArray } from '../ndarray.ts';
import { operationOf } from '../operations/registry.ts';
import type { Graph, Node } from './graph.ts';

/** The nodes that `targets` need, in order; the search stops at tensors that are already known. */
export function nodesFor(
  graph: Graph,
  targets: readonly Tensor[],
  known: ReadonlySet<Tensor> = new Set(),
): Node[] {
  const needed = new Set<Node>();
  const pending = targets.filter((target) => !known.has(target));
  while (pending.length > 0) {
    const node = graph.producers.get(pending.pop()!);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    pending.push(...node.inputs.filter((input) => !known.has(input)));
  }
  return graph.nodes.filter((node) => needed.has(node));
}

/** Runs nodes with any kernel over values of any kind, and returns the targets' values. */
export function interpret<Value>(
  graph: Graph,
  targets: readonly Tensor[],
  known: ReadonlyMap<Tensor, Value>,
  kernel: (node: Node, inputs: readonly Value[]) => readonly Value[],
): Value[] {
  const values = new Map(known);
  for (const node of nodesFor(graph, targets, new Set(known.keys()))) {
    const inputs = node.inputs.map((input) => {
      const value = values.get(input);
      if (value === undefined) throw new Error(`${input.name} has no value`);
      return value;
    });
    const results = kernel(node, inputs);
    node.outputs.forEach((output, i) => {
      const result = results[i];
      if (result !== undefined) values.set(output, result);
    });
  }
  return targets.map((target) => values.get(target)!);
}

/** Computes targets in float64 with the plain reference of every operation. Slow; for tests. */
export function evaluate(
  graph: Graph,
  targets: readonly Tensor[],
  feeds: ReadonlyMap<Tensor, NdArray>,
): NdArray[] {
  const known = new Map(feeds);
  for (const [tensor, data] of graph.constants) known.set(tensor, ndarray(tensor.shape, data));
  return interpret(graph, targets, known, (node, inputs) =>
    operationOf(node.op).reference(inputs, node.attributes),
  );
}
