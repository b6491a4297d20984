import type { Annotation } from '../domain/annotation.ts';
import { PurkinjeError } from '../domain/errors.ts';
import { PROVENANCES } from './annotations.ts';
import type { Provenance } from './annotations.ts';
import type { LibraryDatabase } from './database.ts';
import { emptyRows, readRows } from './edit-rows.ts';
import type { EditRows } from './edit-rows.ts';
import { openMarkTable } from './marks.ts';

interface Signed {
  readonly author: string;
  readonly why?: string;
}

/** One step of an annotator, over one annotation or many: what undo takes back at once. */
export type Edit = Signed &
  (
    | {
        readonly kind: 'insert';
        readonly annotations: readonly Annotation[];
        readonly provenance: Provenance;
        /** What they stand in place of: deleted in the same step. */
        readonly removed?: readonly number[];
      }
    | { readonly kind: 'delete'; readonly ids: readonly number[] }
    | {
        readonly kind: 'move';
        readonly moves: readonly { readonly id: number; readonly sampleIndex: number }[];
      }
    | {
        readonly kind: 'relabel';
        readonly labels: readonly Relabel[];
        readonly provenance: Provenance;
        /** New annotations of the same step: accepting a machine's beats relabels some and adds the others. */
        readonly inserted?: readonly Annotation[];
      }
  );

export interface Relabel {
  readonly id: number;
  readonly symbol: string;
  /** undefined takes the aux away. */
  readonly aux?: string;
}

/** The rows of a set that an edit changes, before and after it. Reads the set, changes nothing but new marks. */
export interface Change {
  readonly before: EditRows;
  readonly after: EditRows;
}

/** @throws Conflict for an id that is not in the set; InvalidInput for an empty edit, an id named twice, a bad index */
export function changeOf(database: LibraryDatabase, setId: number, edit: Edit): Change {
  if (edit.kind === 'insert') {
    const { removed = [] } = edit;
    refuse(new Set(removed).size < removed.length, 'An edit names an annotation twice.');
    const { after } = insertion(database, edit.annotations, edit.provenance);
    return { before: readRows(database, setId, removed), after };
  }
  const ids = idsOf(edit);
  refuse(ids.length === 0, 'An edit must change at least one annotation.');
  refuse(new Set(ids).size < ids.length, 'An edit names an annotation twice.');
  const before = readRows(database, setId, ids);
  if (edit.kind === 'delete') return { before, after: emptyRows() };
  if (edit.kind === 'move') {
    const at = edit.moves.map((move) => checkedIndex(move.sampleIndex));
    return { before, after: { ...before, at } };
  }
  const marks = openMarkTable(database);
  const mark = edit.labels.map((label) => marks.idOf(checkedMark(label)));
  const provenance = ids.map(() => PROVENANCES.indexOf(edit.provenance));
  const after = { ...before, mark, provenance };
  if (!edit.inserted?.length) return { before, after };
  return { before, after: joinRows(after, insertion(database, edit.inserted, edit.provenance).after) };
}

function joinRows(a: EditRows, b: EditRows): EditRows {
  const names = Object.keys(a) as (keyof EditRows)[];
  return Object.fromEntries(names.map((name) => [name, [...a[name], ...b[name]]])) as unknown as EditRows;
}

function insertion(
  database: LibraryDatabase,
  annotations: readonly Annotation[],
  provenance: Provenance,
): Change {
  refuse(annotations.length === 0, 'An edit must change at least one annotation.');
  const marks = openMarkTable(database);
  const first = nextId(database);
  const after: EditRows = {
    id: annotations.map((_, i) => first + i),
    at: annotations.map((annotation) => checkedIndex(annotation.sampleIndex)),
    mark: annotations.map((annotation) => marks.idOf(checkedMark(annotation))),
    subtype: annotations.map(({ subtype = 0 }) => subtype),
    channel: annotations.map(({ channel = 0 }) => channel),
    number: annotations.map(({ number = 0 }) => number),
    provenance: annotations.map(() => PROVENANCES.indexOf(provenance)),
  };
  return { before: emptyRows(), after };
}

function idsOf(edit: Exclude<Edit, { kind: 'insert' }>): readonly number[] {
  if (edit.kind === 'delete') return edit.ids;
  return (edit.kind === 'move' ? edit.moves : edit.labels).map(({ id }) => id);
}

/** One above the highest id ever given, deleted ones included; the write transaction keeps it ours. */
function nextId(database: LibraryDatabase): number {
  const given = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'annotation'").pluck().get();
  return ((given as number | undefined) ?? 0) + 1;
}

function checkedIndex(sampleIndex: number): number {
  refuse(!Number.isInteger(sampleIndex) || sampleIndex < 0, `${sampleIndex} is no sample index.`);
  return sampleIndex;
}

function checkedMark<T extends { readonly symbol: string }>(mark: T): T {
  refuse(mark.symbol === '', 'An annotation needs a symbol.');
  return mark;
}

function refuse(refused: boolean, message: string): void {
  if (refused) throw new PurkinjeError('InvalidInput', message);
}
