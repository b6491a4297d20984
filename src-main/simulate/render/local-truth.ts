import type { Happenings } from '../heart/heart.ts';
import type { LocalActivations } from '../truth.ts';
import type { BipoleName, BodyModel } from './body-model.ts';
import type { NearFields } from './near-field.ts';
import { activationTimes } from './tissue-source.ts';

const TENTHS = 10; // a truth file of hours stays small with a tenth of a millisecond

const rounded = (ms: number): number => Math.round(ms * TENTHS) / TENTHS;

/** When the tissue under each pair was excited: the times at which the recorder draws the pair's own deflections. */
export function localTruth(
  { waves, his }: Happenings,
  body: BodyModel,
  near: NearFields,
): Record<string, LocalActivations> {
  const truth = Object.fromEntries(
    body.bipoles.map((name) => [
      name,
      { atria: [] as number[], ventricles: [] as number[], his: [] as number[] },
    ]),
  );
  const scratch = {
    atria: new Float64Array(body.atria.tissue.points.length),
    ventricles: new Float64Array(body.ventricles.tissue.points.length),
  };
  for (const wave of waves) {
    const times = scratch[wave.chamber];
    activationTimes(body[wave.chamber], wave, times);
    for (const { bipole, point } of near[wave.chamber]) {
      if (times[point] < Infinity) truth[bipole][wave.chamber].push(rounded(times[point]));
    }
  }
  const strands = new Set<BipoleName>(near.his.map(({ bipole }) => bipole));
  for (const bipole of strands) truth[bipole].his.push(...his.map(rounded));
  for (const { atria, ventricles } of Object.values(truth)) {
    atria.sort((a, b) => a - b);
    ventricles.sort((a, b) => a - b);
  }
  return truth;
}
