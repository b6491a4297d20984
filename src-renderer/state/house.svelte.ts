/** Keeping house: patients, backups, checks. What came of each step is told in a sentence, and stays until the view is left. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import {
  backupResult,
  checkResult,
  restoreResult,
  type listPatients,
} from '../../src-main/api/contract/house.ts';
import { isPurkinjeError } from '../../src-main/domain/errors.ts';
import type { Job } from '../../src-main/api/contract/work.ts';
import { clockTime, dayAndTime } from './dates.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Numbers } from './numbers.svelte.ts';
import { faultOf } from './told.ts';

export type Patient = z.infer<typeof listPatients.output>['patients'][number];
type HouseApi = Pick<
  ApiClient,
  | 'listPatients'
  | 'erasePatient'
  | 'mergePatients'
  | 'moveStudy'
  | 'deleteStudy'
  | 'restoreBackup'
  | 'finishMove'
  | 'openAnotherLibrary'
  | 'getStatus'
  | 'backUpLibrary'
  | 'checkLibrary'
  | 'getDiagnostics'
>;

/** How long the other library is waited for: a large database is checked as it opens. */
const LOOK_AGAIN_MS = 250;
const LOOKS = 240;

export interface Outcome {
  readonly at: string;
  readonly text: string;
  readonly bad: boolean;
}

export class House {
  #api: HouseApi;
  #jobs: Jobs;
  patients = $state.raw<readonly Patient[]>([]);
  filter = $state('');
  current = $state(-1);
  outcomes = $state.raw<readonly Outcome[]>([]);
  /** What runs now, and as which job. */
  busy = $state<string | undefined>();
  jobId = $state<number | undefined>();
  /** Where the library was moved to: nothing can be changed here any more. */
  movedTo = $state<string | undefined>();
  /** Where a backup was restored to: a library that can be opened. */
  restoredTo = $state<string | undefined>();
  /** The study that the patient's panel is to ask about deleting. */
  deleting = $state<number | undefined>();

  #numbers: Pick<Numbers, 'bytes'>;

  constructor(api: HouseApi, jobs: Jobs, numbers: Pick<Numbers, 'bytes'>) {
    this.#numbers = numbers;
    this.#api = api;
    this.#jobs = jobs;
  }

  shown: readonly Patient[] = $derived.by(() => {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    return this.patients.filter((patient) => {
      const text = `${patient.identifier ?? ''} ${patient.name} ${patient.birthYear ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });

  get chosen(): Patient | undefined {
    return this.shown[this.current];
  }

  load(): Promise<boolean> {
    return this.#told(async () => {
      this.patients = (await this.#api.listPatients()).patients;
      return undefined;
    });
  }

  erase(patient: Patient, why: string): Promise<boolean> {
    const { id } = patient;
    return this.#job(
      'Erasing',
      () => this.#api.erasePatient({ params: { patientId: id }, body: { why } }),
      () => {
        const studies = patient.studyIds.length === 1 ? '1 study' : `${patient.studyIds.length} studies`;
        return `Patient ${id} is erased with ${studies}: signals, labels and files. The trail keeps the number ${id} and your reason, no name.`;
      },
    );
  }

  merge(from: Patient, into: Patient, why: string): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.mergePatients({ params: { patientId: into.id }, body: { from: from.id, why } });
      return `The studies of ${codeOf(from)} are now ${codeOf(into)}'s; ${codeOf(from)} is gone.`;
    });
  }

  moveStudy(studyId: number, title: string, into: Patient, why: string): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.moveStudy({ params: { studyId }, body: { patientId: into.id, why } });
      return `Study ${title} is now ${codeOf(into)}'s.`;
    });
  }

  /** @param what names the study with what goes with it */
  deleteStudy(studyId: number, what: string, why: string): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.deleteStudy({ params: { studyId }, body: { why } });
      return `${what} is deleted, with its signals, labels and files.`;
    });
  }

  /** Chooses the patient of a study, to be asked whether the study is to be deleted. */
  async askToDelete(studyId: number): Promise<void> {
    this.filter = '';
    await this.load();
    this.deleting = studyId;
    this.current = this.shown.findIndex(({ studyIds }) => studyIds.includes(studyId));
  }

  backUp(folder: string): Promise<boolean> {
    return this.#job(
      'Backing up',
      () => this.#api.backUpLibrary({ body: { folder } }),
      (result) => {
        const { folder: where, files, bytes } = backupResult.parse(result);
        return `${files} files, ${this.#numbers.bytes(bytes)}, are in ${where}, read again and the same.`;
      },
    );
  }

  restore(backup: string, folder: string): Promise<boolean> {
    return this.#job(
      'Restoring',
      () => this.#api.restoreBackup({ body: { backup, folder } }),
      (result) => {
        const { files, bytes, faults, createdAt, folder: where } = restoreResult.parse(result);
        const start = `It can be opened below, or by a start with --library ${where}.`;
        const read = `${files} files, ${this.#numbers.bytes(bytes)}, of the backup of ${dayAndTime(createdAt)} are a library in ${where}, read again and the same.`;
        this.restoredTo = where;
        if (faults.length === 0) return `${read} It was checked as one and is sound. ${start}`;
        throw new Error(
          [
            `${read} It has the faults that it was backed up with:`,
            ...faults.map(({ message }) => message),
          ].join('\n'),
        );
      },
    );
  }

  /** A verified copy by a job, which can be cancelled; then, in a moment, what changed meanwhile. */
  async moveLibrary(folder: string): Promise<boolean> {
    const copied = await this.#job(
      'Moving',
      () => this.#api.backUpLibrary({ body: { folder } }),
      (result) => {
        const { files, bytes } = backupResult.parse(result);
        return `${files} files, ${this.#numbers.bytes(bytes)}, are copied, read again and the same.`;
      },
    );
    if (!copied) return false;
    try {
      this.movedTo = (await this.#api.finishMove({ body: { folder } })).folder;
      this.#tell(`The library is in ${this.movedTo} now. Close the program and start it again.`, false);
      return true;
    } catch (error) {
      this.#tell(faultOf(error), true);
      return false;
    }
  }

  /**
   * Leaves this library for one that was restored or moved.
   * @returns true once the program answers from there; false where it says why not
   */
  async openAnother(folder: string): Promise<boolean> {
    const { library } = await this.#api.getStatus();
    this.busy = 'Opening the other library';
    try {
      await this.#api.openAnotherLibrary({ body: { folder } });
      for (let look = 0; look < LOOKS; look++) {
        await new Promise((next) => setTimeout(next, LOOK_AGAIN_MS));
        if (await this.#answersFromElsewhere(library.path)) return true;
      }
      throw new Error(`The library in ${folder} did not open. Start the program with --library ${folder}.`);
    } catch (error) {
      this.#tell(faultOf(error), true);
      return false;
    } finally {
      this.busy = undefined;
    }
  }

  /** Between two libraries nobody answers; one with users asks who is there. */
  async #answersFromElsewhere(path: string): Promise<boolean> {
    try {
      return (await this.#api.getStatus()).library.path !== path;
    } catch (error) {
      return isPurkinjeError(error) && error.code === 'NotAllowed';
    }
  }

  check(): Promise<boolean> {
    return this.#job(
      'Checking',
      () => this.#api.checkLibrary(),
      (result) => {
        const { faults } = checkResult.parse(result);
        if (faults.length === 0)
          return 'The library is sound: database, trail, and every original against its hash.';
        throw new Error(
          [`The library has ${faults.length} faults.`, ...faults.map(({ message }) => message)].join('\n'),
        );
      },
    );
  }

  /** @returns the bundle, undefined where it could not be made */
  async diagnostics(): Promise<ArrayBuffer | undefined> {
    let bytes: ArrayBuffer | undefined;
    await this.#told(async () => {
      bytes = await this.#api.getDiagnostics();
      return `The bundle holds versions, counts, kinds of jobs and places in the program: no name, no path, no label, no sample.`;
    });
    return bytes;
  }

  async #job(
    what: string,
    start: () => Promise<Job>,
    sentence: (result: unknown) => string,
  ): Promise<boolean> {
    this.busy = what;
    try {
      return await this.#told(async () => {
        const started = await start();
        this.jobId = started.id;
        await this.#jobs.watch(started);
        const job = this.#jobs.list.find(({ id }) => id === started.id);
        if (job?.state === 'cancelled') throw new Error(`${what} was cancelled.`);
        if (job?.state !== 'done') throw new Error(job?.error?.message ?? `${what} ended as ${job?.state}.`);
        return sentence(job.result);
      });
    } finally {
      this.busy = undefined;
    }
  }

  #tell(text: string, bad: boolean): void {
    this.outcomes = [{ at: clockTime(Date.now()), text, bad }, ...this.outcomes];
  }

  async #told(act: () => Promise<string | undefined>): Promise<boolean> {
    const at = clockTime(Date.now());
    try {
      const text = await act();
      if (text === undefined) return true;
      this.outcomes = [{ at, text, bad: false }, ...this.outcomes];
      const { patients } = await this.#api.listPatients();
      this.patients = patients;
      return true;
    } catch (error) {
      this.outcomes = [{ at, text: faultOf(error), bad: true }, ...this.outcomes];
      return false;
    }
  }
}

/** The identifier, else the name. */
export function codeOf({ identifier, name }: Patient): string {
  return identifier ?? name;
}
