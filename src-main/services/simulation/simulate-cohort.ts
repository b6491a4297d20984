import { statfsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { isBeat } from '../../domain/annotation.ts';
import { simulateCohort, type CohortOptions } from '../../simulate/cohort.ts';
import type { SimulatedStudy } from '../../simulate/study.ts';
import { subjectGroup, subjectTable } from '../../simulate/write.ts';
import { writeStudy, type WriteOptions } from './write-study.ts';

export interface SimulatedRecord {
  readonly name: string;
  readonly diagnosis: string;
  readonly age: number;
  readonly durationSeconds: number;
  readonly signals: number;
  readonly beats: number;
}

/**
 * Writes a cohort's studies into a folder, with the subject tables of the published layout (children, and adults).
 * The same options give the same files.
 * @throws DiskFull, Cancelled
 */
export async function writeCohort(
  folder: string,
  cohort: CohortOptions,
  options: WriteOptions = {},
): Promise<SimulatedRecord[]> {
  mkdirSync(folder, { recursive: true });
  const heads: Head[] = [];
  const records: SimulatedRecord[] = [];
  for (const study of simulateCohort(cohort)) {
    throwIfCancelled(options.abortSignal);
    requireRoom(folder, study);
    const done = heads.length;
    const onProgress = (fraction: number): void => options.onProgress?.((done + fraction) / cohort.subjects);
    await writeStudy(folder, study, { ...options, onProgress });
    heads.push(headOf(study));
    records.push(describe(study));
  }
  writeTables(folder, heads);
  return records;
}

type Head = Pick<SimulatedStudy, 'name' | 'subject' | 'samples' | 'samplingFrequency'>;

/** A study holds its truth and beats; only what the tables need is kept. */
function headOf({ name, subject, samples, samplingFrequency }: SimulatedStudy): Head {
  return { name, subject, samples, samplingFrequency };
}

function describe(study: SimulatedStudy): SimulatedRecord {
  return {
    name: study.name,
    diagnosis: study.subject.diagnosis,
    age: study.subject.age,
    durationSeconds: study.samples / study.samplingFrequency,
    signals: study.signals.length,
    beats: study.annotations.filter(isBeat).length,
  };
}

function writeTables(folder: string, heads: readonly Head[]): void {
  for (const group of ['children', 'adults'] as const) {
    const members = heads.filter((head) => subjectGroup(head) === group);
    if (members.length > 0)
      writeFileSync(join(folder, `${group}-subject-info.csv`), subjectTable(members, group));
  }
}

function requireRoom(folder: string, study: SimulatedStudy): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = study.samples * study.signals.length * 3;
  if (bavail * bsize > needed * 1.1) return;
  throw new PurkinjeError(
    'DiskFull',
    `${study.name} needs ${Math.ceil(needed / 1e6)} MB where ${folder} lies. Make room.`,
    { file: folder },
  );
}

export { PROFILES as SIMULATION_PROFILES } from '../../simulate/cohort.ts';
