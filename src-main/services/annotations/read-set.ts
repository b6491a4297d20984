import {
  countAnnotations,
  readColumns,
  type AnnotationColumns,
  type Provenance,
} from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { editState } from '../../store/edit-log.ts';
import type { Workstation } from '../workstation.ts';
import { requireSet } from './set-summary.ts';

/** WFDB's subtype, channel and number of the annotation at a position. */
export interface SmallNumbers {
  readonly at: number;
  readonly subtype: number;
  readonly channel: number;
  readonly number: number;
}

/** A set as columns of equal length in time order; `mark` and `provenance` are indices into the short lists. */
export interface SetColumns {
  readonly setId: number;
  readonly revision: number;
  readonly id: number[];
  readonly sampleIndex: number[];
  readonly mark: number[];
  readonly marks: { readonly symbol: string; readonly aux: string }[];
  readonly provenance: number[];
  readonly provenances: Provenance[];
  readonly numbers: SmallNumbers[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Up to here a set is read in a few milliseconds, and a thread would only add to it. */
const FEW = 3000;

/** @throws NotFound */
export async function readSet({ library, sets, revisions }: Workstation, setId: number): Promise<SetColumns> {
  requireSet(library.database, setId);
  // Read first: an edit meanwhile makes the columns newer than the revision, and the window looks again.
  const revision = revisions.of(setId);
  const few = countAnnotations(library.database, setId) <= FEW;
  const columns = few ? setColumnsOf(library.database, setId) : await sets.columns(setId);
  return { ...columns, revision };
}

/** The columns, on whatever connection. */
export function setColumnsOf(database: LibraryDatabase, setId: number): Omit<SetColumns, 'revision'> {
  const columns = readColumns(database, setId);
  const marks = indexed(columns.symbol, (symbol, i) => ({ symbol, aux: columns.aux[i] ?? '' }), keyOf);
  const provenances = indexed(columns.provenance, (provenance) => provenance, String);
  const state = editState(database, setId);
  return {
    setId,
    id: Array.from(columns.id),
    sampleIndex: Array.from(columns.sampleIndex),
    mark: marks.index,
    marks: marks.values,
    provenance: provenances.index,
    provenances: provenances.values,
    numbers: numbersOf(columns),
    canUndo: state.undo !== undefined,
    canRedo: state.redo !== undefined,
  };
}

/** Most annotations have none: only the others travel. */
function numbersOf({ subtype, channel, number }: AnnotationColumns): SmallNumbers[] {
  const some: SmallNumbers[] = [];
  for (let at = 0; at < subtype.length; at++)
    if (subtype[at] !== 0 || channel[at] !== 0 || number[at] !== 0)
      some.push({ at, subtype: subtype[at], channel: channel[at], number: number[at] });
  return some;
}

const keyOf = (mark: { symbol: string; aux: string }): string => `${mark.symbol} ${mark.aux}`;

/** Each distinct value once, and for every item which one it is. */
function indexed<Item, Value>(
  items: readonly Item[],
  valueOf: (item: Item, index: number) => Value,
  key: (value: Value) => string,
): { index: number[]; values: Value[] } {
  const known = new Map<string, number>();
  const values: Value[] = [];
  const index = items.map((item, i) => {
    const value = valueOf(item, i);
    const at = known.get(key(value));
    if (at !== undefined) return at;
    known.set(key(value), values.length);
    return values.push(value) - 1;
  });
  return { index, values };
}
