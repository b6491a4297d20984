import { PurkinjeError } from '../../domain/errors.ts';
import { identifyLead, type ChannelAliases } from '../../domain/lead.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { findRecord, type StoredRecord } from '../../store/records.ts';
import { channelAliasesOf } from '../settings.ts';

/** A record, its channels named as the site names them now: a name may be given after the import. @throws NotFound */
export function requireRecord(database: LibraryDatabase, recordId: number): StoredRecord {
  const record = findRecord(database, recordId);
  if (!record)
    throw new PurkinjeError(
      'NotFound',
      `There is no record ${recordId}. It may have been deleted meanwhile.`,
    );
  return withAliases(record, channelAliasesOf(database));
}

function withAliases(record: StoredRecord, aliases: ChannelAliases): StoredRecord {
  const known = new Set(Object.keys(aliases).map((name) => name.toLowerCase()));
  const isNamed = (name: string): boolean => known.has(name.trim().toLowerCase());
  if (!record.signals.some(({ originalName }) => isNamed(originalName))) return record;
  const signals = record.signals.map((signal) =>
    isNamed(signal.originalName) ? { ...signal, ...identifyLead(signal.originalName, aliases) } : signal,
  );
  return { ...record, signals };
}
