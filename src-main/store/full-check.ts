import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isPurkinjeError, throwIfCancelled } from '../domain/errors.ts';
import { contentHashOf } from './content-hash.ts';
import { databaseFaults } from './integrity.ts';
import { blockFile, originalFolder, recordingFolder, signalsFolder } from './library-paths.ts';
import { listJobs } from './jobs.ts';
import type { JobKind } from './jobs.ts';
import type { Library } from './library.ts';
import { listRecords } from './records.ts';
import type { StoredRecord } from './records.ts';
import { openSignalFile } from './signal-file.ts';
import { verifyTrail } from './trail.ts';

export interface LibraryFault {
  readonly what: 'database' | 'trail' | 'original' | 'derived' | 'stranger';
  /** Of the record whose files are at fault. */
  readonly recordId?: number;
  readonly message: string;
}

export interface FullCheckOptions {
  readonly abortSignal?: AbortSignal;
  /** @param progress 0..1 */
  readonly onProgress?: (progress: number, doing: string) => void;
}

/**
 * The full check on demand: database, trail, and every recording's files against its content hash. Reads all of the
 * originals. A derived file that is at fault can be made anew; an original must come from a backup.
 * @returns the faults, none where all is sound
 * @throws Cancelled
 */
export async function checkLibrary(
  library: Library,
  { abortSignal, onProgress }: FullCheckOptions = {},
): Promise<LibraryFault[]> {
  const { database, path } = library;
  onProgress?.(0, 'Reading the database');
  const faults: LibraryFault[] = databaseFaults(database).map((message) => ({ what: 'database', message }));
  const trail = verifyTrail(database);
  if (!trail.sound)
    faults.push({ what: 'trail', message: `entry ${trail.sequence} of the trail: ${trail.reason}` });
  const records = listRecords(database);
  for (const [done, record] of records.entries()) {
    throwIfCancelled(abortSignal);
    onProgress?.(done / records.length, `Reading ${record.name}`);
    faults.push(...(await originalFaults(path, record, abortSignal)), ...derivedFaults(path, record));
  }
  return [...faults, ...strangers(library)];
}

async function originalFaults(
  path: string,
  record: StoredRecord,
  abortSignal: AbortSignal | undefined,
): Promise<LibraryFault[]> {
  const fault = (why: string): LibraryFault[] => [
    {
      what: 'original',
      recordId: record.id,
      message: `The original of ${record.name} ${why}. Restore signals/${record.contentHash} from a backup.`,
    },
  ];
  const folder = originalFolder(recordingFolder(path, record.contentHash));
  const hashes: string[] = [];
  for (const file of record.files) {
    throwIfCancelled(abortSignal);
    const name = join(folder, file);
    if (!existsSync(name)) return fault(`lacks its file ${file}`);
    const hash = createHash('sha256');
    await pipeline(createReadStream(name), hash);
    hashes.push(hash.digest('hex'));
  }
  return contentHashOf(hashes) === record.contentHash ? [] : fault('was changed');
}

function derivedFaults(path: string, record: StoredRecord): LibraryFault[] {
  try {
    const file = openSignalFile(blockFile(recordingFolder(path, record.contentHash)));
    const fits = file.samples === record.samples && file.channels === record.signals.length;
    file.close();
    if (fits) return [];
  } catch (error) {
    if (!isPurkinjeError(error)) throw error;
  }
  const message = `The derived signal file of ${record.name} is damaged or missing; it can be made anew.`;
  return [{ what: 'derived', recordId: record.id, message }];
}

/** An import puts a folder in place before its record is seen, an erasure the other way round: not while one is at work. */
function strangers({ database, path }: Library): LibraryFault[] {
  const names = readdirSync(signalsFolder(path));
  const known = new Set(database.prepare('SELECT content_hash FROM record').pluck().all() as string[]);
  if (listJobs(database).some(({ kind, state }) => state === 'running' && MOVES_FOLDERS.has(kind))) return [];
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({ what: 'stranger', message: `signals/${name} belongs to no record.` }));
}

const MOVES_FOLDERS: ReadonlySet<JobKind> = new Set(['import', 'erase']);
