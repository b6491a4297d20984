import type { Tensor as OrtTensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { writeOnnx } from '../graph/onnx-file.ts';
import type { Placement, Values } from '../program-runner.ts';
import { openSession } from './placement.ts';

/**
 * Copies tensors to JavaScript. `getData()` of a tensor on the GPU aborts the process in onnxruntime-node 1.30, so
 * those go through a second session that multiplies by 1 and leaves its output on the CPU.
 */
export async function downloadTensors(
  tensors: ReadonlyMap<string, OrtTensor>,
  placement: Placement,
): Promise<Values> {
  const values: Record<string, Float32Array> = {};
  const remote = new Map<string, OrtTensor>();
  for (const [name, tensor] of tensors) {
    if (tensor.location === 'gpu-buffer') remote.set(name, tensor);
    else values[name] = Float32Array.from(tensor.data as Float32Array);
  }
  return remote.size === 0 ? values : { ...values, ...(await fetchRemote(remote, placement)) };
}

async function fetchRemote(remote: ReadonlyMap<string, OrtTensor>, placement: Placement): Promise<Values> {
  const graph = new Graph();
  const inputs = [...remote].map(([name, tensor]) => graph.input(name, tensor.dims));
  // 1 arrives as an input: the optimiser would drop a multiplication by a constant 1.
  const one = graph.input('one', []);
  const outputs = inputs.map((input) => ({
    name: `copy.${input.name}`,
    tensor: graph.apply('Mul', [input, one])[0]!,
  }));
  const file = writeOnnx(graph, { inputs: [...inputs, one], outputs });
  const { session } = await openSession(file, { device: placement.device });
  const { Tensor: TensorOf } = await import('onnxruntime-node');
  const results = await session.run({
    ...Object.fromEntries(remote),
    one: new TensorOf('float32', Float32Array.of(1), []),
  });
  const values = Object.fromEntries(
    [...remote.keys()].map((name) => [
      name,
      Float32Array.from(results[`copy.${name}`]!.data as Float32Array),
    ]),
  );
  await session.release();
  return values;
}
