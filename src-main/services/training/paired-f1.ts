import type { Random } from '../../domain/random.ts';
import type { PairedDifference } from '../../training/metrics/bootstrap.ts';
import { scoresOf } from '../../training/metrics/confusion.ts';
import type { PooledScores } from './pooled-scores.ts';

/** `[subject][actual * classes + predicted]` counts of one seed. */
function bySubject(
  scored: PooledScores,
  subjects: readonly string[],
  order: readonly string[],
  classes: number,
): Int32Array[] {
  const place = new Map(order.map((subject, at) => [subject, at]));
  const tables = order.map(() => new Int32Array(classes * classes));
  subjects.forEach(
    (subject, i) => tables[place.get(subject)!][scored.labels[i] * classes + scored.predicted[i]]++,
  );
  return tables;
}

function f1sOf(tables: readonly Int32Array[], drawn: readonly number[], classes: number): number[] {
  const sum = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const subject of drawn)
    tables[subject].forEach((count, cell) => (sum[Math.floor(cell / classes)][cell % classes] += count));
  const scores = scoresOf(sum, new Array<string>(classes).fill(''));
  return [scores.macro.f1, ...scores.classes.map(({ f1, support }) => (support > 0 ? f1 : NaN))];
}

function summary(values: readonly number[]): PairedDifference {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    low: at(0.025),
    high: at(0.975),
    notBetter: sorted.filter((value) => value <= 0).length / sorted.length,
  };
}

export interface PairedDraws {
  readonly resamples: number;
  readonly random: Random;
  /**
   * Training cohort of each run. Where told, cohorts are drawn with replacement, too: the interval is then about other
   * cohorts and other subjects, not about these cohorts.
   */
  readonly cohorts?: readonly number[];
}

/** Runs by cohort: one group that is always drawn, or as many as there are cohorts. */
function groupsOf(runs: number, cohorts: readonly number[] | undefined): number[][] {
  const all = Array.from({ length: runs }, (_, run) => run);
  const names = [...new Set(cohorts ?? [0])];
  return names.map((name) => all.filter((run) => cohorts === undefined || cohorts[run] === name));
}

const drawnOf = <T>(list: readonly T[], random: Random): T[] =>
  list.map(() => list[random.integer(list.length)]);

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Paired bootstrap by subject of the difference in macro F1 and in each class's F1, averaged over the runs (seeds, cohorts): both
 * methods are scored on the same draw of subjects, and of cohorts where `cohorts` tells them.
 */
export function pairedMacroF1(
  first: readonly PooledScores[],
  second: readonly PooledScores[],
  subjects: readonly (readonly string[])[],
  names: readonly string[],
  { resamples, random, cohorts }: PairedDraws,
): { macro: PairedDifference; classes: Record<string, PairedDifference> } {
  const order = [...new Set(subjects.flat())];
  const classes = names.length;
  const runs = Math.min(first.length, second.length);
  const tables = Array.from({ length: runs }, (_, run) => ({
    first: bySubject(first[run], subjects[run], order, classes),
    second: bySubject(second[run], subjects[run], order, classes),
  }));
  const groups = groupsOf(runs, cohorts);
  const everybody = order.map((_, at) => at);
  const draws = Array.from({ length: resamples }, () => {
    const drawn = drawnOf(everybody, random);
    const chosen = cohorts === undefined ? groups : drawnOf(groups, random);
    const differences = chosen.flat().map((run) => {
      const [fa, fb] = [f1sOf(tables[run].first, drawn, classes), f1sOf(tables[run].second, drawn, classes)];
      return fa.map((value, k) => value - fb[k]);
    });
    return differences[0].map((_, k) => meanOf(differences.map((row) => row[k])));
  });
  return {
    macro: summary(draws.map((row) => row[0])),
    classes: Object.fromEntries(names.map((name, c) => [name, summary(draws.map((row) => row[c + 1]))])),
  };
}
