/**
 * Two whole training steps on the CPU and on WebGPU (strict: nothing may fall back in silence), the relative errors of
 * every result, the gradient and the state printed as JSON. A program of its own, as gpu-operations.ts is.
 */
import { openOnnxRunner } from '../../src-main/engine/onnx/onnx-runner.ts';
import type { Values } from '../../src-main/engine/program-runner.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import { trainingProgram } from '../../src-main/network/training-program.ts';
import { randomFeeds, randomState, TINY } from '../network/tiny.ts';
import { relativeError } from './numeric.ts';

const training = trainingProgram({ network: TINY, loss: LOSSES.agcacl, batchSize: 6 });
const gradient = { name: 'gradient', tensor: training.program.seam!.gradient };
const program = { ...training.program, results: [...training.program.results, gradient] };

async function twoSteps(device: 'cpu' | 'webgpu'): Promise<Values> {
  const runner = await openOnnxRunner(program, { device, threads: 1, strict: true });
  if (runner.placement.device !== device) throw new Error(`${device} became ${runner.placement.device}`);
  await runner.writeState(randomState(training, 4));
  await runner.run(randomFeeds(training, 3));
  const results = await runner.run(randomFeeds(training, 8, 2));
  const values = { ...results, ...(await runner.readState()) };
  await runner.dispose();
  return values;
}

const [cpu, gpu] = [await twoSteps('cpu'), await twoSteps('webgpu')];
const errors = Object.keys(cpu).map((name) => [name, relativeError(gpu[name]!, cpu[name]!)]);
process.stdout.write(JSON.stringify(Object.fromEntries(errors)));
process.exit(0);
