import { makeRandom } from '../../src-main/domain/random.ts';
import { STUDY_PARAMETERS } from '../../src-main/dsp/preprocess/parameters.ts';
import { emptyBatch } from '../../src-main/dsp/preprocess/window-batch.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import { ecgNetwork } from '../../src-main/network/network-config.ts';
import type { ExampleSet } from '../../src-main/training/data/example-set.ts';
import { exampleSetOf } from '../../src-main/training/data/example-set.ts';
import { defaultFitOptions } from '../../src-main/training/fit/fit-options.ts';
import type { FitOptions } from '../../src-main/training/fit/fit-options.ts';
import type { LabelGrouping } from '../../src-main/training/groupings/grouping.ts';

const grouping: LabelGrouping = {
  id: 'three-waves',
  version: 1,
  unit: 'beat',
  outputs: [
    {
      name: 'wave',
      classes: ['slow', 'fast', 'both'].map((name) => ({ name, meaning: name, marks: [name] })),
    },
  ],
  codes: [],
};
const parameters = {
  ...STUDY_PARAMETERS,
  ecgLeads: ['II'],
  electrograms: [],
  windowSamples: 64,
  priors: ['p'],
};

/** Slow, fast or both waves in noise: what a small network learns in seconds. */
export function waves(count: number): ExampleSet {
  const random = makeRandom(11);
  const batch = emptyBatch(count, parameters);
  const infos = Array.from({ length: count }, (_, i) => {
    const label = i % 3;
    const phase = random.next() * 6;
    for (let t = 0; t < 64; t++) {
      const slow = label !== 1 ? Math.sin(0.3 * t + phase) : 0;
      const fast = label !== 0 ? Math.sin(1.4 * t + phase) : 0;
      batch.ecg[i * 64 + t] = slow + fast + 0.2 * random.normal();
    }
    batch.ecgPresence[i] = 1;
    batch.priors[i] = random.normal();
    return { labels: [label], subject: `s${i % 10}`, record: `r${i % 10}`, sampleIndex: i, segment: i };
  });
  return exampleSetOf(batch, infos, parameters, grouping);
}

const network = ecgNetwork(['II'], [{ name: 'wave', classes: ['slow', 'fast', 'both'] }], {
  windowLength: 64,
  width: 16,
  groups: 4,
  feedForward: 32,
  transformerLayers: 1,
  projection: 16,
  priors: 1,
  priorWidth: 4,
  ecg: { channels: ['II'], stem: { filters: 8, kernel: 7 }, blocks: [{ filters: 16, kernel: 5 }] },
});

/** A run of seconds on `waves`. */
export const waveOptions = (changes: Partial<FitOptions> = {}): FitOptions =>
  defaultFitOptions(network, LOSSES.agcacl, {
    epochs: 4,
    batchSize: 24,
    learningRate: 5e-3,
    device: 'cpu',
    threads: 1,
    ...changes,
  });
