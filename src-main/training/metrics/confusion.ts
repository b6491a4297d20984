/** `[actual][predicted]` counts. */
export type Confusion = readonly (readonly number[])[];

/** Pairs whose actual class is negative (none) are left out. */
export function confusionOf(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < actual.length; i++) if (actual[i] >= 0) counts[actual[i]][predicted[i]]++;
  return counts;
}

export interface ClassScore {
  readonly name: string;
  /** Examples of the class in what was scored. */
  readonly support: number;
  readonly predicted: number;
  /** 0 where the class was never predicted. */
  readonly precision: number;
  /** 0 where the class has no support: look at `support`. */
  readonly recall: number;
  readonly f1: number;
  readonly f2: number;
}

export interface MacroScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly f2: number;
}

export interface Scores {
  readonly examples: number;
  readonly accuracy: number;
  /** Unweighted means over the classes that have support; those without are in `absent`. */
  readonly macro: MacroScore;
  readonly classes: readonly ClassScore[];
  /** Classes without a single example: named, never averaged in silence. */
  readonly absent: readonly string[];
  /** Cohen's kappa. */
  readonly kappa: number;
  readonly confusion: Confusion;
}

function fScore(precision: number, recall: number, beta: number): number {
  const denominator = beta * beta * precision + recall;
  return denominator > 0 ? ((1 + beta * beta) * precision * recall) / denominator : 0;
}

function classScore(confusion: Confusion, names: readonly string[], c: number): ClassScore {
  const support = confusion[c].reduce((sum, count) => sum + count, 0);
  const predicted = confusion.reduce((sum, row) => sum + row[c], 0);
  const precision = predicted > 0 ? confusion[c][c] / predicted : 0;
  const recall = support > 0 ? confusion[c][c] / support : 0;
  return {
    name: names[c],
    support,
    predicted,
    precision,
    recall,
    f1: fScore(precision, recall, 1),
    f2: fScore(precision, recall, 2),
  };
}

function kappaOf(classes: readonly ClassScore[], examples: number, accuracy: number): number {
  const chance =
    classes.reduce((sum, { support, predicted }) => sum + support * predicted, 0) / examples ** 2;
  return chance < 1 ? (accuracy - chance) / (1 - chance) : 1;
}

/** Method, metrics: top-1, macro precision, recall, F1 and F2 (beta 2), per class, confusion. */
export function scoresOf(confusion: Confusion, names: readonly string[]): Scores {
  const classes = names.map((_, c) => classScore(confusion, names, c));
  const examples = classes.reduce((sum, { support }) => sum + support, 0);
  const right = confusion.reduce((sum, row, c) => sum + row[c], 0);
  const accuracy = examples > 0 ? right / examples : 0;
  const present = classes.filter(({ support }) => support > 0);
  const mean = (pick: (score: ClassScore) => number): number =>
    present.length > 0 ? present.reduce((sum, score) => sum + pick(score), 0) / present.length : 0;
  return {
    examples,
    accuracy,
    macro: {
      precision: mean((s) => s.precision),
      recall: mean((s) => s.recall),
      f1: mean((s) => s.f1),
      f2: mean((s) => s.f2),
    },
    classes,
    absent: classes.filter(({ support }) => support === 0).map(({ name }) => name),
    kappa: examples > 0 ? kappaOf(classes, examples, accuracy) : 0,
    confusion,
  };
}
