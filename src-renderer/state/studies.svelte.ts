/** The library's studies, and how recordings get in. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { RecordSummary, StudySummary } from '../../src-main/api/contract/record-schemas.ts';
import type { Sorting } from '../widgets/table-keys.ts';
import { identifiersOf } from './identifiers.ts';
import type { ImportResult, Job } from '../../src-main/api/contract/work.ts';

export type StudiesApi = Pick<
  ApiClient,
  | 'listStudies'
  | 'startImport'
  | 'importAgain'
  | 'createUpload'
  | 'putUpload'
  | 'deleteStudy'
  | 'classifyRecord'
>;

/** A file of an upload, with the path that it had in its folder. */
export interface UploadFile {
  readonly path: string;
  readonly size: number;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A record as the list shows it; `first` of its study there. */
export interface StudyRow {
  readonly study: StudySummary;
  readonly record: RecordSummary;
  readonly first: boolean;
}

/** Newest import first, each study's records together. */
export const AS_IMPORTED: Sorting = { key: 'imported', down: true };

/** What a column is sorted by. */
const SORTED_BY: Readonly<Record<string, (row: StudyRow) => string | number>> = {
  patient: ({ study }) => identifiersOf(study).toLowerCase(),
  record: ({ record }) => record.name.toLowerCase(),
  format: ({ record }) => record.format,
  duration: ({ record }) => record.durationSeconds,
  signals: ({ record }) => record.signals,
  hz: ({ record }) => record.samplingFrequency,
  beats: ({ record }) => record.beats,
  predicted: ({ record }) => record.predictedBeats,
  recorded: ({ study, record }) => record.startTime ?? study.startTime ?? '',
  imported: ({ study }) => study.importedAt,
};

/** Rows of the list in an order; equal ones as they were imported. */
export function sortedRows(studies: readonly StudySummary[], { key, down }: Sorting): StudyRow[] {
  const rows = studies.flatMap((study) =>
    study.records.map((record, index) => ({ study, record, first: index === 0 })),
  );
  const by = SORTED_BY[key];
  if (!by || (key === AS_IMPORTED.key && down)) return rows;
  const sign = down ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => (a.value === b.value ? 0 : a.value < b.value ? -sign : sign))
    .map(({ row }) => ({ ...row, first: true }));
}

export class Studies {
  #api: StudiesApi;
  list = $state.raw<readonly StudySummary[]>([]);
  loaded = $state(false);
  filter = $state('');
  fault = $state<string | undefined>();
  notice = $state<string | undefined>();
  sorting = $state<Sorting>(AS_IMPORTED);
  current = $state(-1);
  /** The import that left recordings out which end early: it can be asked to take what is there. */
  truncatedImport = $state<number | undefined>();
  /** What an upload is doing, undefined where none runs. */
  uploading = $state<{ readonly done: number; readonly total: number; readonly file: string } | undefined>();

  constructor(api: StudiesApi) {
    this.#api = api;
  }

  shown: readonly StudySummary[] = $derived.by(() => {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    return this.list.filter((study) => {
      const text = [
        study.title,
        study.patient.code,
        study.patient.secondIdentifier ?? '',
        ...study.records.map(({ name, format }) => `${name} ${format}`),
      ]
        .join(' ')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });

  rows: readonly StudyRow[] = $derived.by(() => sortedRows(this.shown, this.sorting));

  async load(): Promise<void> {
    try {
      this.list = (await this.#api.listStudies()).studies;
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
    this.loaded = true;
  }

  /** What an import left out, and what was there already. */
  tellImport({ records, errors }: ImportResult, jobId?: number): void {
    this.truncatedImport = errors.some(({ truncated }) => truncated === true) ? jobId : undefined;
    this.fault =
      errors.length > 0 ? errors.map(({ path, message }) => `${path}: ${message}`).join('\n') : undefined;
    const known = records.filter(({ alreadyImported }) => alreadyImported).map(({ name }) => name);
    this.notice = known.length > 0 ? `Already in the library: ${known.join(', ')}` : undefined;
  }

  importPaths(paths: readonly string[]): Promise<Job | undefined> {
    return this.#attempt(() => this.#api.startImport({ body: { paths: [...paths] } }));
  }

  /** Takes of the last import what was shorter than it says. */
  importTruncated(): Promise<Job | undefined> {
    const jobId = this.truncatedImport;
    this.truncatedImport = undefined;
    if (jobId === undefined) return Promise.resolve(undefined);
    return this.#attempt(() => this.#api.importAgain({ params: { jobId } }));
  }

  /** Uploads files one after the other, then imports them. */
  importFiles(files: readonly UploadFile[]): Promise<Job | undefined> {
    const total = files.reduce((sum, { size }) => sum + size, 0);
    return this.#attempt(async () => {
      try {
        const { uploadId } = await this.#api.createUpload({ body: { totalBytes: total } });
        let done = 0;
        for (const file of files) {
          this.uploading = { done, total, file: file.path };
          await this.#api.putUpload({
            params: { uploadId },
            query: { path: file.path },
            body: await file.bytes(),
          });
          done += file.size;
        }
        return await this.#api.startImport({ body: { uploadId } });
      } finally {
        this.uploading = undefined;
      }
    });
  }

  classify(recordId: number): Promise<Job | undefined> {
    return this.#attempt(() => this.#api.classifyRecord({ params: { recordId }, body: {} }));
  }

  async #attempt(start: () => Promise<Job>): Promise<Job | undefined> {
    try {
      this.fault = undefined;
      this.notice = undefined;
      return await start();
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}
