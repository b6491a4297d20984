import { beatClassOf } from '../../domain/beat-class.ts';
import { isBeat } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { findAnnotationSet, listAnnotationSets, type AnnotationSet } from '../../store/annotation-sets.ts';
import { countByMark } from '../../store/annotations.ts';
import { assignmentOfSet } from '../../store/assignments.ts';
import { findModelVersionById } from '../../store/model-versions.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { schemaOfSet } from '../../store/label-schemas.ts';
import { countSet } from '../../store/set-counts.ts';

export type SetKind = 'reference' | 'annotator' | 'detector' | 'classifier' | 'consensus';

/** An annotation set as windows and the command line list it. */
export interface SetSummary {
  readonly id: number;
  readonly recordId: number;
  readonly name: string;
  readonly origin: 'human' | 'machine';
  readonly kind: SetKind;
  readonly author: string;
  readonly importedAs?: string;
  /** `purkinje-ep 0.1.0`. */
  readonly model?: string;
  readonly createdAt: string;
  readonly beats: number;
  readonly annotations: number;
  readonly editable: boolean;
  /** Version of the label schema that it was made with. */
  readonly schemaVersion: number;
}

/** @throws NotFound */
export function requireSet(database: LibraryDatabase, setId: number): AnnotationSet {
  const set = findAnnotationSet(database, setId);
  if (!set) throw new PurkinjeError('NotFound', `There is no annotation set ${setId}.`);
  return set;
}

export function listSetSummaries(database: LibraryDatabase, recordId: number): SetSummary[] {
  return listAnnotationSets(database, recordId).map((set) => summarise(database, set));
}

/** The labels of a reading that is done stay as they are: they are copied to be edited. */
function isDone(database: LibraryDatabase, setId: number): boolean {
  return assignmentOfSet(database, setId)?.state === 'done';
}

export function summarise(database: LibraryDatabase, set: AnnotationSet): SetSummary {
  const kind = kindOf(set);
  const { beats, annotations } = countSet(database, set.id);
  return {
    id: set.id,
    recordId: set.recordId,
    name: set.name,
    origin: set.origin,
    kind,
    author: set.author,
    importedAs: set.importedAs,
    model: modelOf(database, set),
    createdAt: set.createdAt,
    beats,
    annotations,
    editable: (kind === 'annotator' || kind === 'consensus') && !isDone(database, set.id),
    schemaVersion: schemaOfSet(database, set.id),
  };
}

/** What came with a recording stays as it came; a machine's labels are not edited: both are copied to a set of one's own. */
export function kindOf(set: AnnotationSet): SetKind {
  if (set.importedAs !== undefined) return 'reference';
  if (set.origin === 'machine') return set.modelVersionId === undefined ? 'detector' : 'classifier';
  const consensus = (set.details as { kind?: unknown } | undefined)?.kind === 'consensus';
  return consensus ? 'consensus' : 'annotator';
}

/** Class code -> beats of a set, most frequent first. */
export function beatsPerClass(database: LibraryDatabase, setId: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const mark of countByMark(database, setId)) {
    if (!isBeat(mark)) continue;
    const code = beatClassOf(mark)?.code ?? mark.symbol;
    counts[code] = (counts[code] ?? 0) + mark.count;
  }
  return counts;
}

/** `purkinje-ep 0.1.0`; undefined for a set that no model made. */
export function modelOf(database: LibraryDatabase, set: AnnotationSet): string | undefined {
  if (set.modelVersionId === undefined) return undefined;
  const version = findModelVersionById(database, set.modelVersionId);
  return version && `${version.model} ${version.version}`;
}
