import { PurkinjeError } from '../../domain/errors.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { findRecord, type StoredRecord } from '../../store/records.ts';

/** @throws NotFound */
export function requireRecord(database: LibraryDatabase, recordId: number): StoredRecord {
  const record = findRecord(database, recordId);
  if (!record)
    throw new PurkinjeError(
      'NotFound',
      `There is no record ${recordId}. It may have been deleted meanwhile.`,
    );
  return record;
}
