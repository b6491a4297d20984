import type { Tensor } from '../tensor.ts';
import type { Graph, Node } from './graph.ts';

/** The nodes that `build` makes, with its results under the names of the node's outputs. */
export function replaced(graph: Graph, node: Node, build: () => Tensor[]): Node[] {
  const from = graph.nodes.length;
  const results = build();
  const made = graph.nodes.splice(from);
  const rename = (tensor: Tensor): Tensor => node.outputs[results.indexOf(tensor)] ?? tensor;
  return made.map((part) => ({
    ...part,
    inputs: part.inputs.map(rename),
    outputs: part.outputs.map(rename),
  }));
}
