import { isBeat } from '../../domain/annotation.ts';
import { BEAT_CLASSES, beatClassOf } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { readAnnotations, type StoredAnnotation } from '../../store/annotations.ts';
import { readPredictions } from '../../store/predictions.ts';
import { findRecord } from '../../store/records.ts';
import type { Workstation } from '../workstation.ts';
import { agreementOf, kappaOf } from './agreement.ts';
import { matchBeats } from './match-beats.ts';
import { requireSet } from './set-summary.ts';

export interface Disagreement {
  readonly sampleIndex: number;
  readonly firstId?: number;
  readonly secondId?: number;
  readonly first?: string;
  readonly second?: string;
  /** What it is sorted by: 2 for a missed or extra beat, else how sure the machine was of the other class. */
  readonly weight: number;
}

export interface Comparison {
  readonly agreement: number;
  readonly kappa: number;
  readonly classes: string[];
  readonly confusion: number[][];
  readonly matched: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly disagreements: Disagreement[];
}

interface Beats {
  readonly beats: readonly StoredAnnotation[];
  readonly codes: readonly string[];
  /** 0..1; 1 where nobody told. */
  confidenceAt(sampleIndex: number): number;
}

/**
 * Two sets of one record beat by beat.
 * @throws NotFound; InvalidInput where the sets belong to different records
 */
export function compareSets({ library }: Workstation, firstId: number, secondId: number): Comparison {
  const { database } = library;
  const sets = [requireSet(database, firstId), requireSet(database, secondId)];
  if (sets[0].recordId !== sets[1].recordId)
    throw new PurkinjeError('InvalidInput', 'The two sets belong to different records.');
  const record = findRecord(database, sets[0].recordId)!;
  const [first, second] = sets.map(({ id }) => beatsOf(library.database, id));
  const matches = matchBeats(
    first.beats.map(({ sampleIndex }) => sampleIndex),
    second.beats.map(({ sampleIndex }) => sampleIndex),
    record.samplingFrequency,
  );
  const classes = classesOf([...first.codes, ...second.codes]);
  const confusion = classes.map(() => classes.map(() => 0));
  for (const [i, j] of matches.pairs)
    confusion[classes.indexOf(first.codes[i])][classes.indexOf(second.codes[j])]++;
  const [onlyFirst, onlySecond] = [matches.onlyFirst.length, matches.onlySecond.length];
  return {
    agreement: agreementOf(confusion, onlyFirst + onlySecond),
    kappa: kappaOf(confusion),
    classes,
    confusion,
    matched: matches.pairs.length,
    onlyFirst,
    onlySecond,
    disagreements: disagreementsOf(first, second, matches),
  };
}

function beatsOf(database: Workstation['library']['database'], setId: number): Beats {
  const beats = readAnnotations(database, setId).filter(isBeat);
  const predictions = readPredictions(database, setId);
  const confidence = new Map<number, number>();
  predictions?.sampleIndex.forEach((sampleIndex, beat) => {
    const at = beat * predictions.classes.length + predictions.classIndex[beat];
    confidence.set(sampleIndex, predictions.probabilities[at]);
  });
  return {
    beats,
    codes: beats.map((beat) => beatClassOf(beat)?.code ?? beat.symbol),
    confidenceAt: (sampleIndex) => confidence.get(sampleIndex) ?? 1,
  };
}

/** In the order of the class table; codes outside it last. */
function classesOf(codes: readonly string[]): string[] {
  const present = new Set(codes);
  const known = BEAT_CLASSES.map(({ code }) => code).filter((code) => present.delete(code));
  return [...known, ...present];
}

function disagreementsOf(
  first: Beats,
  second: Beats,
  matches: ReturnType<typeof matchBeats>,
): Disagreement[] {
  const differing = matches.pairs
    .filter(([i, j]) => first.codes[i] !== second.codes[j])
    .map(([i, j]): Disagreement => {
      const [a, b] = [first.beats[i], second.beats[j]];
      const weight = first.confidenceAt(a.sampleIndex) * second.confidenceAt(b.sampleIndex);
      const ids = { firstId: a.id, secondId: b.id };
      return { sampleIndex: a.sampleIndex, ...ids, first: first.codes[i], second: second.codes[j], weight };
    });
  const missed = matches.onlyFirst.map((i): Disagreement => {
    const { id, sampleIndex } = first.beats[i];
    return { sampleIndex, firstId: id, first: first.codes[i], weight: 2 };
  });
  const extra = matches.onlySecond.map((j): Disagreement => {
    const { id, sampleIndex } = second.beats[j];
    return { sampleIndex, secondId: id, second: second.codes[j], weight: 2 };
  });
  return [...missed, ...extra, ...differing].sort(
    (a, b) => b.weight - a.weight || a.sampleIndex - b.sampleIndex,
  );
}
