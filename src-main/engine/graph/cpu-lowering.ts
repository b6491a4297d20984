import { matmul, reshape, transpose } from '../operations/build.ts';
import { gatherRows } from '../operations/gather.ts';
import { stridesOf, walk } from '../ndarray.ts';
import { intsOf, sizeOf } from '../tensor.ts';
import type { Shape, Tensor } from '../tensor.ts';
import type { Graph, Node } from './graph.ts';
import { replaced } from './lowering.ts';

/** Smaller tensors are moved by one thread as fast. */
const LEAST = 1 << 14;
/** A short axis: that of a filter's taps. */
const SHORT = 16;

/** Fewer rows are summed by one thread as fast. */
const MANY_ROWS = 1024;

/**
 * Rewrites what onnxruntime's CPU provider (seen in 1.30) does slowly: a Transpose that keeps the last axis runs on one
 * thread; one that swaps the last two calls the threads together again for each matrix. As a Gather of rows (after one
 * transposition of everything at once) the work is shared among them once. A sum over many rows takes longer with two
 * threads than with one; as a product with a row of ones it does not. For static shapes only.
 */
export function lowerForCpu(graph: Graph, nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => {
    if (node.op === 'ReduceSum') return sumsRows(node) ? replaced(graph, node, () => [rowSum(node)]) : [node];
    if (node.op !== 'Transpose' || sizeOf(node.inputs[0]!.shape) < LEAST) return [node];
    const x = node.inputs[0]!;
    const perm = intsOf(node.attributes, 'perm');
    if (String(perm) === '0,2,1' && x.shape[1]! > 1 && x.shape[1]! < SHORT)
      return replaced(graph, node, () => [permuteRows(transpose(x, [2, 0, 1]), [1, 0, 2])]);
    return movesRows(x.shape, perm) ? replaced(graph, node, () => [permuteRows(x, perm)]) : [node];
  });
}

/** Whether a reduction leaves nothing but the last axis, of many rows. */
function sumsRows({ inputs: [x], attributes }: Node): boolean {
  const axes = intsOf(attributes, 'axes');
  const { shape } = x!;
  const leading = shape.slice(0, -1).every((extent, axis) => extent === 1 || axes.includes(axis));
  return leading && !axes.includes(shape.length - 1) && sizeOf(shape) >= MANY_ROWS * shape.at(-1)!;
}

function rowSum({ inputs: [x], outputs: [y] }: Node): Tensor {
  const columns = x!.shape.at(-1)!;
  const rows = sizeOf(x!.shape) / columns;
  return reshape(matmul(ones(x!.graph, rows), reshape(x!, [rows, columns])), y!.shape);
}

const known = new WeakMap<Graph, Map<number, Tensor>>();

/** A row of ones (1, count); a graph has one of each length. */
function ones(graph: Graph, count: number): Tensor {
  const rows = known.get(graph) ?? new Map<number, Tensor>();
  known.set(graph, rows);
  const row = rows.get(count) ?? graph.constant(new Float64Array(count).fill(1), [1, count]);
  rows.set(count, row);
  return row;
}

/** Whether the last axis stays and others of more than one element change their order. */
function movesRows(shape: Shape, perm: readonly number[]): boolean {
  const moved = perm.filter((axis) => shape[axis] !== 1);
  return perm.at(-1) === perm.length - 1 && moved.some((axis, i) => i > 0 && axis < moved[i - 1]!);
}

/** A transposition that keeps the last axis. */
function permuteRows(x: Tensor, perm: readonly number[]): Tensor {
  const rows = reshape(x, [-1, x.shape.at(-1)!]);
  return reshape(
    gatherRows(rows, rowOrder(x.shape, perm)),
    perm.map((axis) => x.shape[axis]!),
  );
}

/** Which row of the source each row of the result is. */
function rowOrder(shape: readonly number[], perm: readonly number[]): number[] {
  const outer = shape.slice(0, -1);
  const strides = stridesOf(outer);
  const order: number[] = [];
  const axes = perm.slice(0, -1);
  walk(
    axes.map((axis) => outer[axis]!),
    [axes.map((axis) => strides[axis]!)],
    ([at]) => order.push(at!),
  );
  return order;
}
