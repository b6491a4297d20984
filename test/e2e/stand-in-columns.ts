/** The stand-in's labels and predictions as columns, as the api sends them. */
import type { AnnotationColumns, PredictionColumns } from '../../src-main/api/contract/annotations.ts';
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { HUMAN, MACHINE } from './stand-in-study.ts';

export interface Row {
  id: number;
  sampleIndex: number;
  symbol: string;
  aux: string;
  provenance: string;
}

export interface Predicted {
  readonly row: Row;
  readonly code: string;
  readonly confidence: number;
}

export function annotationsOf(
  rows: readonly Row[],
  state: Pick<AnnotationColumns, 'revision' | 'canUndo' | 'canRedo'>,
): AnnotationColumns {
  const marks: { symbol: string; aux: string }[] = [];
  const index = new Map<string, number>();
  const mark = rows.map(({ symbol, aux }) => {
    const key = `${symbol} ${aux}`;
    if (!index.has(key)) index.set(key, marks.push({ symbol, aux }) - 1);
    return index.get(key)!;
  });
  const provenances = [...new Set(rows.map(({ provenance }) => provenance))];
  return {
    ...state,
    setId: HUMAN,
    id: rows.map(({ id }) => id),
    sampleIndex: rows.map(({ sampleIndex }) => sampleIndex),
    mark,
    marks,
    provenance: rows.map(({ provenance }) => provenances.indexOf(provenance)),
    provenances,
  };
}

export function predictionsOf(predicted: readonly Predicted[]): PredictionColumns {
  const classes = BEAT_CLASSES.filter(({ trained }) => trained).map(({ code }) => code);
  const column = <T>(of: (p: Predicted) => T): T[] => predicted.map(of);
  return {
    setId: MACHINE,
    model: 'stand-in 1.0',
    classes,
    annotationId: column(({ row }) => row.id + 2_000_000),
    sampleIndex: column(({ row }) => row.sampleIndex),
    classIndex: column(({ code }) => classes.indexOf(code)),
    confidence: column(({ confidence }) => confidence),
    margin: column(({ confidence }) => 2 * confidence - 1),
    entropy: column(({ confidence }) => 1 - confidence),
    abstained: column(({ confidence }) => confidence < 0.45),
    outOfDistribution: column(() => 0),
    weightOnIegm: column(({ confidence }) => 0.4 + 0.2 * confidence),
    without: [],
    modelWarnings: [],
  };
}
