import { nullable, type LibraryDatabase } from './database.ts';
import { toEntry, type TrailEntry, type TrailRow } from './trail.ts';

export interface TrailFilter {
  readonly who?: string;
  readonly what?: string;
  /** Days, `2026-03-01`, both inclusive, by the entries' own zone. */
  readonly from?: string;
  readonly to?: string;
  /** In object, old, new or why; letter case ignored. */
  readonly text?: string;
  /** `text` is looked for in the object alone. */
  readonly objectsOnly?: boolean;
}

export interface TrailPage {
  /** How many entries fit. */
  readonly total: number;
  /** Newest first. */
  readonly entries: TrailEntry[];
  readonly people: string[];
  readonly kinds: string[];
}

const FITS = `(@who IS NULL OR who = @who) AND (@what IS NULL OR what = @what)
  AND (@from IS NULL OR substr(at, 1, 10) >= @from) AND (@to IS NULL OR substr(at, 1, 10) <= @to)
  AND (@text IS NULL OR instr(lower(object), lower(@text)) > 0 OR (@all
    AND instr(lower(coalesce(old, '') || ' ' || coalesce(new, '') || ' ' || coalesce(why, '')), lower(@text)) > 0))`;

/** A page of the entries that fit, newest first, and what there is to filter by. */
export function searchTrail(
  database: LibraryDatabase,
  filter: TrailFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): TrailPage {
  const { who, what, from, to, text, objectsOnly } = filter;
  const values = {
    who: nullable(who),
    what: nullable(what),
    from: nullable(from),
    to: nullable(to),
    text: nullable(text),
    all: objectsOnly ? 0 : 1,
  };
  const rows = database
    .prepare<object, TrailRow>(
      `SELECT * FROM trail WHERE ${FITS} ORDER BY sequence DESC LIMIT @limit OFFSET @offset`,
    )
    .all({ ...values, limit, offset });
  const distinct = (column: 'who' | 'what'): string[] =>
    database.prepare(`SELECT DISTINCT ${column} FROM trail ORDER BY 1`).pluck().all() as string[];
  return {
    total: database.prepare(`SELECT count(*) FROM trail WHERE ${FITS}`).pluck().get(values) as number,
    entries: rows.map(toEntry),
    people: distinct('who'),
    kinds: distinct('what'),
  };
}
