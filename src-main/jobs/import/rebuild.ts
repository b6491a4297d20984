import { renameSync, rmSync } from 'node:fs';
import { syncFolder } from '../../store/durable-file.ts';
import { blockFile, originalFolder, recordingFolder } from '../../store/library-paths.ts';
import type { StoredRecord } from '../../store/records.ts';
import { decodeRecord } from './decode-record.ts';
import type { DecodeListener } from './decode-record.ts';

/**
 * Makes a record's derived block file anew from its original: for one that is damaged or missing. The old one stays
 * until the new one is whole.
 * @throws StudyUnreadable or FileMissing where the original is damaged too, Cancelled
 */
export async function rebuildBlockFile(
  libraryPath: string,
  record: StoredRecord,
  listener: DecodeListener,
): Promise<void> {
  const folder = recordingFolder(libraryPath, record.contentHash);
  const root = originalFolder(folder);
  const target = `${blockFile(folder)}.tmp`;
  rmSync(target, { force: true });
  // The header comes first in a recording's files.
  const source = { root, shallow: false, path: record.files[0], label: record.name, movable: false };
  try {
    await decodeRecord({ source, options: { acceptTruncated: true }, target }, listener);
    renameSync(target, blockFile(folder));
    syncFolder(folder);
  } finally {
    rmSync(target, { force: true });
  }
}
