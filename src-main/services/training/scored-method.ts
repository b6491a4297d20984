import type { RequestedData } from './data-request.ts';
import type { RunResult } from './one-run.ts';
import type { PooledScores } from './pooled-scores.ts';
import { pool, pooledScores, rowsOf } from './pooled-scores.ts';

/** Which windows of the runs are scored: the split's own test part, or the subjects of `testPaths`. */
export type ScoredPart = 'held-out' | 'fresh';

/** All runs of one method, seeds and folds together. */
export interface MethodRuns {
  readonly name: string;
  /** Whether this row compares losses with one another: only those are asked which is the best. */
  readonly isLoss: boolean;
  readonly runs: readonly RunResult[];
}

/** A method's runs, scored. */
export interface ScoredMethod {
  readonly name: string;
  readonly isLoss: boolean;
  readonly seeds: readonly PooledScores[];
  /** Subject of each scored example, in each seed's own order: split A draws another test part for each seed. */
  readonly subjects: readonly (readonly string[])[];
  /** Training cohort of each entry of `seeds`, where there are several. */
  readonly cohorts?: readonly number[];
}

/** Scores one method's runs on one training cohort: the folds of a seed are pooled. */
export function scoredMethod(method: MethodRuns, data: RequestedData, part: ScoredPart): ScoredMethod {
  const seeds = [...new Set(method.runs.map(({ header }) => header.spec.seed))];
  const pooled = seeds.map((seed) => {
    const whole = pool(
      method.runs.filter(({ header }) => header.spec.seed === seed),
      data.set,
      'test',
    );
    const isFresh = part === 'fresh';
    return rowsOf(whole, (index) => index >= data.trainable === isFresh);
  });
  return {
    name: method.name,
    isLoss: method.isLoss,
    seeds: pooled.map((one) => pooledScores(data.set, one)),
    subjects: pooled.map(({ indices }) => Array.from(indices, (index) => data.set.infos[index].subject)),
  };
}

/** One method over training cohorts that were trained on apart and scored on the same subjects. */
export function joinCohorts(cohorts: readonly ScoredMethod[]): ScoredMethod {
  return {
    name: cohorts[0].name,
    isLoss: cohorts[0].isLoss,
    seeds: cohorts.flatMap(({ seeds }) => seeds),
    subjects: cohorts.flatMap(({ subjects }) => subjects),
    cohorts: cohorts.flatMap(({ seeds }, cohort) => seeds.map(() => cohort)),
  };
}
