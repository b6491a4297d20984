import { optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

/** A person as the library knows one: by what a file or a user told, nothing looked up. */
export interface Patient {
  readonly id: number;
  /** What joins a patient's studies: told by a file or by the user; undefined where nobody told one. */
  readonly identifier?: string;
  /** Shown; the record's name where nothing better is known. */
  readonly name: string;
  readonly sex?: string;
  readonly birthYear?: number;
}

export type NewPatient = Omit<Patient, 'id'>;

interface PatientRow {
  id: number;
  identifier: string | null;
  name: string;
  sex: string | null;
  birth_year: number | null;
}

/** The patient with this identifier, made where there is none yet; always a new one without an identifier. */
export function findOrInsertPatient(database: LibraryDatabase, patient: NewPatient): number {
  const known =
    patient.identifier === undefined
      ? undefined
      : database.prepare('SELECT id FROM patient WHERE identifier = ?').pluck().get(patient.identifier);
  if (known !== undefined) return known as number;
  const { lastInsertRowid } = database
    .prepare('INSERT INTO patient (identifier, name, sex, birth_year, created_at) VALUES (?, ?, ?, ?, ?)')
    .run(patient.identifier, patient.name, patient.sex, patient.birthYear, timestamp());
  return Number(lastInsertRowid);
}

export function listPatients(database: LibraryDatabase): Patient[] {
  const rows = database.prepare<[], PatientRow>('SELECT * FROM patient ORDER BY id').all();
  return rows.map(toPatient);
}

export function findPatient(database: LibraryDatabase, id: number): Patient | undefined {
  const row = database.prepare<[number], PatientRow>('SELECT * FROM patient WHERE id = ?').get(id);
  return row && toPatient(row);
}

function toPatient(row: PatientRow): Patient {
  return {
    id: row.id,
    identifier: optional(row.identifier),
    name: row.name,
    sex: optional(row.sex),
    birthYear: optional(row.birth_year),
  };
}
