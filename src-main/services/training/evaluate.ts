import type { ModelManifest } from '../../dsp/preprocess/model-manifest.ts';
import { windowFeeds } from '../../inference/window-feeds.ts';
import { loadModel } from '../../inference/load-model.ts';
import { openModelSession } from '../../inference/session.ts';
import type { ModelSession, SessionOptions } from '../../inference/session.ts';
import { throwIfCancelled, PurkinjeError } from '../../domain/errors.ts';
import { emptyBatch } from '../../dsp/preprocess/window-batch.ts';
import type { WindowBatch } from '../../dsp/preprocess/window-batch.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { writeRow } from '../../training/data/example-set.ts';
import { GROUPINGS } from '../../training/groupings/default-groupings.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import { calibrationError, reliabilityBins } from '../../training/metrics/calibration.ts';
import { confusionOf, scoresOf } from '../../training/metrics/confusion.ts';
import type { Scores } from '../../training/metrics/confusion.ts';
import { argmaxRows, softmaxRows } from '../../training/metrics/probabilities.ts';
import { sharedByFamily } from './families.ts';
import type { LoadedExamples } from './load-examples.ts';
import { loadExamples } from './load-examples.ts';
import type { Pooled } from './pooled-scores.ts';

export interface EvaluateRequest {
  /** `models/<id>/<version>`. */
  readonly model: string;
  readonly path: string;
  readonly leaveOutWith: readonly string[];
  readonly dropBadSignal: boolean;
  readonly grouping?: LabelGrouping;
  readonly cache?: string;
  readonly session?: SessionOptions;
}

export interface EvaluatedOutput {
  readonly name: string;
  readonly scores: Scores;
  readonly calibrationError: number;
}

export interface Evaluation {
  readonly model: string;
  readonly examples: number;
  readonly outputs: readonly EvaluatedOutput[];
  /** The first output's scores of each record. */
  readonly records: readonly { readonly record: string; readonly scores: Scores }[];
  readonly leftOut: LoadedExamples['leftOut'];
  readonly notice?: string;
  readonly seconds: number;
}

const BATCH = 128;

/** Examples as the batch that inference would have made of them. */
function batchOf(set: ExampleSet, from: number, to: number): WindowBatch {
  const batch = emptyBatch(to - from, set.parameters);
  const { ecgLeads, electrograms, windowSamples, priors } = set.parameters;
  for (let index = from; index < to; index++) {
    const at = index - from;
    writeRow(set.ecg, ecgLeads.length * windowSamples, index, batch.ecg, at);
    writeRow(set.iegm, electrograms.length * windowSamples, index, batch.iegm, at);
    batch.ecgPresence.set(
      set.ecgPresence.subarray(index * ecgLeads.length, (index + 1) * ecgLeads.length),
      at * ecgLeads.length,
    );
    batch.iegmPresence.set(
      set.iegmPresence.subarray(index * electrograms.length, (index + 1) * electrograms.length),
      at * electrograms.length,
    );
    batch.priors.set(
      set.priors.subarray(index * priors.length, (index + 1) * priors.length),
      at * priors.length,
    );
  }
  return batch;
}

function groupingOf(manifest: ModelManifest, own: LabelGrouping | undefined): LabelGrouping {
  const grouping = own ?? GROUPINGS.find(({ id }) => id === manifest.grouping.id);
  if (grouping?.outputs.map(({ name }) => name).join() === manifest.outputs.map(({ name }) => name).join())
    return grouping;
  const message = `${manifest.id} was trained with the label grouping ${manifest.grouping.id} ${manifest.grouping.version}; give it with --grouping FILE.`;
  throw new PurkinjeError('ModelMismatch', message);
}

/** What the network says of every example, beat by beat. */
async function answersOf(
  set: ExampleSet,
  manifest: ModelManifest,
  session: ModelSession,
  hooks: EvaluateHooks,
): Promise<Pooled> {
  const count = set.infos.length;
  const logits = Object.fromEntries(
    set.grouping.outputs.map(({ name, classes }) => [name, new Float32Array(count * classes.length)]),
  );
  try {
    for (let from = 0; from < count; from += BATCH) {
      throwIfCancelled(hooks.abortSignal);
      hooks.onProgress?.(0.7 + (0.3 * from) / count, 'classifying');
      const to = Math.min(count, from + BATCH);
      const results = await session.run(windowFeeds(batchOf(set, from, to), 0, to - from, manifest));
      for (const { name, classes } of set.grouping.outputs)
        logits[name].set(results[`logits.${name}`], from * classes.length);
    }
  } finally {
    await session.close();
  }
  return { indices: Int32Array.from({ length: count }, (_, i) => i), logits, distance: new Float32Array() };
}

export interface EvaluateHooks {
  readonly onProgress?: (fraction: number, doing: string) => void;
  readonly abortSignal?: AbortSignal;
}

/**
 * Scores a model on annotated recordings, beat by beat at the annotated positions (the standard protocol).
 * @throws ModelUnreadable, ModelMismatch, FileMissing, InvalidInput, StudyUnreadable, Cancelled
 */
export async function evaluate(request: EvaluateRequest, hooks: EvaluateHooks = {}): Promise<Evaluation> {
  const began = performance.now();
  const model = loadModel(request.model);
  const { manifest } = model;
  const grouping = groupingOf(manifest, request.grouping);
  const data = await loadExamples(request.path, {
    ...request,
    parameters: manifest.preprocess,
    grouping,
    abortSignal: hooks.abortSignal,
    onProgress: (fraction, doing) => hooks.onProgress?.(fraction * 0.7, doing),
  });
  const { set } = data;
  const session = await openModelSession(model, request.session);
  const said = await answersOf(set, manifest, session, hooks);
  const { logits } = sharedByFamily(set, said, manifest.families);
  const outputs = grouping.outputs.map(({ name, classes }, output) => {
    const names = classes.map((c) => c.name);
    const labels = set.infos.map((info) => info.labels[output]);
    const probabilities = softmaxRows(logits[name], names.length, manifest.temperature[name] ?? 1);
    const predicted = argmaxRows(probabilities, names.length);
    return {
      name,
      names,
      labels,
      predicted,
      scores: scoresOf(confusionOf(labels, predicted, names.length), names),
      calibrationError: calibrationError(reliabilityBins(probabilities, labels, names.length)),
    };
  });
  const { names, labels, predicted } = outputs[0];
  const records = data.records.map((record) => {
    const own = [...set.infos.keys()].filter((index) => set.infos[index].record === record);
    const confusion = confusionOf(
      own.map((i) => labels[i]),
      own.map((i) => predicted[i]),
      names.length,
    );
    return { record, scores: scoresOf(confusion, names) };
  });
  return {
    model: `${manifest.id} ${manifest.version}`,
    examples: set.infos.length,
    outputs: outputs.map(({ name, scores, calibrationError: error }) => ({
      name,
      scores,
      calibrationError: error,
    })),
    records,
    leftOut: data.leftOut,
    notice: session.notice,
    seconds: (performance.now() - began) / 1000,
  };
}
