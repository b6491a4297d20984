import { EngineError } from '../errors.ts';
import { operationOf } from '../operations/registry.ts';
import { add, expand } from '../operations/build.ts';
import type { Tensor } from '../tensor.ts';
import type { GradientRule, Graph, Node } from './graph.ts';

/** What turns the gradients of a node's outputs into those of its inputs: its rule, or a hand-written one. */
interface Step {
  readonly outputs: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  readonly backward: (gradients: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];
}

function stepOf(node: Node, rules: ReadonlyMap<Tensor, GradientRule>): Step {
  const output = node.outputs.find((candidate) => rules.has(candidate));
  if (output) {
    const rule = rules.get(output)!;
    return { outputs: [output], inputs: rule.inputs, backward: ([gradient]) => rule.backward(gradient!) };
  }
  const { gradient } = operationOf(node.op);
  if (!gradient) throw new EngineError('UnknownOperation', `${node.op} has no gradient`);
  return { outputs: node.outputs, inputs: node.inputs, backward: (gradients) => gradient(node, gradients) };
}

/** The sum of two gradients; where both are the same rearrangement, their parts are added and rearranged once. */
function accumulate(a: Tensor, b: Tensor): Tensor {
  const { rearranged } = a.graph;
  const [from, other] = [rearranged.get(a), rearranged.get(b)];
  if (!from || !other || from.kind !== other.kind) return add(a, b);
  const parts = from.parts.map((part, i) => {
    const second = other.parts[i];
    return part && second ? add(part, second) : (part ?? second);
  });
  return a.graph.rearrange(parts, from.kind, from.rebuild);
}

/** The tensors that depend on any of `sources`. */
function dependents(nodes: readonly Node[], sources: readonly Tensor[]): Set<Tensor> {
  const found = new Set(sources);
  for (const node of nodes)
    if (node.inputs.some((input) => found.has(input))) for (const output of node.outputs) found.add(output);
  return found;
}

/**
 * Reverse-mode differentiation: appends to the graph the nodes that compute the gradients of a scalar.
 * @param loss a tensor with one element
 * @param sources what to differentiate by
 * @returns the gradients, each in the shape of its source; zeros where a source does not reach the loss.
 */
export function differentiate(graph: Graph, loss: Tensor, sources: readonly Tensor[]): Tensor[] {
  const forward = graph.nodes.slice();
  const active = dependents(forward, sources);
  const gradients = new Map<Tensor, Tensor>();
  gradients.set(loss, graph.constant([1], loss.shape));
  for (let i = forward.length - 1; i >= 0; i--) {
    const node = forward[i]!;
    if (!node.outputs.some((output) => active.has(output) && gradients.has(output))) continue;
    const step = stepOf(node, graph.rules);
    const arriving = step.outputs.map((output) => gradients.get(output));
    if (arriving.every((gradient) => gradient === undefined)) continue;
    const leaving = step.backward(arriving);
    step.inputs.forEach((input, at) => {
      const gradient = leaving[at];
      if (!gradient || !active.has(input)) return;
      const known = gradients.get(input);
      gradients.set(input, known ? accumulate(known, gradient) : gradient);
    });
  }
  return sources.map((source) => gradients.get(source) ?? expand(graph.scalar(0), source.shape));
}
