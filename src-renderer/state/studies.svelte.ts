/** The library's studies, and how recordings get in. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { StudySummary } from '../../src-main/api/contract/record-schemas.ts';
import type { ImportResult, Job } from '../../src-main/api/contract/work.ts';

export type StudiesApi = Pick<
  ApiClient,
  'listStudies' | 'startImport' | 'createUpload' | 'putUpload' | 'deleteStudy' | 'classifyRecord'
>;

/** A file of an upload, with the path that it had in its folder. */
export interface UploadFile {
  readonly path: string;
  readonly size: number;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export class Studies {
  #api: StudiesApi;
  list = $state.raw<readonly StudySummary[]>([]);
  loaded = $state(false);
  filter = $state('');
  fault = $state<string | undefined>();
  notice = $state<string | undefined>();
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
  tellImport({ records, errors }: ImportResult): void {
    this.fault =
      errors.length > 0 ? errors.map(({ path, message }) => `${path}: ${message}`).join('\n') : undefined;
    const known = records.filter(({ alreadyImported }) => alreadyImported).map(({ name }) => name);
    this.notice = known.length > 0 ? `Already in the library: ${known.join(', ')}` : undefined;
  }

  importPaths(paths: readonly string[]): Promise<Job | undefined> {
    return this.#attempt(() => this.#api.startImport({ body: { paths: [...paths] } }));
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
