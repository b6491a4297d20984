import { makeRandom } from '../../domain/random.ts';
import type { PairedDifference } from '../../training/metrics/bootstrap.ts';
import type { Scores } from '../../training/metrics/confusion.ts';
import type { RequestedData } from './data-request.ts';
import { pairedMacroF1 } from './paired-f1.ts';
import type { MethodRuns, ScoredMethod, ScoredPart } from './scored-method.ts';
import { scoredMethod } from './scored-method.ts';

export type { MethodRuns, ScoredPart } from './scored-method.ts';

export interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

/** One row of the table: a loss or a network, over all seeds. */
export interface ComparedMethod {
  readonly name: string;
  /** Runs that are told of: seeds, or training cohorts times seeds. */
  readonly seeds: number;
  /** Macro F1 of each. */
  readonly macros: readonly number[];
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
  /** That of the losses, where it is not the method's own. */
  readonly network?: string;
  readonly simulated: boolean;
  readonly examples: number;
  /** Training segments of each class, over all data (the mean where there are several cohorts): which classes are few. */
  readonly segments: Readonly<Record<string, number>>;
  /** Names of the training cohorts, where each was trained on apart: intervals then tell of other cohorts, too. */
  readonly cohorts?: readonly string[];
  /** The method that the others are held against. */
  readonly reference?: string;
  readonly methods: readonly ComparedMethod[];
  /** The reference less the best baseline by macro F1, by subject (and cohort). */
  readonly against?: {
    readonly own: string;
    readonly baseline: string;
    readonly macro: PairedDifference;
    readonly classes: Readonly<Record<string, PairedDifference>>;
  };
  readonly seconds: number;
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
    macros: scores.map(({ macro }) => macro.f1),
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

/** Training segments of each class of the first output. */
export function segmentsOf({ set, trainable }: RequestedData): Record<string, number> {
  const { classes } = set.grouping.outputs[0];
  const seen = classes.map(() => new Set<string>());
  set.infos
    .slice(0, trainable)
    .forEach(({ labels, record, segment }) => seen[labels[0]].add(`${record}#${segment}`));
  return Object.fromEntries(classes.map(({ name }, c) => [name, seen[c].size]));
}

const RESAMPLES = 1000;

function paired(first: ScoredMethod, second: ScoredMethod) {
  const names = first.seeds[0].scores.classes.map(({ name }) => name);
  const draws = { resamples: RESAMPLES, random: makeRandom(1) };
  return pairedMacroF1(first.seeds, second.seeds, first.subjects, names, {
    ...draws,
    cohorts: first.cohorts,
  });
}

/** The reference itself, not the best of AGCACL's kinds: choosing one on what is scored would flatter it. */
function againstBest(
  own: ScoredMethod | undefined,
  methods: readonly ScoredMethod[],
  compared: readonly ComparedMethod[],
): Comparison['against'] {
  const others = compared.filter(({ name }, m) => methods[m].isLoss && !name.startsWith('agcacl'));
  const most = Math.max(...others.map(({ f1 }) => f1.mean));
  const best = methods.find(({ name }) => name === others.find(({ f1 }) => f1.mean === most)?.name);
  return own?.isLoss && best ? { own: own.name, baseline: best.name, ...paired(own, best) } : undefined;
}

/** What a comparison says beside its scores. */
export type ComparisonFacts = Pick<
  Comparison,
  'split' | 'scored' | 'network' | 'seconds' | 'simulated' | 'segments' | 'cohorts'
>;

/** Holds each of several methods, scored on the same examples, against the one named `reference`. */
export function comparisonOfScored(
  methods: readonly ScoredMethod[],
  facts: ComparisonFacts,
  reference = 'agcacl',
): Comparison {
  const held = methods.find(({ name }) => name === reference);
  const compared = methods.map((method) => {
    const lead = held && held !== method ? paired(method, held).macro : undefined;
    return methodOf(
      method.name,
      method.seeds.map(({ scores }) => scores),
      lead,
    );
  });
  return {
    ...facts,
    examples: methods[0].seeds[0].scores.examples,
    ...(held ? { reference } : {}),
    methods: compared,
    against: againstBest(held, methods, compared),
  };
}

/** Scores the runs of several methods on the same examples, and holds each against the one named `reference`. */
export function comparisonOf(
  list: readonly MethodRuns[],
  data: RequestedData,
  about: Pick<ComparisonFacts, 'split' | 'scored' | 'network' | 'seconds'>,
  reference = 'agcacl',
): Comparison {
  const simulated = data.sources.some((source) => source.simulated);
  const methods = list.map((method) => scoredMethod(method, data, about.scored));
  return comparisonOfScored(methods, { ...about, simulated, segments: segmentsOf(data) }, reference);
}
