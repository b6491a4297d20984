import { isBeat, isRhythmMark } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { rhythmSpansOf, type RhythmCode } from '../../domain/rhythm.ts';
import { readAnnotations, type Provenance, type StoredAnnotation } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { readPredictions, type Predictions } from '../../store/predictions.ts';
import { findRecord } from '../../store/records.ts';
import { matchBeats } from '../annotations/match-beats.ts';
import { requireSet } from '../annotations/set-summary.ts';

/** A beat that may be queued: found by the machine, by the reader, or by both. */
export interface QueueBeat {
  readonly sampleIndex: number;
  readonly machineId?: number;
  readonly machineClass?: string;
  readonly confidence: number;
  readonly margin: number;
  readonly entropy: number;
  readonly outOfDistribution: number;
  readonly abstained: boolean;
  readonly humanId?: number;
  readonly humanClass?: string;
  /** A person put this label here, or left it after looking: not what came with a file. */
  readonly reviewed: boolean;
  readonly rhythm?: RhythmCode;
}

const REVIEWED: ReadonlySet<Provenance> = new Set(['blind', 'shown', 'accepted', 'bulk']);

/**
 * Every beat of a machine set, joined with the reader's set where one is given, in time order. Beats that only the
 * reader has are among them.
 * @throws NotFound; InvalidInput for a set without predictions or of another record
 */
export function queueBeats(
  database: LibraryDatabase,
  machineSetId: number,
  humanSetId?: number,
): QueueBeat[] {
  const machineSet = requireSet(database, machineSetId);
  const record = findRecord(database, machineSet.recordId)!;
  const predictions = readPredictions(database, machineSetId);
  if (!predictions)
    throw new PurkinjeError(
      'InvalidInput',
      `Set ${machineSetId} holds no predictions: there is no order to ask for.`,
    );
  const machine = readAnnotations(database, machineSetId);
  const human = humanSetId === undefined ? [] : humanAnnotations(database, humanSetId, record.id);
  const marks = human.some(isRhythmMark) ? human : machine;
  const rhythmAt = rhythmFinder(rhythmSpansOf(marks, record.samples));
  const [theirs, mine] = [machine.filter(isBeat), human.filter(isBeat)];
  const { pairs, onlyFirst, onlySecond } = matchBeats(
    indices(theirs),
    indices(mine),
    record.samplingFrequency,
  );
  const rowOf = new Map<number, number>();
  predictions.sampleIndex.forEach((at, row) => rowOf.set(at, row));
  const beat = (first?: StoredAnnotation, second?: StoredAnnotation): QueueBeat => {
    const row = first && rowOf.get(first.sampleIndex);
    return joined(first, row, predictions, second, rhythmAt((first ?? second!).sampleIndex));
  };
  const beats: QueueBeat[] = [];
  for (const [i, j] of pairs) beats.push(beat(theirs[i], mine[j]));
  for (const i of onlyFirst) beats.push(beat(theirs[i]));
  for (const j of onlySecond) beats.push(beat(undefined, mine[j]));
  return beats.sort((a, b) => a.sampleIndex - b.sampleIndex);
}

/** A predicted beat's part; written out, for there are tens of thousands of them. */
function joined(
  first: StoredAnnotation | undefined,
  row: number | undefined,
  predictions: Predictions,
  second: StoredAnnotation | undefined,
  rhythm: RhythmCode | undefined,
): QueueBeat {
  const { classes, classIndex, probabilities } = predictions;
  return {
    sampleIndex: (first ?? second!).sampleIndex,
    machineId: first?.id,
    machineClass: row === undefined ? undefined : classes[classIndex[row]],
    confidence: row === undefined ? 0 : probabilities[row * classes.length + classIndex[row]],
    margin: row === undefined ? 0 : predictions.margin[row],
    entropy: row === undefined ? 0 : predictions.entropy[row],
    outOfDistribution: row === undefined ? 0 : predictions.outOfDistribution[row],
    abstained: row !== undefined && predictions.abstained[row] === 1,
    humanId: second?.id,
    humanClass: second && codeOf(second),
    reviewed: second !== undefined && REVIEWED.has(second.provenance),
    rhythm,
  };
}

function humanAnnotations(database: LibraryDatabase, setId: number, recordId: number): StoredAnnotation[] {
  if (requireSet(database, setId).recordId !== recordId)
    throw new PurkinjeError('InvalidInput', 'The two sets belong to different records.');
  return readAnnotations(database, setId);
}

/** For ascending questions: one pass over spans and beats. */
function rhythmFinder(
  spans: ReturnType<typeof rhythmSpansOf>,
): (sampleIndex: number) => RhythmCode | undefined {
  return (sampleIndex) => {
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle].to <= sampleIndex) low = middle + 1;
      else high = middle;
    }
    const span = spans.at(low);
    return low < spans.length && span && span.from <= sampleIndex ? span.code : undefined;
  };
}

function codeOf(annotation: StoredAnnotation): string {
  return beatClassOf(annotation)?.code ?? annotation.symbol;
}

function indices(annotations: readonly StoredAnnotation[]): number[] {
  return annotations.map(({ sampleIndex }) => sampleIndex);
}
