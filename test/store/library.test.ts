import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPurkinjeError } from '../../src-main/domain/errors.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import { joinLibrary, LibraryInUse, openLibrary } from '../../src-main/store/library.ts';
import { findOrInsertPatient, listPatients } from '../../src-main/store/patients.ts';
import {
  findRecord,
  findRecordByContent,
  findRecordsByName,
  listRecords,
} from '../../src-main/store/records.ts';
import { beginStudyDeletion, finishStudyDeletion } from '../../src-main/store/delete-study.ts';
import { insertPendingStudy, listStudies } from '../../src-main/store/studies.ts';
import { listTrail } from '../../src-main/store/trail.ts';
import {
  description,
  insertStudyWithRecord,
  temporaryFolder,
  temporaryLibrary,
} from './temporary-library.ts';

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

function codeOf(work: () => unknown): string | undefined {
  const error = failureOf(work);
  if (error !== undefined && !isPurkinjeError(error)) throw error;
  return error?.code;
}

describe('opening a library', () => {
  it('makes one only when asked', () => {
    const path = join(temporaryFolder(), 'none');
    expect(codeOf(() => openLibrary(path))).toBe('LibraryNotFound');
    expect(existsSync(path)).toBe(false);
    openLibrary(path, { create: true }).close();
    openLibrary(path).close();
  });

  it('has one owner, whose address the second start is told', () => {
    const library = temporaryLibrary();
    library.announce('http://127.0.0.1:4711');
    const error = failureOf(() => openLibrary(library.path));
    expect(error).toBeInstanceOf(LibraryInUse);
    expect((error as LibraryInUse).code).toBe('LibraryInUse');
    expect((error as LibraryInUse).owner).toEqual({ pid: process.pid, address: 'http://127.0.0.1:4711' });
    library.close();
    openLibrary(library.path).close();
  });

  it('is freed by the death of its owner, then checked as after an unclean end', () => {
    const path = join(temporaryFolder(), 'library');
    const module = new URL('../../src-main/store/library.ts', import.meta.url).href;
    const script = `import { openLibrary } from ${JSON.stringify(module)};
      openLibrary(${JSON.stringify(path)}, { create: true });
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal).toBe('SIGKILL');
    const library = openLibrary(path);
    expect(library.wasUnclean).toBe(true);
    library.close();
    const again = openLibrary(path);
    expect(again.wasUnclean).toBe(false);
    again.close();
  });

  it('lets a job process join without the lock', () => {
    const library = temporaryLibrary();
    const recordId = insertStudyWithRecord(library);
    const joined = joinLibrary(library.path);
    expect(findRecord(joined.database, recordId)?.name).toBe('r1');
    joined.close();
    expect(codeOf(() => joinLibrary(join(library.path, 'none')))).toBe('LibraryNotFound');
  });

  it('refuses a newer database, another database, and a file that is none', () => {
    const library = temporaryLibrary();
    library.database.pragma('user_version = 9999');
    library.close();
    expect(codeOf(() => openLibrary(library.path))).toBe('StoreNewerThanApp');

    const other = join(temporaryFolder(), 'other');
    mkdirSync(other);
    const foreign = openDatabase(join(other, 'library.sqlite'));
    foreign.exec('CREATE TABLE something (id INTEGER)');
    foreign.close();
    expect(codeOf(() => openLibrary(other))).toBe('StoreDamaged');

    const none = join(temporaryFolder(), 'none');
    mkdirSync(none);
    writeFileSync(join(none, 'library.sqlite'), 'not a database, but long enough to look at'.repeat(50));
    expect(codeOf(() => openLibrary(none))).toBe('StoreDamaged');
    expect(codeOf(() => openLibrary(none))).toBe('StoreDamaged');
  });

  it('names broken references after an unclean end', () => {
    const library = temporaryLibrary();
    const { database, path } = library;
    const ownerFile = readFileSync(join(path, 'owner.json'));
    database.pragma('foreign_keys = OFF');
    database.exec(`INSERT INTO record (study_id, content_hash, name, format, sampling_frequency, samples, comments,
      warnings, files) VALUES (77, 'h', 'r', 'wfdb', 1, 1, '[]', '[]', '[]')`);
    library.close();
    openLibrary(path).close();
    writeFileSync(join(path, 'owner.json'), ownerFile);
    const error = failureOf(() => openLibrary(path));
    expect(String(error)).toContain('refers to no study');
    expect(isPurkinjeError(error) && error.code).toBe('StoreDamaged');
  });

  it('sweeps what an import left', () => {
    const library = temporaryLibrary();
    const { database, path } = library;
    insertStudyWithRecord(library);
    mkdirSync(join(path, 'incoming', 'job-1'), { recursive: true });
    const patientId = findOrInsertPatient(database, { name: 'half' });
    insertPendingStudy(database, { patientId, name: 'half', source: '', simulated: false });
    expect(listPatients(database)).toHaveLength(2);
    library.close();
    const again = openLibrary(path);
    expect(existsSync(join(path, 'incoming'))).toBe(false);
    expect(listPatients(again.database).map(({ name }) => name)).toEqual(['r1']);
    expect(listStudies(again.database)).toHaveLength(1);
    again.close();
  });
});

describe('what was imported', () => {
  it('comes back as domain types, without null', () => {
    const library = temporaryLibrary();
    const id = insertStudyWithRecord(library);
    const record = findRecord(library.database, id)!;
    expect(record).toEqual({
      ...description(),
      id,
      studyId: 1,
      contentHash: 'hash-of-r1',
      files: ['r1.hea', 'r1.dat'],
      startTime: undefined,
    });
    expect(findRecordsByName(library.database, 'r1')).toEqual([record]);
    expect(findRecordByContent(library.database, 'hash-of-r1')).toEqual(record);
    expect(findRecordByContent(library.database, 'another')).toBeUndefined();
    expect(listRecords(library.database, 1)).toEqual([record]);
    expect(listRecords(library.database, 2)).toEqual([]);
  });

  it('joins studies of one identifier to one patient', () => {
    const { database } = temporaryLibrary();
    const first = findOrInsertPatient(database, { name: 'a', identifier: 'P-7', sex: 'F', birthYear: 1970 });
    expect(findOrInsertPatient(database, { name: 'b', identifier: 'P-7' })).toBe(first);
    expect(findOrInsertPatient(database, { name: 'a' })).not.toBe(first);
    expect(listPatients(database)[0]).toEqual({
      id: first,
      name: 'a',
      identifier: 'P-7',
      sex: 'F',
      birthYear: 1970,
    });
  });

  it('is deleted with its files, and the trail remembers', () => {
    const library = temporaryLibrary();
    insertStudyWithRecord(library);
    const folder = join(library.path, 'signals', 'hash-of-r1');
    mkdirSync(folder);
    finishStudyDeletion(library, beginStudyDeletion(library, 1, 'tester', 'a mistake'));
    expect(existsSync(folder)).toBe(false);
    expect(listStudies(library.database)).toEqual([]);
    expect(listRecords(library.database)).toEqual([]);
    expect(listPatients(library.database)).toEqual([]);
    expect(listTrail(library.database).map(({ what, why }) => [what, why])).toEqual([
      ['import', undefined],
      ['delete', 'a mistake'],
    ]);
    expect(codeOf(() => beginStudyDeletion(library, 1, 'tester'))).toBe('NotFound');
  });

  it('is out of sight before it is deleted, and the next opening deletes what a kill left', () => {
    const library = temporaryLibrary();
    insertStudyWithRecord(library);
    const folder = join(library.path, 'signals', 'hash-of-r1');
    mkdirSync(folder);
    beginStudyDeletion(library, 1, 'tester');
    expect(listStudies(library.database)).toEqual([]);
    expect(listRecords(library.database)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
    library.close();
    const again = openLibrary(library.path);
    expect(existsSync(folder)).toBe(false);
    for (const table of ['study', 'record', 'patient'])
      expect(again.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    again.close();
  });

  it('of several records leaves no files that no row knows, wherever its deletion was cut off', () => {
    const library = temporaryLibrary();
    insertStudyWithRecord(library);
    const second = insertStudyWithRecord(library, 'r2');
    library.database.prepare('UPDATE record SET study_id = 1 WHERE id = ?').run(second);
    const folders = ['hash-of-r1', 'hash-of-r2'].map((hash) => join(library.path, 'signals', hash));
    for (const folder of folders) mkdirSync(folder);
    const deletion = beginStudyDeletion(library, 1, 'tester');
    // The second one's folder can't be moved: its place is taken.
    mkdirSync(join(library.path, 'incoming', 'deleted-1-hash-of-r2', 'x'), { recursive: true });
    expect(() => finishStudyDeletion(library, deletion)).toThrow(/ENOTEMPTY/);
    expect(folders.map((folder) => existsSync(folder))).toEqual([false, true]);
    library.close();
    openLibrary(library.path).close();
    expect(existsSync(folders[1])).toBe(false);
  });

  it('that is imported again meanwhile keeps its files', () => {
    const library = temporaryLibrary();
    insertStudyWithRecord(library);
    const deletion = beginStudyDeletion(library, 1, 'tester');
    // As it is between the deletion of the rows and that of the files.
    library.database.exec('DELETE FROM record');
    insertStudyWithRecord(library);
    const folder = join(library.path, 'signals', 'hash-of-r1');
    mkdirSync(folder);
    finishStudyDeletion(library, deletion);
    expect(existsSync(folder)).toBe(true);
    expect(listRecords(library.database).map(({ studyId }) => studyId)).toEqual([2]);
  });
});
