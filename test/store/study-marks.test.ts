import { describe, expect, it } from 'vitest';
import { beginStudyDeletion, finishStudyDeletion } from '../../src-main/store/delete-study.ts';
import {
  changeStudyMark,
  deleteStudyMark,
  insertStudyMark,
  listStudyMarks,
} from '../../src-main/store/study-marks.ts';
import { listTrail, verifyTrail } from '../../src-main/store/trail.ts';
import { insertStudyWithRecord, temporaryLibrary } from './temporary-library.ts';

describe('study marks', () => {
  it('are kept, changed and deleted, each with an entry in the trail that holds no words', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const recordId = insertStudyWithRecord(library);
    const mark = { recordId, kind: 'drug', from: 100, text: 'Isoprenaline for Smith', author: 'Anna' };
    const { id } = insertStudyMark(database, mark);
    changeStudyMark(database, id, { ...mark, kind: 'catheter', to: 200, details: { site: 'CS' } });
    expect(listStudyMarks(database, recordId)).toMatchObject([
      { id, kind: 'catheter', from: 100, to: 200, text: mark.text, details: { site: 'CS' }, author: 'Anna' },
    ]);
    deleteStudyMark(database, id, recordId, 'Anna');
    expect(listStudyMarks(database, recordId)).toEqual([]);
    const entries = listTrail(database, { object: `study-mark ${id}` });
    expect(entries.map(({ what }) => what)).toEqual([
      'insert study-mark',
      'change study-mark',
      'delete study-mark',
    ]);
    expect(JSON.stringify(entries)).not.toContain('Smith');
    expect(verifyTrail(database).sound).toBe(true);
  });

  it('go with their study; a mark that is gone is said to be', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const recordId = insertStudyWithRecord(library);
    const mark = { recordId, kind: 'bookmark', from: 1, text: '', author: 'Anna' };
    const { id } = insertStudyMark(database, mark);
    expect(() => deleteStudyMark(database, id, recordId + 1, 'Anna')).toThrow(/not there/);
    finishStudyDeletion(library, beginStudyDeletion(library, 1, 'Anna'));
    expect(listStudyMarks(database, recordId)).toEqual([]);
    expect(() => changeStudyMark(database, id, mark)).toThrow(/not there/);
  });
});
