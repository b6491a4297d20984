import { isBeat, isRhythmMark, type Annotation } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { rhythmSpansOf } from '../../domain/rhythm.ts';
import { readAnnotations, type Provenance, type StoredAnnotation } from '../../store/annotations.ts';
import { requireSet } from '../annotations/set-summary.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';

export interface EpisodeLabel {
  /** Beats with from <= sample index < to. */
  readonly from: number;
  readonly to: number;
  readonly mark: { readonly symbol: string; readonly aux: string };
  /** `(AVNRT`: also marks the rhythm, from `from` to `to`. */
  readonly rhythm?: string;
  readonly provenance: Provenance;
}

/**
 * What labelling a whole episode does to a set: every beat of it takes the mark; with a rhythm, rhythm marks inside take
 * it, it begins at `from`, and what was in force at `to` goes on there (nothing is put there where nothing was). One
 * edit, one undo step.
 * @throws InvalidInput where there is nothing to label
 */
export function episodeLabel({ library }: Workstation, setId: number, label: EpisodeLabel): object {
  const { database } = library;
  const { samples } = requireRecord(database, requireSet(database, setId).recordId);
  const annotations = readAnnotations(database, setId);
  const inside = annotations.filter(({ sampleIndex }) => label.from <= sampleIndex && sampleIndex < label.to);
  const beats = inside.filter(isBeat);
  if (beats.length === 0)
    throw new PurkinjeError('InvalidInput', `There is no beat between sample ${label.from} and ${label.to}.`);
  const { symbol } = label.mark;
  const aux = label.mark.aux === '' ? undefined : label.mark.aux;
  const rhythm = rhythmPart(annotations, inside, samples, label);
  return {
    kind: 'relabel',
    labels: [...beats.map(({ id }) => ({ id, symbol, aux })), ...rhythm.labels],
    inserted: rhythm.inserted,
    provenance: label.provenance,
  };
}

function rhythmPart(
  annotations: readonly StoredAnnotation[],
  inside: readonly StoredAnnotation[],
  samples: number,
  { from, to, rhythm }: EpisodeLabel,
): { labels: { id: number; symbol: string; aux: string }[]; inserted: Annotation[] } {
  if (rhythm === undefined) return { labels: [], inserted: [] };
  const marks = annotations.filter(isRhythmMark);
  const isMarkedAt = (at: number): boolean => marks.some(({ sampleIndex }) => sampleIndex === at);
  const begin = isMarkedAt(from) ? [] : [{ sampleIndex: from, symbol: '+', aux: rhythm }];
  const inForce = rhythmSpansOf(annotations, samples).find((span) => span.from <= to && to < span.to);
  const end =
    to >= samples || isMarkedAt(to) || inForce === undefined
      ? []
      : [{ sampleIndex: to, symbol: '+', aux: inForce.mark }];
  return {
    labels: inside.filter(isRhythmMark).map(({ id }) => ({ id, symbol: '+', aux: rhythm })),
    inserted: [...begin, ...end],
  };
}
