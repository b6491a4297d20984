import { originalFolder, recordingFolder } from '../../store/library-paths.ts';
import type { Workstation } from '../workstation.ts';
import { requireRecord } from './require-record.ts';

/** Where a record's original files lie. They are the library's: read them, change nothing. @throws NotFound */
export function locateRecord(
  { library }: Workstation,
  recordId: number,
): { folder: string; files: string[] } {
  const record = requireRecord(library.database, recordId);
  return {
    folder: originalFolder(recordingFolder(library.path, record.contentHash)),
    files: [...record.files],
  };
}
