import { siblingUrl } from '../../jobs/sibling-url.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { revived } from '../system/revive-failure.ts';
import { openWorkerPool } from '../system/worker-pool.ts';
import type { PredictionList } from './predictions.ts';
import type { SetColumns } from './read-set.ts';

/** Reading large sets in a thread: 20,000 beats take 30 ms, which the answering thread does not have. */
export interface SetThreads {
  columns(setId: number): Promise<Omit<SetColumns, 'revision'>>;
  predictions(setId: number): Promise<PredictionList>;
  close(): Promise<void>;
}

export interface SetTask {
  readonly kind: 'columns' | 'predictions';
  /** Of the database. */
  readonly file: string;
  readonly setId: number;
}

export type SetAnswer = Omit<SetColumns, 'revision'> | PredictionList;

export function openSetThreads(libraryPath: string): SetThreads {
  const pool = openWorkerPool<SetTask, SetAnswer>(siblingUrl(import.meta.url, './set-worker'), 1);
  const file = libraryFile(libraryPath);
  const run = (kind: SetTask['kind'], setId: number): Promise<SetAnswer> =>
    pool.run({ kind, file, setId }).catch((error: unknown) => {
      throw revived(error);
    });
  return {
    columns: (setId) => run('columns', setId) as Promise<Omit<SetColumns, 'revision'>>,
    predictions: (setId) => run('predictions', setId) as Promise<PredictionList>,
    close: () => pool.close(),
  };
}
