import { frequencyWeights, logPrior } from '../../network/class-weights.ts';
import type { Feeds } from '../data/batches.ts';
import type { ExampleSet } from '../data/example-set.ts';
import { labelOf, segmentKey, supportOf } from '../data/example-set.ts';

/**
 * What the loss is told of how often each class comes, for each output of the grouping.
 * @param train indices of the training examples
 * @param distribution share of each class of the first output among what the sampler draws
 * @returns `log-prior.<output>`: what its logits are adjusted by, of the drawn classes; `class-weights.<output>`: frequency
 *   weights, of the number of segments. `[classes]` each
 */
export function classFeeds(
  set: ExampleSet,
  train: readonly number[],
  distribution: readonly number[],
): Feeds {
  const segments = new Map<string, number>();
  for (const index of train) segments.set(segmentKey(set.infos[index]), index);
  const feeds: Feeds = {};
  set.grouping.outputs.forEach(({ name }, output) => {
    const drawn = output === 0 ? distribution : drawnShares(set, train, distribution, output);
    feeds[`log-prior.${name}`] = logPrior(drawn);
    feeds[`class-weights.${name}`] = frequencyWeights(supportOf(set, [...segments.values()], output));
  });
  return feeds;
}

/** How often each class of another output is drawn, when the sampler goes by the first output's classes. */
function drawnShares(
  set: ExampleSet,
  train: readonly number[],
  distribution: readonly number[],
  output: number,
): number[] {
  const support = supportOf(set, train);
  const shares = set.grouping.outputs[output].classes.map(() => 0);
  for (const index of train) {
    const first = labelOf(set, index);
    shares[labelOf(set, index, output)] += distribution[first] / support[first];
  }
  return shares;
}
