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

/** The same edit where rows were taken over into another set since it was meant. @param newIds old ids to new ones */
export function renumber(edit: Edit, newIds: ReadonlyMap<number, number>): Edit {
  const now = (id: number): number => newIds.get(id) ?? id;
  if (edit.kind === 'insert') return { ...edit, removed: edit.removed?.map(now) };
  if (edit.kind === 'move')
    return { ...edit, moves: edit.moves.map((move) => ({ ...move, id: now(move.id) })) };
  if (edit.kind === 'delete' || edit.kind === 'relabel') return { ...edit, ids: edit.ids.map(now) };
  return edit;
}
