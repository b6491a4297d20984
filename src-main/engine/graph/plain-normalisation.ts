import { add, mean, mul, reciprocal, shift, sqrt, sub } from '../operations/build.ts';
import { floatOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import type { Graph, Node } from './graph.ts';

/**
 * Takes LayerNormalization apart into means, differences and roots, wherever its second or third output is used:
 * onnxruntime's WebGPU kernel (seen in 1.30) gives the first output only.
 * @param nodes a topological order; the result is one, too
 */
export function plainNormalisation(graph: Graph, nodes: readonly Node[]): Node[] {
  const used = new Set(nodes.flatMap((node) => node.inputs));
  return nodes.flatMap((node) => {
    const statistics =
      node.op === 'LayerNormalization' && node.outputs.slice(1).some((output) => used.has(output));
    return statistics ? takeApart(graph, node) : [node];
  });
}

function takeApart(graph: Graph, node: Node): Node[] {
  const [x, gain, bias] = node.inputs;
  const from = graph.nodes.length;
  const centre = mean(x!, [-1], true);
  const centred = sub(x!, centre);
  const variance = mean(mul(centred, centred), [-1], true);
  const inverse = reciprocal(sqrt(shift(variance, floatOf(node.attributes, 'epsilon', 1e-5))));
  const scaled = mul(mul(centred, inverse), gain!);
  const results: Tensor[] = [bias ? add(scaled, bias) : scaled, centre, inverse];
  const made = graph.nodes.splice(from);
  return made.map((part) => ({
    ...part,
    inputs: part.inputs.map(rename),
    outputs: part.outputs.map(rename),
  }));

  function rename(tensor: Tensor): Tensor {
    const at = results.indexOf(tensor);
    return at < 0 ? tensor : node.outputs[at]!;
  }
}
