import { describe, expect, it } from 'vitest';
import { lowerForCpu } from '../../src-main/engine/graph/cpu-lowering.ts';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { reduce, scale, transpose } from '../../src-main/engine/operations/build.ts';
import { sizeOf } from '../../src-main/engine/tensor.ts';
import type { Tensor } from '../../src-main/engine/tensor.ts';

/** Shapes and permutations: heads of attention, a filter turned over, a filter's gradient, and what stays as it is. */
const CASES: readonly (readonly [shape: number[], perm: number[], lowered: boolean])[] = [
  [[8, 16, 4, 32], [0, 2, 1, 3], true],
  [[64, 128, 3], [1, 0, 2], true],
  [[128, 3, 64], [0, 2, 1], true],
  [[1, 64, 1, 512], [2, 1, 0, 3], false],
  [[128, 64, 4], [0, 2, 1], false],
  [[64, 8, 32], [1, 2, 0], false],
  [[4, 3, 2], [1, 0, 2], false],
];

/** Shapes, summed axes, whether it becomes a product. */
const SUMS: readonly (readonly [shape: number[], axes: number[], lowered: boolean])[] = [
  [[2048, 16], [0], true],
  [[64, 33, 8], [0, 1], true],
  [[64, 33, 8], [1], false],
  [[64, 33, 8], [2], false],
  [[512, 16], [0], false],
];

async function run(
  shape: number[],
  change: (x: Tensor) => Tensor,
  lowering: 'cpu' | undefined,
): Promise<Float32Array> {
  const { Tensor: TensorOf } = await loadRuntime();
  const graph = new Graph();
  const x = graph.input('x', shape);
  // Between other operations, so that the runtime cannot fold it away at an edge.
  const y = scale(change(scale(x, 2)), 0.5);
  const file = writeOnnx(graph, {
    inputs: [x],
    outputs: [{ name: 'y', tensor: y }],
    ...(lowering ? { lowering } : {}),
  });
  const { session } = await openSession(file, { device: 'cpu', threads: 2 });
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => (i % 4093) - 2000);
  const { y: result } = await session.run({ x: new TensorOf('float32', values, shape) });
  await session.release();
  return result!.data as Float32Array;
}

describe('what is rewritten for the CPU', () => {
  it.each(CASES)('moves the same numbers: %s by %s (rewritten: %s)', async (shape, perm, lowered) => {
    const graph = new Graph();
    transpose(graph.input('x', shape), perm);
    const nodes = lowerForCpu(graph, graph.nodes.slice());
    expect(nodes.some(({ op }) => op === 'Gather')).toBe(lowered);
    expect(nodes.at(-1)!.outputs[0]!.shape).toEqual(perm.map((axis) => shape[axis]!));
    const change = (x: Tensor): Tensor => transpose(x, perm);
    expect(await run(shape, change, 'cpu')).toEqual(await run(shape, change, undefined));
  });

  it.each(SUMS)('adds up to the same: %s over %s (a product: %s)', async (shape, axes, lowered) => {
    const change = (x: Tensor): Tensor => reduce('ReduceSum', x, axes);
    const graph = new Graph();
    const plain = change(graph.input('x', shape));
    const nodes = lowerForCpu(graph, graph.nodes.slice());
    expect(nodes.some(({ op }) => op === 'MatMul')).toBe(lowered);
    expect(nodes.at(-1)!.outputs[0]!.shape).toEqual(plain.shape);
    // Whole numbers below 2^24: any order of adding gives the same.
    expect(await run(shape, change, 'cpu')).toEqual(await run(shape, change, undefined));
  });
});
