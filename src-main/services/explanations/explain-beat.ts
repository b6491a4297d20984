import type { ChannelAliases } from '../../domain/lead.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import {
  openExplainer,
  type BeatExplanation,
  type Explainer,
  type PreparedBeats,
} from '../../inference/explain.ts';
import { openStoredRecord } from '../../jobs/classify/stored-reader.ts';
import { sampleIndexOf } from '../../store/annotations.ts';
import type { AnnotationSet } from '../../store/annotation-sets.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { readPredictions } from '../../store/predictions.ts';
import { modelOf, requireSet } from '../annotations/set-summary.ts';
import { findModel } from '../models.ts';
import { requireRecord } from '../records/require-record.ts';

/** Which beat, of which library. */
export interface BeatQuestion {
  /** The library's folder. */
  readonly path: string;
  readonly setId: number;
  readonly annotationId: number;
}

/** Probabilities that differ by more than this from those of the set are another model's, or another recording's. */
const REPRODUCED = 0.02;

/** The last model, and what the beats of the last set share: stepping through a set prepares once. */
export interface ExplainerState {
  model?: { readonly folder: string; readonly explainer: Explainer };
  record?: { readonly setId: number; readonly folder: string; readonly prepared: PreparedBeats };
}

/**
 * Asks the model that made a set once more about one of its beats. For a thread: the first beat of a set takes as long
 * as reading the record's leads, each further one some 50 ms.
 * @throws NotFound for the set, the beat, or a model that is not installed any more; ModelMismatch where what is
 *   installed under its name answers otherwise than the set says; ModelUnreadable, StudyUnreadable
 */
export async function explainBeat(
  database: LibraryDatabase,
  { path, setId, annotationId }: BeatQuestion,
  state: ExplainerState,
): Promise<BeatExplanation> {
  const set = requireSet(database, setId);
  const predictions = readPredictions(database, setId);
  const sampleIndex = sampleIndexOf(database, setId, annotationId);
  const beat = sampleIndex === undefined ? -1 : (predictions?.sampleIndex.indexOf(sampleIndex) ?? -1);
  if (!predictions || beat < 0)
    throw new PurkinjeError('NotFound', `There is no predicted beat ${annotationId} in set ${setId}.`);
  const { folder } = findModel(modelOf(database, set) ?? set.author);
  const explainer = await explainerOf(folder, state);
  const reader = openStoredRecord(path, requireRecord(database, set.recordId));
  try {
    if (state.record?.setId !== setId || state.record.folder !== folder) {
      const prepared = await explainer.prepare(reader, predictions.sampleIndex, aliasesOf(set));
      state.record = { setId, folder, prepared };
    }
    const told = await explainer.explain(reader, state.record.prepared, beat, sampleIndex!);
    const width = predictions.classes.length;
    checkReproduced(told, predictions.probabilities.subarray(beat * width, (beat + 1) * width), set);
    return told;
  } finally {
    await reader.close();
  }
}

async function explainerOf(folder: string, state: ExplainerState): Promise<Explainer> {
  if (state.model?.folder !== folder) {
    await state.model?.explainer.close();
    state.model = undefined;
    state.record = undefined;
    // One thread: the window is waited for beside a job that may have all the others.
    state.model = { folder, explainer: await openExplainer(folder, { threads: 1 }) };
  }
  return state.model.explainer;
}

/** Those that the set was made with; kept by the classification. */
function aliasesOf(set: AnnotationSet): ChannelAliases | undefined {
  return (set.details as { aliases?: ChannelAliases } | undefined)?.aliases;
}

function checkReproduced({ probabilities }: BeatExplanation, kept: Float32Array, set: AnnotationSet): void {
  const isSame =
    probabilities.length === kept.length &&
    probabilities.every((value, at) => Math.abs(value - kept[at]) <= REPRODUCED);
  if (isSame) return;
  const message = `The installed ${set.name} answers otherwise than when it made this set: classify the record again to see why.`;
  throw new PurkinjeError('ModelMismatch', message);
}
