import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-main/store/library.ts';
import { markHistory, stepMarks } from '../../src-main/store/study-mark-history.ts';
import {
  changeStudyMark,
  deleteStudyMark,
  insertStudyMark,
  listStudyMarks,
} from '../../src-main/store/study-marks.ts';
import { insertStudyWithRecord, temporaryLibrary } from './temporary-library.ts';

const mark = (recordId: number) =>
  ({ recordId, kind: 'caliper', from: 100, to: 400, text: '', author: 'Anna' }) as const;

describe('what was done to marks', () => {
  it('is taken back step by step and done again, after a restart too', () => {
    const first = temporaryLibrary();
    const recordId = insertStudyWithRecord(first);
    const { id } = insertStudyMark(first.database, mark(recordId));
    changeStudyMark(first.database, id, { ...mark(recordId), to: 500 });
    deleteStudyMark(first.database, id, recordId, 'Anna');
    const { path } = first;
    first.close();
    const library = openLibrary(path);
    try {
      const { database } = library;
      const spans = () => listStudyMarks(database, recordId).map(({ to }) => to);
      const step = (direction: 'undo' | 'redo') => stepMarks(database, recordId, 'Anna', direction);
      expect(spans()).toEqual([]);
      expect(step('undo')).toMatchObject({ changed: [{ id, to: 500 }], removed: [] });
      expect(step('undo')).toMatchObject({ changed: [{ id, to: 400 }] });
      expect(step('undo')).toEqual({ changed: [], removed: [id] });
      expect(step('undo')).toBeUndefined();
      step('redo');
      step('redo');
      expect(spans()).toEqual([500]);
      insertStudyMark(database, { ...mark(recordId), to: 450 });
      expect(step('redo')).toBeUndefined();
    } finally {
      library.close();
    }
  });

  it('is each reader’s own; a mark that another changed since stays as they left it', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const recordId = insertStudyWithRecord(library);
    const { id } = insertStudyMark(database, mark(recordId));
    expect(markHistory(database, recordId, 'Ben')).toEqual({ undoAt: undefined, redoAt: undefined });
    changeStudyMark(database, id, { ...mark(recordId), to: 900, author: 'Ben' });
    expect(() => stepMarks(database, recordId, 'Anna', 'undo')).toThrow(/Somebody else/);
    expect(listStudyMarks(database, recordId)).toMatchObject([{ to: 900, author: 'Ben' }]);
    stepMarks(database, recordId, 'Ben', 'undo');
    stepMarks(database, recordId, 'Anna', 'undo');
    expect(listStudyMarks(database, recordId)).toEqual([]);
  });
});
