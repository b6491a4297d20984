import { describe, expect, test } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { compareCohorts } from '../../src-main/services/training/compare.ts';
import type { CompareRequest } from '../../src-main/services/training/compare.ts';
import { comparisonOfScored } from '../../src-main/services/training/comparison.ts';
import { comparisonTable } from '../../src-main/services/training/comparison-table.ts';
import type { RequestedData } from '../../src-main/services/training/data-request.ts';
import type { RunResult } from '../../src-main/services/training/one-run.ts';
import { pairedMacroF1 } from '../../src-main/services/training/paired-f1.ts';
import type { RunSpec } from '../../src-main/services/training/run-spec.ts';
import { joinCohorts, scoredMethod } from '../../src-main/services/training/scored-method.ts';
import type { ScoredMethod } from '../../src-main/services/training/scored-method.ts';
import { waves } from './waves.ts';

// The last 30 are of the fresh subjects, the same ones for every cohort; a cohort has 27, 30 or 33 of its own before them.
const COHORTS = [57, 60, 63].map((count) => {
  const set = waves(count);
  return {
    set,
    trainable: count - 30,
    sources: [{ simulated: true }],
    sha256: '',
  } as unknown as RequestedData;
});
const NAMES = ['slow', 'fast', 'both'];

/** A run on one cohort that answers right but for the fresh windows told. */
function scored(name: string, data: RequestedData, isWrong: (window: number) => boolean): ScoredMethod {
  const test = Array.from({ length: 30 }, (_, at) => data.trainable + at);
  const logits = new Float32Array(90);
  test.forEach((index, row) => {
    const label = data.set.infos[index].labels[0];
    logits[3 * row + (isWrong(row) ? (label + 1) % 3 : label)] = 5;
  });
  const vectors = { test: Float32Array.from(test), 'logits.wave': logits, distance: new Float32Array(30) };
  const runs = [{ header: { spec: { seed: 1 } as RunSpec }, vectors } as unknown as RunResult];
  return scoredMethod({ name, isLoss: true, runs }, data, 'fresh');
}

/** `agcacl` is right throughout; the baseline misses a share of the windows that differs from cohort to cohort. */
const AGCACL = joinCohorts(COHORTS.map((data) => scored('agcacl', data, () => false)));
const MISSED = [0, 5, 2];
const CE = joinCohorts(
  COHORTS.map((data, cohort) =>
    scored('ce', data, (row) => MISSED[cohort] > 0 && row % MISSED[cohort] === 0),
  ),
);

function pairedBy(cohorts?: readonly number[]) {
  const draws = { resamples: 400, random: makeRandom(1), cohorts };
  return pairedMacroF1(AGCACL.seeds, CE.seeds, AGCACL.subjects, NAMES, draws).macro;
}

describe('training cohorts apart', () => {
  test('every run knows its cohort, and scores the fresh subjects alone', () => {
    expect(CE.cohorts).toEqual([0, 1, 2]);
    expect(CE.seeds.map(({ scores }) => scores.examples)).toEqual([30, 30, 30]);
    expect(CE.seeds.map(({ scores }) => scores.accuracy)).toEqual([1, 0.8, 0.5]);
  });

  test('an interval over cohorts and subjects is wider than over subjects, around the same mean', () => {
    const [both, subjects] = [pairedBy(CE.cohorts), pairedBy()];
    expect(both.high - both.low).toBeGreaterThan(1.3 * (subjects.high - subjects.low));
    expect(Math.abs(both.mean - subjects.mean)).toBeLessThan(0.04);
    // All three draws may be the cohort without a difference: no lead is sure with three.
    expect(both.low).toBe(0);
    expect(subjects.low).toBeGreaterThan(0);
  });

  test('the table tells the cohorts, and each one’s macro F1', () => {
    const facts = {
      split: 'segment',
      scored: 'fresh',
      seconds: 1,
      simulated: true,
      segments: { slow: 9.7, fast: 10, both: 10 },
      cohorts: ['c1', 'c2', 'c3'],
    } as const;
    const comparison = comparisonOfScored([CE, AGCACL], facts);
    expect(comparison.methods[0].macros).toHaveLength(3);
    const table = comparisonTable(comparison, 'the command');
    expect(table).toContain('3 training cohorts, 1 seed each');
    expect(table).toMatch(/\| method \| +c1 \| +c2 \| +c3 \|/);
    expect(table).toMatch(/\| ce +\| 100\.00 \| +80\.00 \| +50\.00 \|/);
    expect(table).toContain('paired bootstrap by training cohort and subject');
    expect(table).toContain('slow (9.7 segments)');
  });

  test.each([
    [['a'], ['fresh']],
    [['a', 'b'], []],
  ])(
    '%j scored on %j is refused: two cohorts and fresh subjects are what it is about',
    (paths, testPaths) => {
      const request = { paths, testPaths } as unknown as CompareRequest;
      return expect(compareCohorts(request)).rejects.toMatchObject({ code: 'InvalidInput' });
    },
  );
});
