import { makeRandom } from '../../domain/random.ts';
import type { PairedDifference } from '../../training/metrics/bootstrap.ts';
import type { Scores } from '../../training/metrics/confusion.ts';
import type { RequestedData } from './data-request.ts';
import type { RunResult } from './one-run.ts';
import { pairedMacroF1 } from './paired-f1.ts';
import type { PooledScores } from './pooled-scores.ts';
import { pool, pooledScores, rowsOf } from './pooled-scores.ts';

/** Which windows of the runs are scored: the split's own test part, or the subjects of `testPaths`. */
export type ScoredPart = 'held-out' | 'fresh';

export interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

/** One row of the table: a loss or a network, over all seeds. */
export interface ComparedMethod {
  readonly name: string;
  readonly seeds: number;
  readonly top1: MeanAndDeviation;
  readonly precision: MeanAndDeviation;
  readonly recall: MeanAndDeviation;
  readonly f1: MeanAndDeviation;
  readonly f2: MeanAndDeviation;
  readonly classes: readonly {
    readonly name: string;
    readonly support: number;
    readonly f1: MeanAndDeviation;
  }[];
  readonly absent: readonly string[];
  /** Macro F1 of this method less that of `Comparison.reference`, by subject; undefined for the reference itself. */
  readonly lead?: PairedDifference;
}

export interface Comparison {
  readonly split: string;
  readonly scored: ScoredPart;
  readonly simulated: boolean;
  readonly examples: number;
  /** Training segments of each class, over all data: which classes are few. */
  readonly segments: Readonly<Record<string, number>>;
  /** The method that the others are held against. */
  readonly reference?: string;
  readonly methods: readonly ComparedMethod[];
  /** AGCACL (its best kind) less the best other loss by macro F1, by subject. */
  readonly against?: {
    readonly own: string;
    readonly baseline: string;
    readonly macro: PairedDifference;
    readonly classes: Readonly<Record<string, PairedDifference>>;
  };
  readonly seconds: number;
}

/** All runs of one method, seeds and folds together. */
export interface MethodRuns {
  readonly name: string;
  /** Whether this row compares losses with one another: only those are asked which is the best. */
  readonly isLoss: boolean;
  readonly runs: readonly RunResult[];
}

interface ScoredMethod extends MethodRuns {
  readonly seeds: readonly PooledScores[];
  /** Subject of each scored example, in each seed's own order: split A draws another test part for each seed. */
  readonly subjects: readonly (readonly string[])[];
}

function spread(values: readonly number[]): MeanAndDeviation {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(square / (values.length - 1)) : 0 };
}

function methodOf(
  name: string,
  scores: readonly Scores[],
  lead: PairedDifference | undefined,
): ComparedMethod {
  const of = (pick: (s: Scores) => number): MeanAndDeviation => spread(scores.map(pick));
  return {
    name,
    seeds: scores.length,
    top1: of((s) => s.accuracy),
    precision: of((s) => s.macro.precision),
    recall: of((s) => s.macro.recall),
    f1: of((s) => s.macro.f1),
    f2: of((s) => s.macro.f2),
    classes: scores[0].classes.map(({ name: label, support }, c) => ({
      name: label,
      support,
      f1: of((s) => s.classes[c].f1),
    })),
    absent: scores[0].absent,
    ...(lead ? { lead } : {}),
  };
}

function scored(method: MethodRuns, data: RequestedData, part: ScoredPart): ScoredMethod {
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
    ...method,
    seeds: pooled.map((one) => pooledScores(data.set, one)),
    subjects: pooled.map(({ indices }) => Array.from(indices, (index) => data.set.infos[index].subject)),
  };
}

function segmentsOf({ set, trainable }: RequestedData): Record<string, number> {
  const { classes } = set.grouping.outputs[0];
  const seen = classes.map(() => new Set<string>());
  set.infos
    .slice(0, trainable)
    .forEach(({ labels, record, segment }) => seen[labels[0]].add(`${record}#${segment}`));
  return Object.fromEntries(classes.map(({ name }, c) => [name, seen[c].size]));
}

const RESAMPLES = 1000;

function paired(data: RequestedData, first: ScoredMethod, second: ScoredMethod) {
  const names = data.set.grouping.outputs[0].classes.map(({ name }) => name);
  return pairedMacroF1(first.seeds, second.seeds, first.subjects, names, RESAMPLES, makeRandom(1));
}

function againstBest(
  data: RequestedData,
  methods: readonly ScoredMethod[],
  compared: readonly ComparedMethod[],
): Comparison['against'] {
  const isOwn = ({ name }: { name: string }): boolean => name.startsWith('agcacl');
  const losses = compared.filter((_, m) => methods[m].isLoss);
  const best = (list: readonly ComparedMethod[]): ScoredMethod | undefined => {
    const most = Math.max(...list.map(({ f1 }) => f1.mean));
    return methods.find(({ name }) => name === list.find(({ f1 }) => f1.mean === most)?.name);
  };
  const [own, other] = [best(losses.filter(isOwn)), best(losses.filter((loss) => !isOwn(loss)))];
  return own && other ? { own: own.name, baseline: other.name, ...paired(data, own, other) } : undefined;
}

/** Scores the runs of several methods on the same examples, and holds each against the first one named `reference`. */
export function comparisonOf(
  list: readonly MethodRuns[],
  data: RequestedData,
  about: { readonly split: string; readonly scored: ScoredPart; readonly seconds: number },
  reference = 'agcacl',
): Comparison {
  const methods = list.map((method) => scored(method, data, about.scored));
  const held = methods.find(({ name }) => name === reference);
  const compared = methods.map((method) => {
    const lead = held && held !== method ? paired(data, method, held).macro : undefined;
    return methodOf(
      method.name,
      method.seeds.map(({ scores }) => scores),
      lead,
    );
  });
  return {
    ...about,
    simulated: data.sources.some(({ simulated }) => simulated),
    examples: methods[0].seeds[0].scores.examples,
    segments: segmentsOf(data),
    ...(held ? { reference } : {}),
    methods: compared,
    against: againstBest(data, methods, compared),
  };
}
