import type { RecordReader } from '../../domain/record.ts';
import { blockFile, recordingFolder } from '../../store/library-paths.ts';
import type { StoredRecord } from '../../store/records.ts';
import { openSignalFile } from '../../store/signal-file.ts';

/** A record of the library as a reader, over its block file. */
export function openStoredRecord(libraryPath: string, record: StoredRecord): RecordReader {
  const file = openSignalFile(blockFile(recordingFolder(libraryPath, record.contentHash)));
  return {
    description: record,
    files: [],
    readDigital: async (channels, from, to) => file.readSamples(channels, from, to),
    readAnnotations: async () => [],
    close: async () => file.close(),
  };
}
