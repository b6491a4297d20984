import { createHash } from 'node:crypto';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { joinExampleSets, supportOf } from '../../training/data/example-set.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import type { TrainingDataManifest } from '../../dsp/preprocess/model-manifest.ts';
import type { LoadedExamples } from './load-examples.ts';
import { loadExamples } from './load-examples.ts';
import type { PresetName } from './presets.ts';
import { PRESETS } from './presets.ts';

/** Which examples: plain JSON, so that a process of its own can load the same. */
export interface DataRequest {
  readonly preset: PresetName;
  /** Folders with recordings as downloaded. */
  readonly paths: readonly string[];
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
}

/** @throws FileMissing, InvalidInput, StudyUnreadable, Cancelled */
export async function loadRequested(request: DataRequest, hooks: DataHooks = {}): Promise<RequestedData> {
  const preset = PRESETS[request.preset];
  if (request.paths.length === 0)
    throw new PurkinjeError('InvalidInput', 'Name a folder of recordings with --data.');
  const sources: (LoadedExamples & { path: string })[] = [];
  const all = [...request.paths, ...(request.testPaths ?? [])];
  for (const [at, path] of all.entries()) {
    const loaded = await loadExamples(path, {
      parameters: preset.parameters,
      grouping: request.grouping ?? preset.grouping,
      dropBadSignal: preset.dropBadSignal,
      scoreOnly: preset.scoreOnly,
      leaveOutWith: preset.leaveOutWith,
      takes: request.everyRecord || at >= request.paths.length ? undefined : preset.trainsOn,
      cache: request.cache,
      abortSignal: hooks.abortSignal,
      onProgress: (fraction, doing) => hooks.onProgress?.((at + fraction) / all.length, doing),
    });
    const isFresh = at >= request.paths.length;
    const isOther = isFresh || (loaded.simulated && at > 0);
    sources.push({ ...loaded, set: isOther ? renamed(loaded.set, `${at} `) : loaded.set, path });
  }
  const hash = createHash('sha256');
  for (const { sha256 } of sources) hash.update(sha256);
  const trained = sources.slice(0, request.paths.length);
  return {
    set: joinExampleSets(sources.map(({ set }) => set)),
    trainable: trained.reduce((sum, { set }) => sum + set.infos.length, 0),
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
  return sources.map(({ set, records, simulated, sha256, path }) => {
    const support = supportOf(set, [...set.infos.keys()]);
    return {
      name: simulated
        ? 'simulated studies'
        : (path.replaceAll('\\', '/').split('/').filter(Boolean).at(-1) ?? 'data'),
      simulated,
      records,
      examples: set.infos.length,
      support: Object.fromEntries(set.grouping.outputs[0].classes.map(({ name }, c) => [name, support[c]])),
      sha256,
    };
  });
}
