import { rmSync } from 'node:fs';
import { durationOf } from '../../domain/record.ts';
import { countAnnotations } from '../../store/annotations.ts';
import { listAnnotationSets } from '../../store/annotation-sets.ts';
import { inTransaction } from '../../store/database.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { isCurrentRun } from '../../store/jobs.ts';
import { recordingFolder } from '../../store/library-paths.ts';
import { findOrInsertPatient } from '../../store/patients.ts';
import { findRecord, findRecordByContent, findRecordsByName } from '../../store/records.ts';
import type { NewRecord, StoredRecord } from '../../store/records.ts';
import { completeStudy, deletePendingStudy, insertPendingStudy } from '../../store/studies.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { JobContext } from '../job-handler.ts';
import type { ImportedRecord, ImportOptions } from './import-contract.ts';
import type { StagedRecord } from './import-record.ts';
import { keepRecord } from './keep-record.ts';
import type { RecordPlan } from './plan-record.ts';

/** What an interrupted import had finished: by where it was found. */
type Checkpoint = Record<string, ImportedRecord>;

/**
 * Puts staged recordings into studies: one of all of them where the import asks for it, else each into its own. A study
 * is seen only when all of it is there.
 */
export class StudyWriter {
  readonly #context: JobContext;
  readonly #options: ImportOptions;
  readonly #checkpoint: Checkpoint;
  /** The study of all records, and the content of those in it so far. */
  #shared: { readonly id: number; readonly hashes: Map<string, ImportedRecord> } | undefined;
  /** A study that is being written: taken away again when the import fails. */
  #pending: { readonly id: number; readonly hashes: string[] } | undefined;

  constructor(context: JobContext, options: ImportOptions) {
    this.#context = context;
    this.#options = options;
    this.#checkpoint = { ...(context.checkpoint as Checkpoint | undefined) };
  }

  /** What an earlier run of this job imported from the same place. */
  finishedBefore({ source, description }: RecordPlan): ImportedRecord | undefined {
    const before = this.#checkpoint[source.label];
    const still = before?.name === description.name && findRecord(this.#database, before.id) !== undefined;
    return still ? before : undefined;
  }

  /** Whether the library has a record that might be the same: worth hashing first, without a copy. */
  looksKnown({ description }: RecordPlan): boolean {
    return findRecordsByName(this.#database, description.name).some(
      ({ samples }) => samples === description.samples,
    );
  }

  known({ source }: RecordPlan, contentHash: string): ImportedRecord | undefined {
    const here = this.#shared?.hashes.get(contentHash);
    if (here) return { ...here, alreadyImported: true, source: source.label };
    const record = findRecordByContent(this.#database, contentHash);
    return record && { ...this.#describe(record, source.label), alreadyImported: true };
  }

  /** Takes a staged recording over: its folder is gone from `incoming/` after. */
  keep(plan: RecordPlan, staged: StagedRecord): ImportedRecord {
    const { contentHash, description, files, folder, annotations } = staged;
    const studyId = this.#studyFor(plan);
    const id = this.#keepOrAbandon(folder, { studyId, contentHash, files, description }, annotations);
    const imported: ImportedRecord = {
      ...describe(description),
      id,
      studyId,
      annotations: annotations.reduce((sum, set) => sum + set.annotations.length, 0),
      alreadyImported: false,
      source: plan.source.label,
    };
    if (this.#shared) this.#shared.hashes.set(contentHash, imported);
    else this.#complete(studyId, [imported]);
    return imported;
  }

  /** A study of this record alone goes with it; one of all records waits for those that can be kept. */
  #keepOrAbandon(folder: string, record: NewRecord, annotations: StagedRecord['annotations']): number {
    try {
      const id = keepRecord(this.#context.library, folder, record, annotations);
      this.#pending!.hashes.push(record.contentHash);
      return id;
    } catch (error) {
      if (!this.#shared) this.abandon();
      throw error;
    }
  }

  /** Completes the study of all records, where there is one with any. */
  finish(records: readonly ImportedRecord[]): void {
    if (this.#shared?.hashes.size === 0) this.abandon();
    else if (this.#shared) this.#complete(this.#shared.id, records);
  }

  /** Takes away what is not complete. */
  abandon(): void {
    if (!this.#pending) return;
    const { id, hashes } = this.#pending;
    this.#pending = undefined;
    if (!deletePendingStudy(this.#database, id)) return;
    for (const hash of hashes)
      rmSync(recordingFolder(this.#context.library.path, hash), { recursive: true, force: true });
  }

  get #database(): LibraryDatabase {
    return this.#context.library.database;
  }

  #studyFor({ description, source }: RecordPlan): number {
    if (this.#shared) return this.#shared.id;
    const { study, patient, simulated, paths } = this.#options;
    const told = { ...description.patient, ...patient };
    const id = inTransaction(this.#database, () => {
      const patientId = findOrInsertPatient(this.#database, {
        ...told,
        name: told.name ?? told.identifier ?? study?.name ?? description.name,
      });
      const name = study?.name ?? description.name;
      return insertPendingStudy(this.#database, {
        patientId,
        name,
        source: study ? paths.join(' ') : source.label,
        simulated,
      });
    });
    this.#pending = { id, hashes: [] };
    if (study) this.#shared = { id, hashes: new Map() };
    return id;
  }

  /** The one transaction after which the study is there; with it what a resumed import needs not do again. */
  #complete(studyId: number, records: readonly ImportedRecord[]): void {
    for (const record of records) this.#checkpoint[record.source] = record;
    inTransaction(this.#database, () => {
      if (!isCurrentRun(this.#database, this.#context.run))
        throw new PurkinjeError('Cancelled', 'Cancelled: the import was started again elsewhere.');
      completeStudy(this.#database, studyId, this.#options.author);
      this.#context.saveCheckpoint(this.#checkpoint);
    });
    this.#pending = undefined;
  }

  #describe(record: StoredRecord, source: string): Omit<ImportedRecord, 'alreadyImported'> {
    const sets = listAnnotationSets(this.#database, record.id).filter((set) => set.importedAs !== undefined);
    const annotations = sets.reduce((sum, set) => sum + countAnnotations(this.#database, set.id), 0);
    return { ...describe(record), id: record.id, studyId: record.studyId, annotations, source };
  }
}

function describe(
  description: StagedRecord['description'],
): Pick<
  ImportedRecord,
  'name' | 'signals' | 'signalNames' | 'samples' | 'samplingFrequency' | 'durationSeconds' | 'warnings'
> {
  return {
    name: description.name,
    signals: description.signals.length,
    signalNames: description.signals.map(({ name }) => name),
    samples: description.samples,
    samplingFrequency: description.samplingFrequency,
    durationSeconds: durationOf(description),
    warnings: description.warnings,
  };
}
