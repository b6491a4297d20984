import { makeRandom } from '../../domain/random.ts';
import type { Random } from '../../domain/random.ts';
import type { PriorScaling } from '../../dsp/preprocess/prior-scaling.ts';
import { writeStandardised } from '../../dsp/preprocess/prior-scaling.ts';
import type { NetworkConfig } from '../../network/network-config.ts';
import type { Augmentation, BranchRows } from './augmentation.ts';
import { augmentBranch, leaveTwoLeads, noiseTable } from './augmentation.ts';
import type { ExampleSet } from './example-set.ts';
import { labelOf, writeRow } from './example-set.ts';

export type Feeds = Record<string, Float32Array>;

/** Which of the set's channels feed which input of the network: by name, so that a variant may use fewer. */
interface BranchPlan {
  readonly name: 'ecg' | 'iegm';
  readonly columns: readonly number[];
  readonly width: number;
}

/**
 * Makes the network's feeds from examples: one place for training, validation and scoring. A batch that is not full
 * is padded with zeros, and `weights` says so.
 */
export class BatchFeeder {
  private readonly set: ExampleSet;
  private readonly network: NetworkConfig;
  private readonly scaling: PriorScaling;
  private readonly size: number;
  private readonly branches: readonly BranchPlan[];
  /** The same for every run: what a run adds is decided by where in it each draw begins. */
  private readonly table = noiseTable(makeRandom(1));

  constructor(set: ExampleSet, network: NetworkConfig, scaling: PriorScaling, size: number) {
    this.set = set;
    this.network = network;
    this.scaling = scaling;
    this.size = size;
    const { ecgLeads, electrograms } = set.parameters;
    this.branches = (['ecg', 'iegm'] as const).flatMap((name) => {
      const names = name === 'ecg' ? ecgLeads : electrograms;
      const columns = network[name]?.channels.map((channel) => names.indexOf(channel));
      if (columns?.includes(-1))
        throw new Error(`the examples lack a channel of ${network[name]?.channels.join(' ')}`);
      return columns ? [{ name, columns, width: names.length }] : [];
    });
  }

  /** Signals, presence bits, priors and weights of the examples. */
  inputs(
    indices: readonly number[],
    augmentation?: { readonly options: Augmentation; readonly random: Random },
  ): Feeds {
    const feeds: Feeds = { weights: new Float32Array(this.size).fill(1, 0, indices.length) };
    for (const branch of this.branches) {
      const { signals, present } = this.branchRows(branch, indices);
      feeds[branch.name] = signals;
      feeds[`${branch.name}.present`] = present;
    }
    if (this.network.priors > 0) feeds.priors = this.priorRows(indices);
    if (augmentation) this.augment(feeds, indices.length, augmentation.options, augmentation.random);
    return feeds;
  }

  /** One-hot labels per output; a row of zeros where an example has none. */
  labels(indices: readonly number[]): Feeds {
    const feeds: Feeds = {};
    this.network.heads.forEach(({ name, classes }, output) => {
      const rows = new Float32Array(this.size * classes.length);
      indices.forEach((index, at) => {
        const label = labelOf(this.set, index, output);
        if (label >= 0) rows[at * classes.length + label] = 1;
      });
      feeds[`labels.${name}`] = rows;
    });
    return feeds;
  }

  private branchRows({ name, columns, width }: BranchPlan, indices: readonly number[]) {
    const { windowSamples } = this.set.parameters;
    const source = name === 'ecg' ? this.set.ecg : this.set.iegm;
    const bits = name === 'ecg' ? this.set.ecgPresence : this.set.iegmPresence;
    const signals = new Float32Array(this.size * columns.length * windowSamples);
    const present = new Float32Array(this.size * columns.length);
    indices.forEach((index, at) =>
      columns.forEach((column, channel) => {
        const row = at * columns.length + channel;
        writeRow(source, windowSamples, index * width + column, signals, row);
        present[row] = bits[index * width + column];
      }),
    );
    return { signals, present };
  }

  private priorRows(indices: readonly number[]): Float32Array {
    const width = this.network.priors;
    const rows = new Float32Array(this.size * width);
    indices.forEach((index, at) => writeStandardised(this.set.priors, index, this.scaling, rows, at * width));
    return rows;
  }

  private augment(feeds: Feeds, count: number, options: Augmentation, random: Random): void {
    const { samplingFrequency } = this.set.parameters;
    for (let at = 0; at < count; at++) {
      const shift = options.shift > 0 ? random.integer(2 * options.shift + 1) - options.shift : 0;
      const rows = Object.fromEntries(
        this.branches.map(({ name, columns }) => [name, this.rowsOf(feeds, name, at, columns.length)]),
      );
      if (options.twoLeads > 0 && random.next() < options.twoLeads)
        leaveTwoLeads(rows.ecg, rows.iegm, this.network.ecg?.channels ?? [], random);
      for (const { name } of this.branches) {
        augmentBranch(rows[name], name, shift, options, samplingFrequency, this.table, random);
      }
      if (feeds.priors) this.augmentPriors(feeds.priors, at, options, random);
    }
  }

  /** One example's rows of a branch, as views into the feeds. */
  private rowsOf(feeds: Feeds, name: string, at: number, channels: number): BranchRows {
    const { windowSamples } = this.set.parameters;
    const size = channels * windowSamples;
    return {
      signals: feeds[name].subarray(at * size, (at + 1) * size),
      present: feeds[`${name}.present`].subarray(at * channels, (at + 1) * channels),
      windowSamples,
    };
  }

  private augmentPriors(priors: Float32Array, at: number, options: Augmentation, random: Random): void {
    const row = priors.subarray(at * this.network.priors, (at + 1) * this.network.priors);
    if (random.next() < options.priorDropout) row.fill(0);
    else for (let k = 0; k < row.length; k++) row[k] += options.priorNoise * random.normal();
  }
}
