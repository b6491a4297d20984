import type { ChannelAliases } from '../domain/lead.ts';
import { PurkinjeError, throwIfCancelled } from '../domain/errors.ts';
import type { RecordReader } from '../domain/record.ts';
import { mapChannels } from '../dsp/preprocess/channels.ts';
import type { WindowRun } from '../dsp/preprocess/record-windows.ts';
import { recordWindows } from '../dsp/preprocess/record-windows.ts';
import type { WindowBatch } from '../dsp/preprocess/window-batch.ts';
import type { BeatDecisions } from './decide.ts';
import { emptyDecisions, writeDecisions } from './decide.ts';
import type { DecidedRun, RunLogits } from './family-pass.ts';
import { decideByFamily, sharesByFamily } from './family-pass.ts';
import type { LoadedModel } from './load-model.ts';
import { loadModel } from './load-model.ts';
import type { ModelSession, SessionOptions } from './session.ts';
import { openModelSession } from './session.ts';
import { windowFeeds } from './window-feeds.ts';
import { warningsFor } from './warnings.ts';

export interface ClassifyOptions {
  /** The site's own channel names. */
  readonly aliases?: ChannelAliases;
  readonly abortSignal?: AbortSignal;
  /** Windows the network is given at once; 128 unless told. */
  readonly batchSize?: number;
  /** Goes on at the run that holds this beat: those wholly before it were decided already. */
  readonly startAt?: number;
  /** Told how much of the beats, 0 to 1, the network has answered. */
  readonly onProgress?: (fraction: number) => void;
}

/** Decisions on the beats `first` to `first + beats - 1`. */
export interface DecisionRun {
  readonly first: number;
  readonly beats: number;
  readonly decisions: BeatDecisions;
}

/** What the classification of a record had to do without, known before it begins. */
export interface Suitability {
  /** The model's channels that the record lacks. */
  readonly without: readonly string[];
  readonly warnings: readonly string[];
}

/** A model ready to classify. Ownership: call `close`. */
export interface Classifier {
  readonly model: LoadedModel;
  readonly device: string;
  readonly notice: string | undefined;
  /** @throws ModelMismatch where the record has no channel that the model reads */
  suitability(reader: RecordReader, aliases?: ChannelAliases): Suitability;
  /**
   * Classifies the beats at `rPeaks` (sample indices of the record, in time order), a minute of signal at a time:
   * memory does not grow with the record, but by what `decideByFamily` keeps for a model whose manifest has `families`.
   * @throws ModelMismatch, StudyUnreadable, Cancelled
   */
  classify(
    reader: RecordReader,
    rPeaks: ArrayLike<number>,
    options?: ClassifyOptions,
  ): AsyncGenerator<DecisionRun>;
  close(): Promise<void>;
}

const BATCH = 128;

function hasElectrogram(batch: WindowBatch, window: number, electrograms: number): boolean {
  return batch.iegmPresence
    .subarray(window * electrograms, (window + 1) * electrograms)
    .some((bit) => bit === 1);
}

/** Takes the logits of a part of a batch into those of the whole. */
function keepLogits(
  results: Readonly<Record<string, Float32Array>>,
  from: number,
  { outputs }: LoadedModel['manifest'],
  target: RunLogits,
): void {
  for (const { name, classes } of outputs)
    target[`logits.${name}`].set(results[`logits.${name}`], from * classes.length);
}

async function decide(
  batch: WindowBatch,
  { manifest }: LoadedModel,
  session: ModelSession,
  { batchSize = BATCH, abortSignal }: ClassifyOptions,
): Promise<DecidedRun> {
  const width = manifest.outOfDistribution.prototypes.find(
    (one) => one !== undefined && one !== null,
  )?.length;
  const decisions = emptyDecisions(batch.count, manifest.classes.length, width);
  const logits = Object.fromEntries(
    manifest.outputs.map(({ name, classes }) => [
      `logits.${name}`,
      new Float32Array(batch.count * classes.length),
    ]),
  );
  const electrograms = manifest.preprocess.electrograms.length;
  for (let from = 0; from < batch.count; from += batchSize) {
    throwIfCancelled(abortSignal);
    const to = Math.min(batch.count, from + batchSize);
    const results = await session.run(windowFeeds(batch, from, to, manifest));
    const hasIegm = (beat: number): boolean => hasElectrogram(batch, from + beat, electrograms);
    writeDecisions(results, to - from, hasIegm, manifest, decisions, from);
    keepLogits(results, from, manifest, logits);
  }
  return { decisions, logits };
}

/** Runs in time order; where beats speak by families, all are worked out before the first is given. */
async function* decidedRuns(
  reader: RecordReader,
  rPeaks: ArrayLike<number>,
  model: LoadedModel,
  session: ModelSession,
  options: ClassifyOptions,
): AsyncGenerator<DecisionRun> {
  const { manifest } = model;
  const { startAt = 0, onProgress } = options;
  const decideRun = async ({ first, batch }: WindowRun): Promise<DecidedRun> => {
    const decided = await decide(batch, model, session, options);
    onProgress?.((first + batch.count) / rPeaks.length);
    return decided;
  };
  if (sharesByFamily(manifest)) {
    const windows = recordWindows(reader, rPeaks, manifest.preprocess, { ...options, startAt: 0 });
    for await (const run of decideByFamily(windows, rPeaks.length, manifest, decideRun))
      if (run.first + run.beats > startAt) yield run;
    return;
  }
  for await (const run of recordWindows(reader, rPeaks, manifest.preprocess, options)) {
    const { decisions } = await decideRun(run);
    yield { first: run.first, beats: run.batch.count, decisions };
  }
}

function suitabilityOf(model: LoadedModel, reader: RecordReader, aliases?: ChannelAliases): Suitability {
  const { manifest } = model;
  const { signals, name } = reader.description;
  const map = mapChannels(signals, manifest.preprocess, aliases);
  if (map.ecg.every((index) => index === undefined) && map.iegm.every((index) => index === undefined)) {
    const message =
      `${name} has none of the channels that ${manifest.id} reads (${manifest.channels.join(', ')}); ` +
      `it has ${signals.map(({ originalName }) => originalName).join(', ')}. Name them in the channel-alias table.`;
    throw new PurkinjeError('ModelMismatch', message, { file: name });
  }
  return { without: map.missing, warnings: warningsFor(reader, manifest, map) };
}

/**
 * Opens `models/<id>/<version>` for classification.
 * @throws ModelUnreadable
 */
export async function openClassifier(folder: string, options: SessionOptions = {}): Promise<Classifier> {
  const model = loadModel(folder);
  const session = await openModelSession(model, options);
  return {
    model,
    device: session.device,
    notice: session.notice,
    suitability: (reader, aliases) => suitabilityOf(model, reader, aliases),
    async *classify(reader, rPeaks, classifyOptions = {}) {
      suitabilityOf(model, reader, classifyOptions.aliases);
      yield* decidedRuns(reader, rPeaks, model, session, classifyOptions);
    },
    close: () => session.close(),
  };
}

/** All beats at once: for records of ordinary length. */
export async function classifyBeats(
  classifier: Classifier,
  reader: RecordReader,
  rPeaks: ArrayLike<number>,
  options: ClassifyOptions = {},
): Promise<BeatDecisions> {
  const width = classifier.model.manifest.classes.length;
  const all = emptyDecisions(rPeaks.length, width);
  for await (const { first, decisions } of classifier.classify(reader, rPeaks, options)) {
    all.classIndex.set(decisions.classIndex, first);
    all.probabilities.set(decisions.probabilities, first * width);
    all.margin.set(decisions.margin, first);
    all.entropy.set(decisions.entropy, first);
    all.abstained.set(decisions.abstained, first);
    all.outOfDistribution.set(decisions.outOfDistribution, first);
    all.iegmWeight.set(decisions.iegmWeight, first);
  }
  return all;
}
