import { siblingUrl } from '../../jobs/sibling-url.ts';
import type { StudyDeletion } from '../../store/delete-study.ts';
import type { TrailFilter, TrailPage } from '../../store/trail-search.ts';
import type { TrailVerdict } from '../../store/trail.ts';
import { revived } from '../system/revive-failure.ts';
import { openWorkerPool } from '../system/worker-pool.ts';
import type { DiagnosticsOrder } from './collect-diagnostics.ts';

/** What reads or deletes much of a library and is waited for, in a thread: the answering one is free meanwhile. */
export interface Care {
  verifyTrail(): Promise<TrailVerdict>;
  searchTrail(search: TrailSearch): Promise<TrailPage>;
  /** A .tar.gz, see `collect-diagnostics.ts`. */
  diagnostics(order: DiagnosticsOrder): Promise<Uint8Array<ArrayBuffer>>;
  /** The long half of a deletion; where it does not come to its end, the next opening's sweep does it. */
  finishStudyDeletion(deletion: StudyDeletion): Promise<void>;
  close(): Promise<void>;
}

/** A page of the entries that fit. */
export type TrailSearch = TrailFilter & { readonly offset: number; readonly limit: number };

/** What the thread is asked: the name of what it does, with what that takes. */
export type CareTask = { readonly libraryPath: string } & (
  | { readonly kind: 'verifyTrail' }
  | { readonly kind: 'searchTrail'; readonly search: TrailSearch }
  | { readonly kind: 'diagnostics'; readonly order: DiagnosticsOrder }
  | { readonly kind: 'finishStudyDeletion'; readonly deletion: StudyDeletion }
);
export type CareAnswer = TrailVerdict | TrailPage | Uint8Array<ArrayBuffer> | undefined;

/** A long one, and one more for what is asked meanwhile. */
const THREADS = 2;

export function openCare(libraryPath: string): Care {
  const pool = openWorkerPool<CareTask, CareAnswer>(siblingUrl(import.meta.url, './care-worker'), THREADS);
  const run = (task: CareTask): Promise<CareAnswer> =>
    pool.run(task).catch((error: unknown) => {
      throw revived(error);
    });
  return {
    verifyTrail: () => run({ kind: 'verifyTrail', libraryPath }) as Promise<TrailVerdict>,
    searchTrail: (search) => run({ kind: 'searchTrail', libraryPath, search }) as Promise<TrailPage>,
    diagnostics: (order) =>
      run({ kind: 'diagnostics', libraryPath, order }) as Promise<Uint8Array<ArrayBuffer>>,
    finishStudyDeletion: async (deletion) => {
      await run({ kind: 'finishStudyDeletion', libraryPath, deletion });
    },
    close: () => pool.close(),
  };
}
