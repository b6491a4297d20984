import { dirname, join } from 'node:path';
import type { RecordSummary } from '../../api/contract/record-schemas.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { RecordReader } from '../../domain/record.ts';
import {
  isOnDisk,
  openOnlyRecording,
  openRecording,
  type RecordingOptions,
} from '../../services/recordings/open-recording.ts';
import type { CommandArguments } from './arguments.ts';
import { libraryFolderOf, openLibraryClient, type LibraryClient } from './library-client.ts';

/** What RECORD on a command line named. */
export type NamedRecord =
  | { readonly where: 'disk'; readonly path: string; readonly folder: string }
  | { readonly where: 'library'; readonly summary: RecordSummary; readonly client: LibraryClient };

/**
 * RECORD is a path to a recording on disk (with or without `.hea`), else a record of the library by id or name. With
 * `--library` the library is asked first.
 * @throws NotFound saying where was looked; InvalidInput for a name that several records have
 */
export async function withRecord<Result>(
  args: CommandArguments,
  work: (record: NamedRecord) => Promise<Result>,
): Promise<Result> {
  const [word] = args.positionals;
  const named = args.text('library') !== undefined;
  if (!named && isOnDisk(word)) return work({ where: 'disk', path: word, folder: dirname(word) });
  const client = await libraryOr(args, word);
  try {
    const summary = await findInLibrary(client, word);
    if (summary) return await work({ where: 'library', summary, client });
    if (named && isOnDisk(word)) return await work({ where: 'disk', path: word, folder: dirname(word) });
    throw notFound(word, client.folder);
  } finally {
    await client.close();
  }
}

/** Opens it for reading, wherever it is; the originals of a library are read in place. */
export async function openNamed(record: NamedRecord, options: RecordingOptions = {}): Promise<RecordReader> {
  if (record.where === 'disk') return openRecording(record.path, {}, options);
  const { folder } = await record.client.api.locateRecord({ params: { recordId: record.summary.id } });
  return openOnlyRecording(folder, await aliasesOf(record.client));
}

/** Where the recording's files lie. */
export async function folderOf(record: NamedRecord): Promise<string> {
  if (record.where === 'disk') return record.folder;
  return (await record.client.api.locateRecord({ params: { recordId: record.summary.id } })).folder;
}

async function libraryOr(args: CommandArguments, word: string): Promise<LibraryClient> {
  try {
    return await openLibraryClient(libraryFolderOf(args));
  } catch (error) {
    const missing = error instanceof PurkinjeError && error.code === 'LibraryNotFound';
    if (missing && args.text('library') === undefined) throw notFound(word, libraryFolderOf(args));
    throw error;
  }
}

async function findInLibrary({ api }: LibraryClient, word: string): Promise<RecordSummary | undefined> {
  const { studies } = await api.listStudies();
  const records = studies.flatMap((study) => study.records);
  const byName = records.filter(({ name }) => name === word);
  if (byName.length > 1) {
    const ids = byName.map(({ id }) => id).join(', ');
    throw new PurkinjeError(
      'InvalidInput',
      `Several records are called ${word}; name one by its id: ${ids}.`,
    );
  }
  return byName[0] ?? records.find(({ id }) => String(id) === word);
}

async function aliasesOf({ api }: LibraryClient): Promise<Record<string, string>> {
  const { settings } = await api.getSettings();
  return (settings.channelAliases ?? {}) as Record<string, string>;
}

function notFound(word: string, library: string): PurkinjeError {
  const message = `There is no recording ${join(word)} on disk, and no record ${word} in the library ${library}.`;
  return new PurkinjeError('NotFound', message);
}
