import { isBeat } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { BeatExplanation } from '../../inference/explain.ts';
import { readAnnotations, sampleIndexOf } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { readPredictions, type Predictions } from '../../store/predictions.ts';
import type { Workstation } from '../workstation.ts';
import { requireSet, summarise } from './set-summary.ts';

/** What a machine set tells about itself; written by the classification. */
interface ClassificationDetails {
  readonly without?: readonly string[];
  readonly warnings?: readonly string[];
}

export interface PredictionList {
  readonly setId: number;
  readonly model: string;
  readonly classes: string[];
  readonly annotationId: number[];
  readonly sampleIndex: number[];
  readonly classIndex: number[];
  readonly confidence: number[];
  readonly margin: number[];
  readonly entropy: number[];
  readonly abstained: boolean[];
  readonly outOfDistribution: number[];
  readonly weightOnIegm: number[];
  readonly without: string[];
  readonly modelWarnings: string[];
}

/**
 * Every predicted beat of a machine set, in time order.
 * @throws NotFound, also for a set without predictions
 */
export async function readPredictionList(
  { library, sets }: Workstation,
  setId: number,
): Promise<PredictionList> {
  requireSet(library.database, setId);
  return sets.predictions(setId);
}

/** The list, on whatever connection. @throws NotFound for a set without predictions */
export function predictionListOf(database: LibraryDatabase, setId: number): PredictionList {
  const set = requireSet(database, setId);
  const predictions = requirePredictions(database, setId);
  const details = (set.details ?? {}) as ClassificationDetails;
  return {
    setId,
    model: summarise(database, set).model ?? set.author,
    classes: [...predictions.classes],
    annotationId: idsOf(database, setId, predictions),
    sampleIndex: Array.from(predictions.sampleIndex),
    classIndex: Array.from(predictions.classIndex),
    confidence: Array.from(predictions.sampleIndex, (_, beat) => rounded(confidenceOf(predictions, beat))),
    margin: Array.from(predictions.margin, rounded),
    entropy: Array.from(predictions.entropy, rounded),
    abstained: Array.from(predictions.abstained, (value) => value === 1),
    outOfDistribution: Array.from(predictions.outOfDistribution, rounded),
    weightOnIegm: Array.from(predictions.iegmWeight, (weight) =>
      Number.isFinite(weight) ? rounded(weight) : -1,
    ),
    without: [...(details.without ?? [])],
    modelWarnings: [...(details.warnings ?? [])],
  };
}

/** What the set holds of one beat, and where it was asked for, what the model says of it once more. */
export interface BeatProbabilities extends Partial<Omit<BeatExplanation, 'probabilities'>> {
  readonly classes: string[];
  readonly probabilities: number[];
  readonly nearestPrototypes: BeatExplanation['nearestPrototypes'];
}

/**
 * One beat with the probability of every class.
 * @param explained with each modality left out, the weight over time and the nearest prototypes: from the model
 * @throws NotFound; for `explained` also where the model is gone, ModelMismatch where it answers otherwise by now,
 *   ModelUnreadable, StudyUnreadable
 */
export async function readProbabilities(
  { library, explanations }: Workstation,
  setId: number,
  annotationId: number,
  explained = false,
): Promise<BeatProbabilities> {
  const { database } = library;
  requireSet(database, setId);
  const sampleIndex = sampleIndexOf(database, setId, annotationId);
  const there = sampleIndex ?? -1;
  const { classes, probabilities } = requirePredictions(database, setId, there, there + 1);
  if (probabilities.length === 0)
    throw new PurkinjeError('NotFound', `There is no predicted beat ${annotationId} in set ${setId}.`);
  const kept = { classes: [...classes], probabilities: [...probabilities], nearestPrototypes: [] };
  if (!explained) return kept;
  const { probabilities: _again, ...told } = await explanations.explain(setId, annotationId);
  return { ...kept, ...told };
}

function requirePredictions(
  database: LibraryDatabase,
  setId: number,
  from?: number,
  to?: number,
): Predictions {
  const predictions = readPredictions(database, setId, from, to);
  if (!predictions) throw new PurkinjeError('NotFound', `Set ${setId} holds no predictions.`);
  return predictions;
}

/** Ids of the annotations that the predictions belong to: those at the same sample, -1 where one is gone. */
function idsOf(database: LibraryDatabase, setId: number, predictions: Predictions): number[] {
  const beats = readAnnotations(database, setId).filter(isBeat);
  const byIndex = new Map(beats.map(({ id, sampleIndex }) => [sampleIndex, id]));
  return Array.from(predictions.sampleIndex, (sampleIndex) => byIndex.get(sampleIndex) ?? -1);
}

function confidenceOf({ classes, classIndex, probabilities }: Predictions, beat: number): number {
  return probabilities[beat * classes.length + classIndex[beat]];
}

/** Float32 has seven digits; more would only lengthen the JSON. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
