import { add, mean, mul, pad, reciprocal, shift, sqrt, sub } from '../operations/build.ts';
import { floatOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import type { Graph, Node } from './graph.ts';
import { replaced } from './lowering.ts';

/**
 * Rewrites what onnxruntime's WebGPU provider (seen in 1.30) gets wrong or lacks, into operations it does right:
 * - LayerNormalization gives its first output only: taken apart where the others are used;
 * - Conv gives wrong sums where the channels are 6, 10, 14 ...: two channels of zeros are added.
 * @param nodes a topological order; the result is one, too
 */
export function lowerForWebgpu(graph: Graph, nodes: readonly Node[]): Node[] {
  const used = new Set(nodes.flatMap((node) => node.inputs));
  return nodes.flatMap((node) => {
    if (node.op === 'LayerNormalization' && node.outputs.slice(1).some((output) => used.has(output)))
      return replaced(graph, node, () => takeApart(node));
    if (node.op === 'Conv' && node.inputs[0]!.shape[1]! % 4 === 2)
      return replaced(graph, node, () => [
        graph.apply(
          'Conv',
          [pad(node.inputs[0]!, 1, 0, 2), pad(node.inputs[1]!, 1, 0, 2)],
          node.attributes,
        )[0]!,
      ]);
    return [node];
  });
}

function takeApart(node: Node): Tensor[] {
  const [x, gain, bias] = node.inputs;
  const centre = mean(x!, [-1], true);
  const centred = sub(x!, centre);
  const variance = mean(mul(centred, centred), [-1], true);
  const inverse = reciprocal(sqrt(shift(variance, floatOf(node.attributes, 'epsilon', 1e-5))));
  const scaled = mul(mul(centred, inverse), gain!);
  return [bias ? add(scaled, bias) : scaled, centre, inverse];
}
