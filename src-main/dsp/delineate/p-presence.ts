import type { Located } from './locate.ts';

/** A P wave's height in units of the QRS, and over the median of the stretch: chosen on LUDB (see the bench). */
const LEAST_HEIGHT = 0.01;
const LEAST_PROMINENCE = 1.4;

/** Whether the largest deflection before a QRS is a P wave at all (atrial fibrillation and paced beats have none). */
export function isPWave({ height, prominence }: Located): boolean {
  return height >= LEAST_HEIGHT && prominence >= LEAST_PROMINENCE;
}
