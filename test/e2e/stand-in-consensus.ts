/** A consensus as the stand-in keeps one: its rows become it, unsure wherever the prediction says otherwise. */
import { BEAT_CLASSES, beatClassOf } from '../../src-main/domain/beat-class.ts';
import type { Predicted, Row } from './stand-in-columns.ts';

export const CONSENSUS = 3;

interface Pair {
  readonly id: number;
  readonly sampleIndex: number;
  readonly first: string;
  readonly second: string;
}

export class StandInConsensus {
  #pairs: Pair[] = [];

  /** @returns the rows as they are in the new set */
  begin(rows: readonly Row[], predicted: readonly Predicted[]): Row[] {
    const codes = new Map(predicted.map(({ row, code }) => [row.id, code]));
    return rows.map((row) => {
      const second = codes.get(row.id);
      const first = second && beatClassOf(row)!.code;
      if (first === undefined || second === undefined || first === second)
        return { ...row, provenance: 'accepted' };
      this.#pairs.push({ id: row.id, sampleIndex: row.sampleIndex, first, second });
      return { ...row, symbol: '?', aux: '', provenance: 'imported' };
    });
  }

  get undecided(): number {
    return this.#pairs.length;
  }

  adjudication(rows: readonly Row[]): unknown {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const items = this.#pairs.map(({ id, ...pair }) => {
      const row = byId.get(id);
      const decided = row?.provenance !== 'imported';
      const code = row && beatClassOf(row)?.code;
      return { ...pair, id: row?.id, weight: 1, code, decided, by: decided ? 'stand-in' : undefined };
    });
    return {
      setId: CONSENSUS,
      of: [1, 2],
      items,
      decided: items.filter(({ decided }) => decided).length,
    };
  }
}

/** The open set beside the predictions: every beat is in both. */
export function comparisonOf(rows: readonly Row[], predicted: readonly Predicted[]): unknown {
  const codes = new Map(rows.map((row) => [row.id, beatClassOf(row)?.code]));
  const present = new Set([...codes.values(), ...predicted.map(({ code }) => code)]);
  const disagreements = predicted.flatMap(({ row: { id, sampleIndex }, code, confidence }) => {
    const first = codes.get(id);
    return first === undefined || first === code
      ? []
      : [{ sampleIndex, firstId: id, secondId: id + 2_000_000, first, second: code, weight: confidence }];
  });
  const classes = BEAT_CLASSES.map(({ code }) => code).filter((code) => present.has(code));
  const confusion = classes.map(() => classes.map(() => 0));
  for (const { row, code } of predicted) {
    const first = codes.get(row.id);
    if (first !== undefined) confusion[classes.indexOf(first)][classes.indexOf(code)]++;
  }
  return {
    agreement: 1 - disagreements.length / Math.max(1, predicted.length),
    kappa: 0.9,
    classes,
    confusion,
    matched: predicted.length,
    onlyFirst: 0,
    onlySecond: 0,
    disagreements: disagreements.sort((a, b) => b.weight - a.weight),
  };
}
