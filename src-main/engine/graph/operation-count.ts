import { intOf, sizeOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import { nodesFor } from './evaluate.ts';
import type { Graph, Node } from './graph.ts';

/** Floating-point operations of one node: two for each multiply-and-add of products and convolutions; the rest counts 0. */
function operationsOf(node: Node): number {
  const [a, b] = node.inputs;
  const outputs = sizeOf(node.outputs[0]!.shape);
  if (node.op === 'Conv') return (2 * outputs * sizeOf(b!.shape)) / b!.shape[0]!;
  if (node.op === 'MatMul') return 2 * outputs * a!.shape.at(-1)!;
  if (node.op === 'Gemm') return 2 * outputs * a!.shape[intOf(node.attributes, 'transA', 0) ? 0 : 1]!;
  return 0;
}

/** Floating-point operations that `targets` take in products and convolutions. */
export function countOperations(graph: Graph, targets: readonly Tensor[]): number {
  return nodesFor(graph, targets).reduce((sum, node) => sum + operationsOf(node), 0);
}
