import { textTable } from './text-table.ts';

/** What the table needs of scores. */
interface TableScores {
  readonly examples: number;
  readonly accuracy: number;
  readonly macro: {
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly f2: number;
  };
  readonly classes: readonly {
    readonly name: string;
    readonly support: number;
    readonly recall: number;
    readonly precision: number;
    readonly f1: number;
  }[];
}

export interface ClassJson {
  readonly support: number;
  readonly sensitivity: number;
  readonly positivePredictivity: number;
  readonly f1: number;
}

const percent = (value: number): string => (100 * value).toFixed(1);

/** Scores by class, for a person and for `--json`. */
export function classTable(scores: TableScores): { text: string; json: Record<string, ClassJson> } {
  const { accuracy, macro, classes, examples } = scores;
  const rows = classes.map(({ name, support, recall, precision, f1 }) =>
    support === 0
      ? [name, 0, 'absent', 'absent', 'absent']
      : [name, support, percent(recall), percent(precision), percent(f1)],
  );
  const table = textTable(['class', 'support', 'sensitivity %', 'pos. predictivity %', 'F1 %'], rows);
  const text = `${table}\n${examples} examples, accuracy ${percent(accuracy)} %, macro precision ${percent(macro.precision)}, recall ${percent(macro.recall)}, F1 ${percent(macro.f1)}, F2 ${percent(macro.f2)}`;
  const json = Object.fromEntries(
    classes.map(({ name, support, recall, precision, f1 }) => [
      name,
      { support, sensitivity: recall, positivePredictivity: precision, f1 },
    ]),
  );
  return { text, json };
}
