import type { SourceFolder } from '../../domain/bytes.ts';
import { isPurkinjeError } from '../../domain/errors.ts';
import { directoryOf } from '../source-path.ts';
import { withSource } from '../with-source.ts';
import type { LabsystemHeader } from './labsystem-header.ts';
import { isLabsystem, readLabsystemHeader } from './labsystem-header.ts';
import type { PlacedExport } from './stitch.ts';
import { sameLayout, stitch } from './stitch.ts';

/** How exports are named. */
export const SUFFIX = '.txt';

export interface DirectoryExports {
  /** Each a list of exports in order of time. */
  readonly recordings: readonly (readonly PlacedExport[])[];
  /** Exports whose header can't be read: opening one says why. */
  readonly unreadable: readonly string[];
}

/** The recordings that the exports of one directory make up. */
export async function exportsOf(
  folder: SourceFolder,
  paths: readonly string[],
  directory: string,
): Promise<DirectoryExports> {
  const layouts: LabsystemHeader[][] = [];
  const unreadable: string[] = [];
  for (const path of paths.filter((one) => one.endsWith(SUFFIX) && directoryOf(one) === directory)) {
    const header = await readIfExport(folder, path);
    if (header === 'unreadable') unreadable.push(path);
    if (!header || header === 'unreadable') continue;
    const alike = layouts.find(([first]) => sameLayout(first, header));
    if (alike) alike.push(header);
    else layouts.push([header]);
  }
  return { recordings: layouts.flatMap(stitch), unreadable };
}

async function readIfExport(
  folder: SourceFolder,
  path: string,
): Promise<LabsystemHeader | 'unreadable' | undefined> {
  try {
    return await withSource(folder, path, async (source) =>
      (await isLabsystem(source)) ? readLabsystemHeader(source, path) : undefined,
    );
  } catch (error) {
    if (isPurkinjeError(error)) return 'unreadable';
    throw error;
  }
}
