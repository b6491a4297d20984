/** Says whether WebGPU works here: exits 0 when a session on it computes. A program of its own: drivers may end the process. */
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { exp } from '../../src-main/engine/operations/build.ts';

const graph = new Graph();
const x = graph.input('x', [2]);
const file = writeOnnx(graph, { inputs: [x], outputs: [{ name: 'y', tensor: exp(x) }] });
const { session } = await openSession(file, { device: 'webgpu', strict: true });
const { Tensor } = await loadRuntime();
const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(0, 1), [2]) });
process.exit(Math.abs((y!.data[1] as number) - Math.E) < 1e-5 ? 0 : 1);
