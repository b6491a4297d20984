import type { RecordReader } from '../../domain/record.ts';
import { blockFile, recordingFolder } from '../../store/library-paths.ts';
import { listAnnotationSets } from '../../store/annotation-sets.ts';
import { readAnnotations } from '../../store/annotations.ts';
import type { Library } from '../../store/library.ts';
import type { StoredRecord } from '../../store/records.ts';
import { openSignalFile } from '../../store/signal-file.ts';

/** A record of the library as any other open recording: samples from its block file, sets that came with it. */
export function openStoredRecord({ path, database }: Library, record: StoredRecord): RecordReader {
  const file = openSignalFile(blockFile(recordingFolder(path, record.contentHash)));
  return {
    description: record,
    files: record.files,
    readDigital: async (channelIndices, from, to) => file.readSamples(channelIndices, from, to),
    readAnnotations: async () =>
      listAnnotationSets(database, record.id)
        .filter(({ importedAs }) => importedAs !== undefined)
        .map(({ id, importedAs }) => ({
          name: importedAs!,
          annotations: readAnnotations(database, id),
          warnings: [],
        })),
    close: async () => file.close(),
  };
}
