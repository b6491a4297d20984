import type { StudySummary } from '../../src-main/api/contract/record-schemas.ts';

/** Two patient identifiers and what else tells patients apart: `x0010 · study 2026-03 · 14 y F`. */
export function identifiersOf(study: Pick<StudySummary, 'title' | 'patient' | 'startTime'>): string {
  const { patient } = study;
  const second =
    patient.secondIdentifier ??
    patient.birthDate ??
    (study.title === patient.code ? study.startTime : study.title);
  const age = patient.ageYears === undefined ? undefined : `${patient.ageYears} y`;
  const sex = patient.sex === undefined ? undefined : { female: 'F', male: 'M', other: 'X' }[patient.sex];
  const person = [age, sex].filter(Boolean).join(' ');
  return [patient.code, second ?? 'no second identifier', person].filter(Boolean).join(' · ');
}
