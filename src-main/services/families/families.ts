import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { readColumns } from '../../store/annotations.ts';
import { requireSet } from '../annotations/set-summary.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import type { FamilyFindings } from './find-families.ts';

export interface Family {
  readonly size: number;
  /** Class code -> beats, most frequent first. */
  readonly classes: { readonly code: string; readonly count: number }[];
  /** Ids of its annotations, outliers (lowest correlation) first. */
  readonly members: number[];
  /** Correlation of each member with the family's template, -1..1. */
  readonly correlation: number[];
  /** Mean beat, mV, `[channels][points]`; 0 where nothing was there. */
  readonly template: number[][];
}

export interface FamilyList {
  readonly setId: number;
  readonly revision: number;
  readonly channels: { readonly channelIndex: number; readonly name: string }[];
  readonly firstMs: number;
  readonly stepMs: number;
  readonly families: Family[];
}

interface Beats {
  readonly ids: number[];
  readonly rPeaks: Int32Array;
  readonly codes: string[];
}

/** The set's beats grouped by shape, largest family first. @throws NotFound */
export async function listFamilies(
  workstation: Workstation,
  setId: number,
  threshold?: number,
): Promise<FamilyList> {
  const set = requireSet(workstation.library.database, setId);
  const beats = beatsOf(workstation, setId);
  // Labels do not change shapes: the places of the beats are what the grouping depends on.
  const key = `${set.recordId} ${threshold} ${placesOf(beats.rPeaks)}`;
  const record = requireRecord(workstation.library.database, set.recordId);
  const findings = await workstation.analysis.run('families', key, () => ({
    path: workstation.signals.path(record),
    record,
    rPeaks: beats.rPeaks,
    threshold,
  }));
  return listOf(workstation, setId, beats, findings);
}

/**
 * The members of one family grouped anew, at the least correlation that parts them. One family comes back where they
 * differ by no more than noise.
 * @throws NotFound, Conflict for a beat that is not in the set any more
 */
export async function splitFamily(
  workstation: Workstation,
  setId: number,
  ids: readonly number[],
  threshold?: number,
): Promise<FamilyList> {
  const set = requireSet(workstation.library.database, setId);
  const record = requireRecord(workstation.library.database, set.recordId);
  const all = beatsOf(workstation, setId);
  const members = positionsOf(all, ids);
  const key = `split ${set.recordId} ${threshold} ${placesOf(all.rPeaks)} ${placesOf(members)}`;
  const findings = await workstation.analysis.run('families', key, () => ({
    path: workstation.signals.path(record),
    record,
    rPeaks: all.rPeaks,
    members,
    split: true,
    threshold,
  }));
  const some: Beats = {
    ids: Array.from(members, (beat) => all.ids[beat]),
    rPeaks: members.map((beat) => all.rPeaks[beat]),
    codes: Array.from(members, (beat) => all.codes[beat]),
  };
  return listOf(workstation, setId, some, findings);
}

/**
 * Families as a person put them together, by merging and splitting. Beats that came since join the family that they are
 * most like; ids that are gone are left out.
 * @throws NotFound
 */
export async function regroup(
  workstation: Workstation,
  setId: number,
  families: readonly (readonly number[])[],
): Promise<FamilyList> {
  const set = requireSet(workstation.library.database, setId);
  const record = requireRecord(workstation.library.database, set.recordId);
  const beats = beatsOf(workstation, setId);
  const groupOf = new Map(families.flatMap((ids, group) => ids.map((id) => [id, group] as const)));
  const groups = Int32Array.from(beats.ids, (id) => groupOf.get(id) ?? -1);
  const key = `regroup ${set.recordId} ${placesOf(beats.rPeaks)} ${placesOf(groups)}`;
  const findings = await workstation.analysis.run('families', key, () => ({
    path: workstation.signals.path(record),
    record,
    rPeaks: beats.rPeaks,
    groups,
  }));
  return listOf(workstation, setId, beats, findings);
}

function beatsOf({ library }: Workstation, setId: number): Beats {
  const { id, sampleIndex, symbol, aux } = readColumns(library.database, setId);
  const beats = symbol.flatMap((one, i) => (isBeat({ symbol: one }) ? [i] : []));
  return {
    ids: beats.map((i) => id[i]),
    rPeaks: Int32Array.from(beats, (i) => sampleIndex[i]),
    codes: beats.map((i) => beatClassOf({ symbol: symbol[i], aux: aux[i] })?.code ?? symbol[i]),
  };
}

/** In time order, each once. */
function positionsOf({ ids }: Beats, wanted: readonly number[]): Int32Array {
  const position = new Map(ids.map((id, beat) => [id, beat]));
  const beats = new Set(
    wanted.map((id) => {
      const beat = position.get(id);
      if (beat === undefined)
        throw new PurkinjeError(
          'Conflict',
          `The beat ${id} is not in the set any more. Read the families again.`,
        );
      return beat;
    }),
  );
  return Int32Array.from(beats).sort();
}

/** FNV-1a over the values (http://www.isthe.com/chongo/tech/comp/fnv): tells apart what is grouped, no secret. */
function placesOf(values: Int32Array): string {
  let hash = 0x811c9dc5;
  for (const value of values) hash = Math.imul(hash ^ value, 0x01000193);
  return `${values.length}:${hash >>> 0}`;
}

function listOf(
  { revisions }: Workstation,
  setId: number,
  beats: Beats,
  { family, correlation, sizes, channels, means }: FamilyFindings,
): FamilyList {
  const members = sizes.map((): number[] => []);
  family.forEach((of, beat) => members[of].push(beat));
  return {
    setId,
    revision: revisions.of(setId),
    channels: [...channels],
    firstMs: means.firstMs,
    stepMs: means.stepMs,
    families: members.map((some, index) => {
      some.sort((a, b) => correlation[a] - correlation[b] || a - b);
      return {
        size: some.length,
        classes: countsOf(some.map((beat) => beats.codes[beat])),
        members: some.map((beat) => beats.ids[beat]),
        correlation: some.map((beat) => rounded(correlation[beat])),
        template: means.values[index].map((channel) => Array.from(channel, rounded)),
      };
    }),
  };
}

function countsOf(codes: readonly string[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}

/** A microvolt, or a thousandth of a correlation: more would only lengthen the JSON. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : 0;
}
