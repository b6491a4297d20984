import type { LibraryDatabase } from './database.ts';

/** What a mark stands for; `aux` is undefined where there is none. */
export interface Mark {
  readonly symbol: string;
  readonly aux?: string;
}

/** Turns symbol + aux into its mark id and back, for one piece of work. Marks are never changed or deleted. */
export interface MarkTable {
  idOf(mark: Mark): number;
  /** A bug where there is no such id: foreign keys hold it. */
  markOf(id: number): Mark;
}

export function openMarkTable(database: LibraryDatabase): MarkTable {
  const rows = database
    .prepare<[], { id: number; symbol: string; aux: string }>('SELECT id, symbol, aux FROM mark')
    .all();
  const marks = new Map<number, Mark>();
  const ids = new Map<string, number>();
  const keep = (id: number, symbol: string, aux: string): void => {
    marks.set(id, { symbol, aux: aux === '' ? undefined : aux });
    ids.set(keyOf(symbol, aux), id);
  };
  for (const { id, symbol, aux } of rows) keep(id, symbol, aux);
  return {
    idOf: ({ symbol, aux = '' }) => {
      const key = keyOf(symbol, aux);
      if (!ids.has(key)) keep(findOrInsert(database, symbol, aux), symbol, aux);
      return ids.get(key)!;
    },
    markOf: (id) => {
      const mark = marks.get(id);
      if (!mark) throw new Error(`No mark ${id}`);
      return mark;
    },
  };
}

/** Another connection may have inserted the same mark meanwhile. */
function findOrInsert(database: LibraryDatabase, symbol: string, aux: string): number {
  database.prepare('INSERT INTO mark (symbol, aux) VALUES (?, ?) ON CONFLICT DO NOTHING').run(symbol, aux);
  return database
    .prepare('SELECT id FROM mark WHERE symbol = ? AND aux = ?')
    .pluck()
    .get(symbol, aux) as number;
}

function keyOf(symbol: string, aux: string): string {
  return `${symbol}\u0000${aux}`;
}
