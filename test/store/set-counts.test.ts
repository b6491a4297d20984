import { describe, expect, it } from 'vitest';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../src-main/store/annotations.ts';
import { openDatabase, type LibraryDatabase } from '../../src-main/store/database.ts';
import { applyEdit, redo, undo } from '../../src-main/store/edit-log.ts';
import { libraryFile } from '../../src-main/store/library-paths.ts';
import { countSet } from '../../src-main/store/set-counts.ts';
import type { Library } from '../../src-main/store/library.ts';
import { insertStudyWithRecord, temporaryLibrary } from './temporary-library.ts';

function libraryWithSet(): { library: Library; setId: number } {
  const library = temporaryLibrary();
  const set = {
    recordId: insertStudyWithRecord(library),
    name: 'mine',
    origin: 'human',
    author: 'a',
  } as const;
  const setId = insertAnnotationSet(library.database, set);
  insertAnnotations(library.database, setId, [{ sampleIndex: 1, symbol: 'N' }], 'imported');
  return { library, setId };
}

const kept = (database: LibraryDatabase): unknown =>
  database.prepare('SELECT count(*) FROM set_count').pluck().get();

describe('the count of a set', () => {
  it('is kept, and follows each edit, its undo and its redo', () => {
    const { library, setId } = libraryWithSet();
    const { database } = library;
    insertAnnotations(database, setId, [{ sampleIndex: 3, symbol: '+', aux: '(N' }], 'imported');
    const before = countSet(database, setId);
    expect(before.annotations).toBe(before.beats + 1);
    expect(kept(database)).toBe(1);
    applyEdit(database, setId, {
      kind: 'insert',
      annotations: [{ sampleIndex: 7, symbol: 'V' }],
      provenance: 'shown',
      author: 'a',
    });
    const more = { beats: before.beats + 1, annotations: before.annotations + 1 };
    expect(countSet(database, setId)).toEqual(more);
    undo(database, setId, 'a');
    expect(countSet(database, setId)).toEqual(before);
    redo(database, setId, 'a');
    expect(countSet(database, setId)).toEqual(more);
  });

  it('is not kept while rows may still come, nor by who only reads', () => {
    const { library, setId } = libraryWithSet();
    library.database.transaction(() => countSet(library.database, setId))();
    expect(kept(library.database)).toBe(0);
    const reader = openDatabase(libraryFile(library.path), { readOnly: true });
    expect(countSet(reader, setId)).toEqual(countSet(library.database, setId));
    reader.close();
  });
});
