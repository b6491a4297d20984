import { expect, it } from 'vitest';
import { insertRecord } from '../../src-main/store/records.ts';
import { findOrInsertPatient } from '../../src-main/store/patients.ts';
import { insertPendingStudy } from '../../src-main/store/studies.ts';
import { description, temporaryLibrary } from './temporary-library.ts';

it.each([0, NaN, Infinity])('a signal with a gain of %d is not kept: everything divides by it', (gain) => {
  const { database } = temporaryLibrary();
  const patientId = findOrInsertPatient(database, { name: 'r1' });
  const studyId = insertPendingStudy(database, { patientId, name: 'r1', source: '', simulated: false });
  const record = description();
  const signals = [{ ...record.signals[0], gain }];
  const kept = { studyId, contentHash: 'h', files: [], description: { ...record, signals } };
  expect(() => insertRecord(database, kept)).toThrow(/MLII has a gain of/);
});
