import { createHash } from 'node:crypto';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { joinExampleSets, supportOf, viewExamples } from '../../training/data/example-set.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import type { TrainingDataManifest } from '../../dsp/preprocess/model-manifest.ts';
import type { LoadedExamples } from './load-examples.ts';
import { loadExamples, loadLibraryExamples } from './load-examples.ts';
import type { Preset, PresetName } from './presets.ts';
import { PRESETS, withGrouping } from './presets.ts';

/** Which examples: plain JSON, so that a process of its own can load the same. */
export interface DataRequest {
  readonly preset: PresetName;
  /** Folders with recordings as downloaded. */
  readonly paths: readonly string[];
  /** Libraries whose records are trained on with the labels that people gave them. */
  readonly libraries?: readonly string[];
  /** At most so many examples of each record; see `thinned`. */
  readonly mostPerRecord?: number;
  /** A site's own grouping instead of the preset's. */
  readonly grouping?: LabelGrouping;
  readonly cache?: string;
  /** Folders of recordings that are only scored, never trained on: fresh subjects. They become the test part of every split. */
  readonly testPaths?: readonly string[];
  /** For evaluation: any record, not only those that the preset trains on. */
  readonly everyRecord?: boolean;
}

export interface RequestedData {
  readonly set: ExampleSet;
  /** The first so many examples of `set` may be trained on; those behind are of `testPaths`. */
  readonly trainable: number;
  readonly sources: readonly (LoadedExamples & { readonly path: string })[];
  /** Over all sources. */
  readonly sha256: string;
}

export interface DataHooks {
  readonly onProgress?: (fraction: number, doing: string) => void;
  readonly abortSignal?: AbortSignal;
  /** See `LoadOptions`. Not of the request: it changes no window. */
  readonly threads?: number;
}

/** The preset, with the site's own grouping where one is given: its outputs become the network's. */
export function presetOf({ preset, grouping }: Pick<DataRequest, 'preset' | 'grouping'>): Preset {
  return grouping ? withGrouping(PRESETS[preset], grouping) : PRESETS[preset];
}

/** @throws FileMissing, LibraryNotFound, InvalidInput, StudyUnreadable, Cancelled */
export async function loadRequested(request: DataRequest, hooks: DataHooks = {}): Promise<RequestedData> {
  const preset = presetOf(request);
  const libraries = request.libraries ?? [];
  if (request.paths.length + libraries.length === 0)
    throw new PurkinjeError('InvalidInput', 'Name a folder of recordings with --data, or a --library.');
  const sources: (LoadedExamples & { path: string })[] = [];
  const all = [...request.paths, ...libraries, ...(request.testPaths ?? [])];
  const trainedOn = request.paths.length + libraries.length;
  for (const [at, path] of all.entries()) {
    const isLibrary = at >= request.paths.length && at < trainedOn;
    const loaded = await (isLibrary ? loadLibraryExamples : loadExamples)(path, {
      parameters: preset.parameters,
      grouping: preset.grouping,
      mostPerRecord: request.mostPerRecord,
      dropBadSignal: preset.dropBadSignal,
      scoreOnly: preset.scoreOnly,
      leaveOutWith: preset.leaveOutWith,
      takes: request.everyRecord || at >= trainedOn ? undefined : preset.trainsOn,
      cache: request.cache,
      threads: hooks.threads,
      abortSignal: hooks.abortSignal,
      onProgress: (fraction, doing) => hooks.onProgress?.((at + fraction) / all.length, doing),
    });
    const isFresh = at >= trainedOn;
    const isOther = isFresh || ((loaded.simulated || isLibrary) && at > 0);
    sources.push({ ...loaded, set: isOther ? renamed(loaded.set, `${at} `) : loaded.set, path });
  }
  const hash = createHash('sha256');
  for (const { sha256 } of sources) hash.update(sha256);
  const set = joinExampleSets(sources.map((source) => source.set));
  let trainable = 0;
  // Windows are held once: a source looks into the joined set.
  const trained = sources.slice(0, trainedOn).map((source) => {
    const own = viewExamples(set, trainable, source.set.infos.length);
    trainable += own.infos.length;
    return { ...source, set: own };
  });
  return {
    set,
    trainable,
    sources: trained,
    sha256: hash.digest('hex'),
  };
}

/** Simulated cohorts use the same record names: subjects of another folder are other subjects. */
function renamed(set: ExampleSet, prefix: string): ExampleSet {
  const infos = set.infos.map((info) => ({
    ...info,
    subject: prefix + info.subject,
    record: prefix + info.record,
  }));
  return { ...set, infos };
}

/** What a model's manifest and card say about its data: names and counts, never where it lay. */
export function dataManifest({ sources }: RequestedData): TrainingDataManifest[] {
  return sources.map(({ set, records, simulated, sha256, title }) => {
    const support = supportOf(set, [...set.infos.keys()]);
    return {
      name: simulated ? 'simulated studies' : title,
      simulated,
      records,
      examples: set.infos.length,
      support: Object.fromEntries(set.grouping.outputs[0].classes.map(({ name }, c) => [name, support[c]])),
      sha256,
    };
  });
}
