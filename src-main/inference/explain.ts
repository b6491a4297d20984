import type { ChannelAliases } from '../domain/lead.ts';
import type { RecordReader } from '../domain/record.ts';
import type { ModelManifest } from '../dsp/preprocess/model-manifest.ts';
import { ELECTROGRAM_PRIORS } from '../dsp/preprocess/priors/electrogram-priors.ts';
import type { PreparedRecord } from '../dsp/preprocess/record-windows.ts';
import { oneWindow, preparedWindows, prepareRecord } from '../dsp/preprocess/record-windows.ts';
import type { WindowBatch } from '../dsp/preprocess/window-batch.ts';
import { emptyBatch } from '../dsp/preprocess/window-batch.ts';
import { emptyDecisions, writeDecisions } from './decide.ts';
import { FamilyPass, moveByFamily, sharesByFamily } from './family-pass.ts';
import type { LoadedModel } from './load-model.ts';
import { loadModel } from './load-model.ts';
import type { ModelSession, SessionOptions } from './session.ts';
import { openModelSession } from './session.ts';
import { windowFeeds } from './window-feeds.ts';

export type Modality = 'ecg' | 'iegm';

/** Cosine of the beat's embedding to the mean of a class, -1..1. */
export interface PrototypeSimilarity {
  /** A class of the model's first output, which need not be a beat code: `avnrt`. */
  readonly class: string;
  readonly similarity: number;
}

/** Why a model says what it says of one beat, as far as it can tell. */
export interface BeatExplanation {
  /** As the classification gave them, `[classes]`. */
  readonly probabilities: number[];
  /** The same beat in a recording without electrograms; only where the model reads both and the window has both. */
  readonly withoutIegm?: number[];
  /** The same beat, its place known, in a recording without surface leads. Models are rarely trained on such. */
  readonly withoutEcg?: number[];
  /** 0..1 by time step, evenly over the window; only of models that weigh, where the window has an electrogram. */
  readonly weightOnIegm?: number[];
  /** Highest first; empty where the model carries none. */
  readonly nearestPrototypes: PrototypeSimilarity[];
}

/** What the beats of a record share. */
export interface PreparedBeats extends PreparedRecord {
  /** `[beats]`: what each beat's family adds to it; only of a model whose manifest has `families`. */
  readonly shifts?: Float32Array;
}

/** A model ready to explain beats. Ownership: call `close`. */
export interface Explainer {
  readonly model: LoadedModel;
  /**
   * What the beats of a record share; takes as long as reading the record's leads, and where beats speak by families as
   * classifying it. @throws StudyUnreadable
   */
  prepare(reader: RecordReader, rPeaks: ArrayLike<number>, aliases?: ChannelAliases): Promise<PreparedBeats>;
  /** @param beat its position in the R peaks that the record was prepared with. @throws StudyUnreadable */
  explain(
    reader: RecordReader,
    prepared: PreparedBeats,
    beat: number,
    sampleIndex: number,
  ): Promise<BeatExplanation>;
  close(): Promise<void>;
}

/**
 * Opens `models/<id>/<version>` to explain single beats.
 * @throws ModelUnreadable
 */
export async function openExplainer(folder: string, options: SessionOptions = {}): Promise<Explainer> {
  const model = loadModel(folder);
  const { manifest } = model;
  const session = await openModelSession(model, options);
  return {
    model,
    async prepare(reader, rPeaks, aliases) {
      const prepared = await prepareRecord(reader, rPeaks, manifest.preprocess, { aliases });
      return { ...prepared, shifts: await shiftsOf(reader, prepared, rPeaks, manifest, session) };
    },
    async explain(reader, prepared, beat, sampleIndex) {
      const window = await oneWindow(reader, prepared, beat, sampleIndex, manifest.preprocess);
      const left = leftOut(window);
      const batch = variants(window, left, manifest);
      const results = await session.run(windowFeeds(batch, 0, batch.count, manifest));
      // Its like speak for the beat whatever is left out of its own window.
      if (prepared.shifts && sharesByFamily(manifest))
        moveByFamily(results, manifest, new Float32Array(batch.count).fill(prepared.shifts[beat]));
      return explanationOf(results, window, left, manifest);
    },
    close: () => session.close(),
  };
}

/** A classification of the whole record, of which only what the families share is kept. */
async function shiftsOf(
  reader: RecordReader,
  prepared: PreparedRecord,
  rPeaks: ArrayLike<number>,
  manifest: ModelManifest,
  session: ModelSession,
): Promise<Float32Array | undefined> {
  if (!sharesByFamily(manifest)) return undefined;
  const pass = new FamilyPass(rPeaks.length, manifest);
  for await (const { first, batch } of preparedWindows(reader, prepared, rPeaks, manifest.preprocess))
    pass.add(first, batch, await session.run(windowFeeds(batch, 0, batch.count, manifest)));
  return pass.shifts();
}

/** What can be left out, in the order of the batch's further windows: either, where both are there. */
function leftOut({ ecgPresence, iegmPresence }: WindowBatch): Modality[] {
  return ecgPresence.includes(1) && iegmPresence.includes(1) ? ['iegm', 'ecg'] : [];
}

/** The window as it is, and once for each modality without it: signals, presence bits, and the priors made of it. */
function variants(window: WindowBatch, left: readonly Modality[], manifest: ModelManifest): WindowBatch {
  const { preprocess } = manifest;
  const batch = emptyBatch(1 + left.length, preprocess);
  for (let row = 0; row < batch.count; row++) {
    const without = left[row - 1];
    const place = (name: 'ecg' | 'iegm' | 'ecgPresence' | 'iegmPresence'): void => {
      if (!without || !name.startsWith(without)) batch[name].set(window[name], row * window[name].length);
    };
    (['ecg', 'iegm', 'ecgPresence', 'iegmPresence'] as const).forEach(place);
    preprocess.priors.forEach((name, column) => {
      const isOf: Modality = (ELECTROGRAM_PRIORS as readonly string[]).includes(name) ? 'iegm' : 'ecg';
      if (isOf !== without) batch.priors[row * preprocess.priors.length + column] = window.priors[column];
    });
  }
  return batch;
}

function explanationOf(
  results: Readonly<Record<string, Float32Array>>,
  window: WindowBatch,
  left: readonly Modality[],
  manifest: ModelManifest,
): BeatExplanation {
  const width = manifest.classes.length;
  const rows = 1 + left.length;
  const decisions = emptyDecisions(rows, width);
  writeDecisions(results, rows, () => false, manifest, decisions, 0);
  const row = (at: number): number[] => [...decisions.probabilities.subarray(at * width, (at + 1) * width)];
  const without = (modality: Modality): number[] | undefined =>
    left.includes(modality) ? row(1 + left.indexOf(modality)) : undefined;
  const weight = results['view.weight-on-iegm'];
  return {
    probabilities: row(0),
    withoutIegm: without('iegm'),
    withoutEcg: without('ecg'),
    weightOnIegm:
      weight && window.iegmPresence.includes(1) ? [...weight.subarray(0, weight.length / rows)] : undefined,
    nearestPrototypes: similarities(results.embedding.subarray(0, results.embedding.length / rows), manifest),
  };
}

function similarities(embedding: Float32Array, manifest: ModelManifest): PrototypeSimilarity[] {
  const { prototypes } = manifest.outOfDistribution;
  const length = Math.hypot(...embedding) || 1;
  const named = manifest.outputs[0].classes.flatMap((code, at) => {
    const prototype = prototypes[at];
    if (!prototype) return [];
    const dot = prototype.reduce((sum, value, k) => sum + value * embedding[k], 0);
    return [{ class: code, similarity: dot / (length * (Math.hypot(...prototype) || 1)) }];
  });
  return named.sort((a, b) => b.similarity - a.similarity);
}
