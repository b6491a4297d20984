import type { RecordDescription } from '../../domain/record.ts';
import { revived } from '../system/revive-failure.ts';
import { openWorkerPool, type WorkerPool } from '../system/worker-pool.ts';
import { siblingUrl } from '../../jobs/sibling-url.ts';
import type { Workstation } from '../workstation.ts';
import type { DisplayFilters } from './display-filter.ts';
import { requireRecord } from './require-record.ts';
import { checkWindow, readWindow, type RecordWindow, type WindowRequest } from './window.ts';

/** What a filter thread is given. */
export interface FilterTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  readonly request: WindowRequest;
  readonly filters: DisplayFilters;
}

export type FilterPool = WorkerPool<FilterTask, RecordWindow>;

/** Two: a second keeps the traces coming while one still works on a window that was panned away. */
const THREADS = 2;

export function openFilterPool(): FilterPool {
  return openWorkerPool(siblingUrl(import.meta.url, './window-worker'), THREADS);
}

/**
 * A window of traces. Filters act on windows of up to `widestFilteredSeconds`; a wider one comes unfiltered, and says so.
 * @throws NotFound, InvalidInput, StudyUnreadable
 */
export async function recordWindow(
  workstation: Workstation,
  recordId: number,
  request: WindowRequest,
  filters: DisplayFilters,
  widestFilteredSeconds: number,
): Promise<RecordWindow> {
  const record = requireRecord(workstation.library.database, recordId);
  checkWindow(record, request);
  const seconds = (request.columns * request.samplesPerColumn) / record.samplingFrequency;
  const filtered = isOn(filters) && seconds <= widestFilteredSeconds;
  if (!filtered) return readWindow(workstation.signals.of(record), record, request);
  const path = workstation.signals.path(record);
  return workstation.filters.run({ path, record, request, filters }).catch((error: unknown) => {
    throw revived(error);
  });
}

function isOn({ ecgBand, iegmBand, notch }: DisplayFilters): boolean {
  return ecgBand !== undefined || iegmBand !== undefined || notch !== undefined;
}
