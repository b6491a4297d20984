import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import { findRecords, openRecord, type OpenOptions } from '../../formats/open-record.ts';
import { openFolder } from '../../store/folder.ts';

/** Whether a word on the command line names something on disk: a file, a folder, or a WFDB record without `.hea`. */
export function isOnDisk(path: string): boolean {
  return existsSync(path) || existsSync(`${path}.hea`);
}

/** See `OpenOptions`. */
export type RecordingOptions = Pick<OpenOptions, 'acceptWithoutSignals'>;

/**
 * Opens a recording on disk.
 * @param path a recording's file, a WFDB record with or without `.hea`, or a folder that holds exactly one
 * @throws FileMissing, StudyUnreadable, UnsupportedFormat; InvalidInput for a folder with none or several
 */
export async function openRecording(
  path: string,
  aliases: ChannelAliases = {},
  options: RecordingOptions = {},
): Promise<RecordReader> {
  const full = resolve(path);
  if (!isOnDisk(full)) throw new PurkinjeError('FileMissing', `There is no ${path}.`, { file: path });
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory() === true && !existsSync(`${full}.hea`))
    return openOnlyRecording(full, aliases);
  const folder = await openFolder(dirname(full), { shallow: true });
  return openRecord(folder, basename(full), { aliases, ...options });
}

/** @throws InvalidInput naming what the folder holds where that isn't one recording */
export async function openOnlyRecording(path: string, aliases: ChannelAliases): Promise<RecordReader> {
  const folder = await openFolder(path);
  const found = await findRecords(folder);
  if (found.length === 1) return openRecord(folder, found[0].path, { aliases });
  const names = found.slice(0, 20).map((record) => record.path);
  const message =
    found.length === 0 ? 'holds no recording' : `holds several recordings; name one: ${names.join(', ')}`;
  throw new PurkinjeError('InvalidInput', `${path} ${message}.`, { file: path });
}
