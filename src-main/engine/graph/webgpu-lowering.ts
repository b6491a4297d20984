import { add, concat, mean, mul, pad, reciprocal, shift, sqrt, sub } from '../operations/build.ts';
import { floatOf, intOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import type { Graph, Node } from './graph.ts';
import { replaced } from './lowering.ts';

/**
 * Rewrites what onnxruntime's WebGPU provider (seen in 1.30) gets wrong or lacks, into operations it does right:
 * - LayerNormalization gives its first output only: taken apart where the others are used;
 * - Conv gives wrong sums where the channels are 6, 10, 14 ...: two channels of zeros are added;
 * - a shader binds few buffers: what Concat joins is joined a few at a time.
 * @param nodes a topological order; the result is one, too
 */
export function lowerForWebgpu(graph: Graph, nodes: readonly Node[]): Node[] {
  const used = new Set(nodes.flatMap((node) => node.inputs));
  return nodes.flatMap((node) => {
    if (node.op === 'LayerNormalization' && node.outputs.slice(1).some((output) => used.has(output)))
      return replaced(graph, node, () => takeApart(node));
    if (node.op === 'Conv') return roundChannels(graph, node);
    if (node.op === 'Concat' && node.inputs.length > MOST_PARTS)
      return replaced(graph, node, () => [joined(node.inputs, intOf(node.attributes, 'axis', 0))]);
    return [node];
  });
}

/** For files that any provider may run: Conv with channels that WebGPU gets wrong. */
export function lowerForAll(graph: Graph, nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => (node.op === 'Conv' ? roundChannels(graph, node) : [node]));
}

/** Two channels are right as they are. */
function roundChannels(graph: Graph, node: Node): Node[] {
  const [x, w] = node.inputs;
  const channels = x!.shape[1]!;
  if (channels % 4 !== 2 || channels === 2) return [node];
  return replaced(graph, node, () =>
    graph.apply('Conv', [pad(x!, 1, 0, 2), pad(w!, 1, 0, 2)], node.attributes),
  );
}

/** The least of devices binds eight buffers to a shader: one is the result. */
const MOST_PARTS = 7;

function joined(parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length <= MOST_PARTS) return concat(parts, axis);
  const groups: Tensor[] = [];
  for (let i = 0; i < parts.length; i += MOST_PARTS)
    groups.push(concat(parts.slice(i, i + MOST_PARTS), axis));
  return joined(groups, axis);
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
