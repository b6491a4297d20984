import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RecordDescription } from '../../src-main/domain/record.ts';
import { openLibrary } from '../../src-main/store/library.ts';
import type { Library } from '../../src-main/store/library.ts';
import { findOrInsertPatient } from '../../src-main/store/patients.ts';
import { insertRecord } from '../../src-main/store/records.ts';
import { completeStudy, insertPendingStudy } from '../../src-main/store/studies.ts';

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new library that is closed and gone when the test ends. */
export function temporaryLibrary(): Library {
  const library = openLibrary(join(temporaryFolder(), 'library'), { create: true });
  onTestFinished(() => {
    if (library.database.open) library.close();
  });
  return library;
}

export function description(name = 'r1', samples = 1000): RecordDescription {
  const signal = {
    originalName: 'MLII',
    name: 'II',
    kind: 'ecg',
    group: 'surface',
    units: 'mV',
    gain: 200,
    baseline: 1024,
    adcResolution: 11,
    adcZero: 1024,
  } as const;
  const electrogram = {
    ...signal,
    originalName: 'CS 1-2',
    name: 'CS12',
    kind: 'iegm',
    group: 'CS',
    acquisitionBand: { low: 30, high: 500 },
  } as const;
  return {
    name,
    format: 'wfdb',
    samplingFrequency: 360,
    samples,
    signals: [signal, electrogram],
    comments: ['69 M'],
    warnings: [{ code: 'checksum', message: 'differs', signal: 'MLII' }],
  };
}

/** A complete study of one record. @returns the record's id */
export function insertStudyWithRecord(
  library: Library,
  name = 'r1',
  contentHash = `hash-of-${name}`,
): number {
  const { database } = library;
  const patientId = findOrInsertPatient(database, { name });
  const studyId = insertPendingStudy(database, {
    patientId,
    name,
    source: `/somewhere/${name}`,
    simulated: false,
  });
  const recordId = insertRecord(database, {
    studyId,
    contentHash,
    files: [`${name}.hea`, `${name}.dat`],
    description: description(name),
  });
  completeStudy(database, studyId, 'tester');
  return recordId;
}
