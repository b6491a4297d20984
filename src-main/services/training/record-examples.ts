import type { Annotation } from '../../domain/annotation.ts';
import { isBeat } from '../../domain/annotation.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import { recordWindows } from '../../dsp/preprocess/record-windows.ts';
import type { WindowBatch } from '../../dsp/preprocess/window-batch.ts';
import type { ExampleInfo, ExampleSet } from '../../training/data/example-set.ts';
import { blankExampleSet, putWindows, selectExamples } from '../../training/data/example-set.ts';
import type { Dropped, PlanOptions, PlannedExample } from '../../training/data/plan-examples.ts';
import { planExamples } from '../../training/data/plan-examples.ts';
import { thinned } from '../../training/data/thinned.ts';

export interface RecordExamples {
  readonly set: ExampleSet;
  readonly dropped: Dropped;
}

export interface RecordExamplesOptions extends PlanOptions {
  readonly parameters: PreprocessParameters;
  readonly subject: string;
  /** See `thinned`. */
  readonly mostPerRecord?: number;
  readonly aliases?: ChannelAliases;
  readonly abortSignal?: AbortSignal;
}

/** Zeroes what lies outside the segment, in every channel of one window. */
function zeroOutside(
  batch: WindowBatch,
  row: number,
  { centre, bounds }: PlannedExample,
  parameters: PreprocessParameters,
  samplingFrequency: number,
): void {
  if (!bounds) return;
  const { windowSamples } = parameters;
  const place = (sampleIndex: number): number =>
    Math.round(((sampleIndex - centre) * parameters.samplingFrequency) / samplingFrequency) +
    windowSamples / 2;
  const from = Math.max(0, place(bounds[0]));
  const to = Math.min(windowSamples, place(bounds[1]));
  if (from === 0 && to === windowSamples) return;
  for (const signals of [batch.ecg, batch.iegm]) {
    const channels = signals.length / batch.count / windowSamples;
    for (let channel = 0; channel < channels; channel++) {
      const start = (row * channels + channel) * windowSamples;
      signals.fill(0, start, start + from);
      signals.fill(0, start + to, start + windowSamples);
    }
  }
}

/**
 * The labelled windows of one record.
 * @throws StudyUnreadable, Cancelled
 */
export async function recordExamples(
  reader: RecordReader,
  annotations: readonly Annotation[],
  options: RecordExamplesOptions,
): Promise<RecordExamples> {
  const { samples, samplingFrequency, name } = reader.description;
  const { parameters, grouping, subject } = options;
  const plan = planExamples(annotations, samples, samplingFrequency, options);
  const { dropped } = plan;
  const examples = thinned(plan.examples, options.mostPerRecord);
  const infos = examples.map(({ labels, centre, segment, dense, scoreOnly }): ExampleInfo => ({
    labels,
    subject,
    record: name,
    sampleIndex: centre,
    segment,
    ...(dense ? { dense } : {}),
    ...(scoreOnly ? { scoreOnly } : {}),
  }));
  const set = blankExampleSet(infos, parameters, grouping);
  let filled = 0;
  const windows = recordWindows(
    reader,
    examples.map(({ centre }) => centre),
    parameters,
    { ...options, passing: true, rPeaks: annotations.filter(isBeat).map(({ sampleIndex }) => sampleIndex) },
  );
  for await (const { first, batch } of windows) {
    for (let row = 0; row < batch.count; row++)
      zeroOutside(batch, row, examples[first + row], parameters, samplingFrequency);
    putWindows(set, first, batch);
    filled += batch.count;
  }
  // A recording shorter than a sample of the model has no windows.
  return { set: filled === infos.length ? set : selectExamples(set, []), dropped };
}
