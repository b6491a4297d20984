import { makeRandom } from '../../../src-main/domain/random.ts';
import { sizeOf } from '../../../src-main/engine/tensor.ts';
import type { TrainingProgram } from '../../../src-main/network/training-program.ts';
import { drawMasks, stepScalars } from '../../../src-main/network/training-program.ts';

/** A batch of noise with evenly spread labels: values do not change what a step costs. */
export function noiseBatch(training: TrainingProgram, step = 1): Record<string, Float32Array> {
  const random = makeRandom(1);
  const feeds: Record<string, Float32Array> = {};
  for (const { name, shape } of training.program.feeds) {
    const values = new Float32Array(sizeOf(shape));
    if (name.startsWith('labels.')) {
      const classes = shape[1]!;
      for (let row = 0; row < shape[0]!; row++) values[row * classes + (row % classes)] = 1;
    } else if (name.startsWith('log-prior.')) values.fill(-Math.log(shape[0]!));
    else if (name === 'weights' || name.endsWith('.present') || name.startsWith('class-weights.'))
      values.fill(1);
    else for (let i = 0; i < values.length; i++) values[i] = random.normal();
    feeds[name] = values;
  }
  return { ...feeds, ...drawMasks(training, random), ...stepScalars(training, step, 1e-3, 0.35) };
}
