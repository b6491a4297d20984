import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { SourceFolder } from '../../domain/bytes.ts';
import { isPurkinjeError, PurkinjeError } from '../../domain/errors.ts';
import { findRecords, openRecord } from '../../formats/open-record.ts';
import { openFolder } from '../../store/folder.ts';
import type { ImportError } from './import-contract.ts';

/** A recording that is to be imported. */
export interface RecordSource {
  /** The folder on disk that the recording lies in. */
  readonly root: string;
  /** Its own files only, not those of folders in it. */
  readonly shallow: boolean;
  /** For `openRecord`, relative to `root`. */
  readonly path: string;
  /** Where it was found, as the user named it. */
  readonly label: string;
  /** `root`, opened; its list of files is read once for the whole import. Undefined where a worker is handed this. */
  readonly folder?: SourceFolder;
  /** The files were unpacked for this import: they are moved, not copied. */
  readonly movable: boolean;
}

export interface Collected {
  readonly sources: readonly RecordSource[];
  readonly errors: readonly ImportError[];
}

/** Unpacks a zip file and says where to. */
export type Unpack = (zip: string) => Promise<string>;

/**
 * Finds the recordings of files, folders and zip files. Files that belong to one recording give it once.
 * @throws Cancelled, DiskFull and whatever is no fault of a path
 */
export async function collectSources(paths: readonly string[], unpack: Unpack): Promise<Collected> {
  const sources = new Map<string, RecordSource>();
  const errors: ImportError[] = [];
  const files: string[] = [];
  const add = (found: readonly RecordSource[]): void => {
    for (const source of found) sources.set(join(source.root, source.path), source);
  };
  for (const given of paths) {
    try {
      const path = await existing(resolve(given));
      if ((await stat(path)).isDirectory()) errors.push(...(await addFolder(path, unpack, add)));
      else if (await isZip(path)) add(await ofZip(path, unpack));
      else files.push(path);
    } catch (error) {
      errors.push(toImportError(given, error));
    }
  }
  for (const [folder, names] of byFolder(files)) {
    const found = await ofFiles(folder, names);
    add(found.sources);
    errors.push(...found.errors);
  }
  return { sources: [...sources.values()], errors };
}

/** What a failure says of a path; a bug, a full disk or a cancellation is thrown on. */
export function toImportError(path: string, error: unknown): ImportError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM')
    return { path, code: 'PathRefused', message: `You may not read ${path}: ${(error as Error).message}.` };
  if (code === 'EIO')
    return { path, code: 'StudyUnreadable', message: `The disk that ${path} lies on can't read it.` };
  if (!isPurkinjeError(error) || error.code === 'Cancelled' || error.code === 'DiskFull') throw error;
  return { path, code: error.code, message: error.message };
}

/** A WFDB record is often named without its suffix. */
async function existing(path: string): Promise<string> {
  for (const candidate of [path, `${path}.hea`]) {
    const real = await realpath(candidate).catch(() => undefined);
    if (real !== undefined) return real;
  }
  throw new PurkinjeError('FileMissing', `There is no ${path}.`, { file: path });
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const magic = buffer.toString('latin1');
    return magic === 'PK\u0003\u0004' || magic === 'PK\u0005\u0006';
  } finally {
    await handle.close();
  }
}

/** Recordings of a folder, and of each zip file that lies in it; those in zip files in these are left alone. */
async function addFolder(
  root: string,
  unpack: Unpack,
  add: (found: readonly RecordSource[]) => void,
): Promise<ImportError[]> {
  const folder = listedOnce(await openFolder(root));
  const zips = (await folder.list()).filter((name) => /\.zip$/i.test(name));
  const own = await recordsOf(folder, root, root, false);
  if (own.length === 0 && zips.length === 0) throw nothingFound(root);
  add(own);
  const errors: ImportError[] = [];
  for (const zip of zips.map((name) => join(root, name))) {
    try {
      add(await ofZip(zip, unpack));
    } catch (error) {
      errors.push(toImportError(zip, error));
    }
  }
  return errors;
}

async function ofZip(zip: string, unpack: Unpack): Promise<RecordSource[]> {
  const root = await unpack(zip);
  const found = await recordsOf(listedOnce(await openFolder(root)), root, zip, true);
  if (found.length === 0) throw nothingFound(zip);
  return found;
}

async function recordsOf(
  folder: SourceFolder,
  root: string,
  label: string,
  movable: boolean,
): Promise<RecordSource[]> {
  const found = await findRecords(folder);
  return found.map(({ path }) => ({ root, folder, shallow: false, path, label: join(label, path), movable }));
}

function byFolder(files: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = dirname(file);
    folders.set(folder, [...(folders.get(folder) ?? []), basename(file)]);
  }
  return folders;
}

/** The recordings that files of one folder name or belong to. */
async function ofFiles(
  root: string,
  names: readonly string[],
): Promise<{ sources: RecordSource[]; errors: ImportError[] }> {
  const folder = listedOnce(await openFolder(root, { shallow: true }));
  const found = await findRecords(folder);
  const taken = new Map<string, RecordSource>();
  const errors: ImportError[] = [];
  const covered = new Set<string>();
  const take = async (path: string): Promise<void> => {
    taken.set(path, { root, folder, shallow: true, path, label: join(root, path), movable: false });
    for (const file of await filesOf(folder, path)) covered.add(file);
  };
  for (const name of names) if (found.some(({ path }) => path === name)) await take(name);
  for (const name of names) {
    if (covered.has(name) || taken.has(name)) continue;
    const owner = found.find(({ name: record }) => name.startsWith(`${record}.`));
    if (owner && (await filesOf(folder, owner.path)).includes(name)) await take(owner.path);
    else errors.push(toImportError(join(root, name), nothingFound(name)));
  }
  return { sources: [...taken.values()], errors };
}

/** Each of a thousand recordings asks which files lie beside it. */
function listedOnce(folder: SourceFolder): SourceFolder {
  let files: Promise<readonly string[]> | undefined;
  return { open: folder.open, list: () => (files ??= folder.list()) };
}

/** None where it can't be opened: importing it will say why. */
async function filesOf(folder: SourceFolder, path: string): Promise<readonly string[]> {
  try {
    const reader = await openRecord(folder, path);
    await reader.close();
    return reader.files;
  } catch (error) {
    if (isPurkinjeError(error)) return [];
    throw error;
  }
}

function nothingFound(path: string): PurkinjeError {
  const message = `${path} holds no recording of a format that is read: WFDB, and the text exports of LabSystem PRO and CardioLab.`;
  return new PurkinjeError('UnsupportedFormat', message, { file: path });
}
