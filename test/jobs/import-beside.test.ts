/** What lies beside a recording, and what is in the way of it. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { keepRecord } from '../../src-main/jobs/import/keep-record.ts';
import { findOrInsertPatient } from '../../src-main/store/patients.ts';
import { insertPendingStudy } from '../../src-main/store/studies.ts';
import { description, temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { folderOf, importInto } from './import-here.ts';
import { makeRecording } from './recording.ts';

// Much is written and made durable: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

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
});
