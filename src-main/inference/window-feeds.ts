import type { ModelManifest } from '../dsp/preprocess/model-manifest.ts';
import { writeStandardised } from '../dsp/preprocess/prior-scaling.ts';
import type { WindowBatch } from '../dsp/preprocess/window-batch.ts';
import type { Feed } from './session.ts';

/** Windows `from` to `to` of a batch as the model's feeds. */
export function windowFeeds(
  batch: WindowBatch,
  from: number,
  to: number,
  { preprocess, priorScaling }: ModelManifest,
): Map<string, Feed> {
  const { ecgLeads, electrograms, windowSamples, priors } = preprocess;
  const feeds = new Map<string, Feed>();
  const rows = (name: string, values: Float32Array, shape: readonly number[]): void => {
    const width = shape.reduce((product, size) => product * size, 1);
    feeds.set(name, { values: values.slice(from * width, to * width), shape: [to - from, ...shape] });
  };
  if (ecgLeads.length > 0) {
    rows('ecg', batch.ecg, [ecgLeads.length, windowSamples]);
    rows('ecg.present', batch.ecgPresence, [ecgLeads.length]);
  }
  if (electrograms.length > 0) {
    rows('iegm', batch.iegm, [electrograms.length, windowSamples]);
    rows('iegm.present', batch.iegmPresence, [electrograms.length]);
  }
  if (priors.length > 0) {
    const values = new Float32Array((to - from) * priors.length);
    for (let row = from; row < to; row++)
      writeStandardised(batch.priors, row, priorScaling, values, (row - from) * priors.length);
    feeds.set('priors', { values, shape: [to - from, priors.length] });
  }
  return feeds;
}
