/** What lies beside a recording, and what is in the way of it. */
import { readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { keepRecord } from '../../src-main/jobs/import/keep-record.ts';
import { asLibraryRefused } from '../../src-main/jobs/import/library-refused.ts';
import type { Library } from '../../src-main/store/library.ts';
import { findOrInsertPatient } from '../../src-main/store/patients.ts';
import { insertPendingStudy } from '../../src-main/store/studies.ts';
import { description, temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { folderOf, importInto } from './import-here.ts';
import { makeRecording } from './recording.ts';

// Much is written and made durable: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

vi.mock(import('node:fs'), async (original) => {
  const real = await original();
  return { ...real, renameSync: vi.fn(real.renameSync) };
});

describe('an import', () => {
  it('is not stopped by a link beside the recording that leads nowhere', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('r1'));
    symlinkSync(join(folder, 'none'), join(folder, 'r1.notes'));
    const { records, errors } = await importInto(library, { paths: [join(folder, 'r1.hea')] });
    expect([records.length, errors]).toEqual([1, []]);
  });

  it('leaves no row of a recording whose folder could not be put in its place', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const patientId = findOrInsertPatient(database, { name: 'r1' });
    const study = { patientId, name: 'r1', source: '', simulated: false };
    const studyId = insertPendingStudy(database, study);
    const record = { studyId, contentHash: 'h', files: [], description: description() };
    const staged = join(temporaryFolder(), 'none');
    expect(() => keepRecord(library, staged, record, [])).toThrow(/ENOENT/);
    expect(database.prepare('SELECT count(*) FROM record').pluck().get()).toBe(0);
  });

  describe('where a recording cannot be put in its place', () => {
    const refused = (dest: string) =>
      Object.assign(new Error('EACCES: permission denied, rename'), { code: 'EACCES', path: '/s', dest });
    const renamed = vi.mocked(renameSync);
    const refuseOnce = () =>
      renamed.mockImplementationOnce((_, to) => {
        throw refused(String(to));
      });
    const rowsIn = (library: Library): unknown[] =>
      ['patient', 'study', 'record', 'annotation_set'].map((table) =>
        library.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      );

    it('names the place in the library, keeps the other recordings, and nothing of the study of the one', async () => {
      const library = temporaryLibrary();
      const folder = folderOf(makeRecording('r1'), makeRecording('r2'));
      refuseOnce();
      const { records, errors } = await importInto(library, { paths: [folder] });
      expect(records.map(({ name }) => name)).toEqual(['r2']);
      expect(errors).toMatchObject([{ path: join(folder, 'r1.hea'), code: 'PathRefused' }]);
      expect(errors[0].message).toContain(`may not be written by this user: ${library.path}/signals/`);
      expect(errors[0].message).not.toContain('read');
      expect(rowsIn(library).slice(0, 3)).toEqual([1, 1, 1]);
      expect(readdirSync(join(library.path, 'signals'))).toHaveLength(1);
    });

    it('makes no study of all recordings where none could be kept', async () => {
      const library = temporaryLibrary();
      const folder = folderOf(makeRecording('r1'));
      refuseOnce();
      const { records, errors } = await importInto(library, { paths: [folder], study: { name: 'visit' } });
      expect([records.length, errors.length]).toEqual([0, 1]);
      expect(rowsIn(library)).toEqual([0, 0, 0, 0]);
    });

    it('takes nothing of a recording that another study has', async () => {
      const library = temporaryLibrary();
      const [record] = (await importInto(library, { paths: [folderOf(makeRecording('r1'))] })).records;
      const folder = join(library.path, 'signals');
      const [hash] = readdirSync(folder);
      const { database } = library;
      // As an import at the same time meets it: the row of the other is there, and not to be seen yet.
      database.prepare('UPDATE study SET complete = 0 WHERE id = ?').run(record.studyId);
      const { errors } = await importInto(library, { paths: [folderOf(makeRecording('r1'))] });
      expect(errors).toMatchObject([{ code: 'Conflict' }]);
      expect(readdirSync(folder)).toEqual([hash]);
      expect(rowsIn(library).slice(0, 3)).toEqual([1, 1, 1]);
    });

    it('says of a library that it may not be written, of a recording that it may not be read', () => {
      expect(asLibraryRefused(refused('/library/signals/a'), '/library')).toMatchObject({
        code: 'PathRefused',
        place: { file: '/library/signals/a' },
      });
      const source = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/recordings/r1.dat' });
      expect(asLibraryRefused(source, '/library')).toBe(source);
    });
  });
});
