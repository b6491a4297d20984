import { describe, expect, it } from 'vitest';
import { lowerForCpu } from '../../src-main/engine/graph/cpu-lowering.ts';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { scale, transpose } from '../../src-main/engine/operations/build.ts';
import { sizeOf } from '../../src-main/engine/tensor.ts';

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

async function run(shape: number[], perm: number[], lowering: 'cpu' | undefined): Promise<Float32Array> {
  const { Tensor } = await loadRuntime();
  const graph = new Graph();
  const x = graph.input('x', shape);
  // Between other operations, so that the runtime cannot fold it away at an edge.
  const y = scale(transpose(scale(x, 2), perm), 0.5);
  const file = writeOnnx(graph, {
    inputs: [x],
    outputs: [{ name: 'y', tensor: y }],
    ...(lowering ? { lowering } : {}),
  });
  const { session } = await openSession(file, { device: 'cpu', threads: 2 });
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i);
  const { y: result } = await session.run({ x: new Tensor('float32', values, shape) });
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
    expect(await run(shape, perm, 'cpu')).toEqual(await run(shape, perm, undefined));
  });
});
