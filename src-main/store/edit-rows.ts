import { PurkinjeError } from '../domain/errors.ts';
import type { LibraryDatabase } from './database.ts';

/** Annotation rows as the edit log keeps them: columns of equal length, marks and provenances by their ids. */
export interface EditRows {
  readonly id: number[];
  readonly at: number[];
  readonly mark: number[];
  readonly subtype: number[];
  readonly channel: number[];
  readonly number: number[];
  readonly provenance: number[];
}

export function emptyRows(): EditRows {
  return { id: [], at: [], mark: [], subtype: [], channel: [], number: [], provenance: [] };
}

type RawRow = [number, number, number, number, number, number, number];

/**
 * Rows of a set by id, in the order of `ids`.
 * @throws Conflict where one is not (or no longer) in the set
 */
export function readRows(database: LibraryDatabase, setId: number, ids: readonly number[]): EditRows {
  const select = database
    .prepare(
      `SELECT id, sample_index, mark_id, subtype, channel, number, provenance FROM annotation
       WHERE id = ? AND set_id = ?`,
    )
    .raw();
  const rows = emptyRows();
  for (const id of ids) {
    const row = select.get(id, setId) as RawRow | undefined;
    if (!row) throw changedMeanwhile(id);
    rows.id.push(row[0]);
    rows.at.push(row[1]);
    rows.mark.push(row[2]);
    rows.subtype.push(row[3]);
    rows.channel.push(row[4]);
    rows.number.push(row[5]);
    rows.provenance.push(row[6]);
  }
  return rows;
}

/** Brings a set from the rows `from` to the rows `to`: deletes what is only in the first, writes all of the second. */
export function replaceRows(database: LibraryDatabase, setId: number, from: EditRows, to: EditRows): void {
  const stays = new Set(to.id);
  const remove = database.prepare('DELETE FROM annotation WHERE id = ? AND set_id = ?');
  for (const id of from.id) if (!stays.has(id)) remove.run(id, setId);
  const put = database.prepare(
    `INSERT INTO annotation (id, set_id, sample_index, mark_id, subtype, channel, number, provenance)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET sample_index = excluded.sample_index, mark_id = excluded.mark_id,
       subtype = excluded.subtype, channel = excluded.channel, number = excluded.number,
       provenance = excluded.provenance`,
  );
  to.id.forEach((id, i) =>
    put.run(id, setId, to.at[i], to.mark[i], to.subtype[i], to.channel[i], to.number[i], to.provenance[i]),
  );
}

function changedMeanwhile(id: number): PurkinjeError {
  return new PurkinjeError(
    'Conflict',
    `The annotation ${id} is not in this set any more: it was changed meanwhile. Look again, then repeat the edit.`,
  );
}
