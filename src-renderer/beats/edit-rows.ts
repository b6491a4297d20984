/** What an edit does to the rows of a set, before the main side has answered. */
import type { Edit } from '../../src-main/api/contract/annotations.ts';
import { applyEditResult, type AnnotationRow } from './beat-series.ts';

/** The rows as a relabelling will leave them. */
export function relabelled(
  rows: readonly AnnotationRow[],
  edit: Extract<Edit, { kind: 'relabel' }>,
): readonly AnnotationRow[] {
  const ids = new Set(edit.ids);
  const now = {
    symbol: edit.mark.symbol,
    aux: edit.mark.aux ?? '',
    provenance: edit.provenance ?? 'shown',
  };
  const changed = rows.filter(({ id }) => ids.has(id)).map((row) => ({ ...row, ...now }));
  return applyEditResult(rows, { changed, removed: [] });
}

/** The same edit for a copy of the set: rows of a copy are in the same order under other ids. */
export function renumber(
  edit: Edit,
  before: readonly AnnotationRow[],
  after: readonly AnnotationRow[],
): Edit {
  if (before === after) return edit;
  const newId = new Map(before.map(({ id }, index) => [id, after[index]?.id ?? id]));
  if (edit.kind === 'insert') return { ...edit, removed: edit.removed?.map((id) => newId.get(id)!) };
  if (edit.kind !== 'move' && edit.kind !== 'delete' && edit.kind !== 'relabel') return edit;
  if (edit.kind === 'move')
    return { ...edit, moves: edit.moves.map((move) => ({ ...move, id: newId.get(move.id)! })) };
  return { ...edit, ids: edit.ids.map((id) => newId.get(id)!) };
}
