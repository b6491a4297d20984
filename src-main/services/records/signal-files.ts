import { openSignalFile, type SignalFile } from '../../store/signal-file.ts';
import { blockFile, recordingFolder } from '../../store/library-paths.ts';
import type { StoredRecord } from '../../store/records.ts';
import type { ChannelStatistics } from './channel-statistics.ts';

/** Open block files, kept as long as the library is open; a study that is deleted must be forgotten first. */
export interface SignalFiles {
  path(record: StoredRecord): string;
  of(record: StoredRecord): SignalFile;
  /** Computed once for each record. */
  statistics(
    record: StoredRecord,
    compute: (file: SignalFile) => readonly ChannelStatistics[],
  ): readonly ChannelStatistics[];
  forget(recordId: number): void;
  close(): void;
}

/** Files beyond this are closed, longest unused first. */
const MOST_OPEN = 16;

export function openSignalFiles(libraryPath: string): SignalFiles {
  const files = new Map<number, SignalFile>();
  const statistics = new Map<number, readonly ChannelStatistics[]>();
  const path = (record: StoredRecord): string => blockFile(recordingFolder(libraryPath, record.contentHash));
  const forget = (recordId: number): void => {
    files.get(recordId)?.close();
    files.delete(recordId);
    statistics.delete(recordId);
  };
  const of = (record: StoredRecord): SignalFile => {
    const file = files.get(record.id) ?? openSignalFile(path(record));
    files.delete(record.id);
    files.set(record.id, file);
    const [oldest] = files.keys();
    if (files.size > MOST_OPEN) {
      files.get(oldest)!.close();
      files.delete(oldest);
    }
    return file;
  };
  return {
    path,
    of,
    forget,
    statistics(record, compute) {
      const known = statistics.get(record.id) ?? compute(of(record));
      statistics.set(record.id, known);
      return known;
    },
    close() {
      for (const id of [...files.keys()]) forget(id);
    },
  };
}
