import type { SourceFolder } from '../domain/bytes.ts';
import { PurkinjeError } from '../domain/errors.ts';
import type { RecordReader } from '../domain/record.ts';
import { refuseClimbing } from './source-path.ts';
import type { FoundRecord, OpenOptions, RecordFormat } from './record-format.ts';
import { cardiolabFormat } from './cardiolab/cardiolab-format.ts';
import { labsystemFormat } from './labsystem/labsystem-format.ts';
import { wfdbFormat } from './wfdb/wfdb-format.ts';

export type { FoundRecord, OpenOptions } from './record-format.ts';

/** Every format that is read, in the order in which they are asked. */
const FORMATS: readonly RecordFormat[] = [wfdbFormat, labsystemFormat, cardiolabFormat];

/** Every recording of a folder, at any depth, by path; parts of a recording are not listed for themselves. */
export async function findRecords(folder: SourceFolder): Promise<FoundRecord[]> {
  const paths = await folder.list();
  const found: FoundRecord[] = [];
  for (const format of FORMATS) found.push(...(await format.find(folder, paths)));
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * Opens one recording.
 * @param path as `findRecords` gives it; a WFDB record also without `.hea`
 * @throws FileMissing, StudyUnreadable, UnsupportedFormat, PathRefused
 */
export async function openRecord(
  folder: SourceFolder,
  path: string,
  options: OpenOptions = {},
): Promise<RecordReader> {
  refuseClimbing(path);
  for (const format of FORMATS) {
    if (await format.claims(folder, path)) return format.open(folder, path, options);
  }
  const source = await folder.open(path);
  if (!source) throw new PurkinjeError('FileMissing', `There is no ${path}.`, { file: path });
  await source.close();
  const message = `${path} is not a recording that can be read. Formats: ${FORMATS.map(({ id }) => id).join(', ')}.`;
  throw new PurkinjeError('UnsupportedFormat', message, { file: path });
}
