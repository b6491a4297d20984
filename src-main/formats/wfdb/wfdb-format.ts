import type { SourceFolder } from '../../domain/bytes.ts';
import { isPurkinjeError } from '../../domain/errors.ts';
import type { FoundRecord, RecordFormat } from '../record-format.ts';
import { baseNameOf, pathBeside } from '../source-path.ts';
import type { WfdbHeader } from './header.ts';
import { NULL_NAME } from './header.ts';
import { readHeader } from './header-read.ts';
import { openWfdb } from './open-wfdb.ts';

const SUFFIX = '.hea';

export const wfdbFormat: RecordFormat = {
  id: 'wfdb',
  find: findWfdb,
  claims: async (folder, path) => {
    if (path.endsWith(SUFFIX)) return true;
    const source = await folder.open(`${path}${SUFFIX}`);
    await source?.close();
    return source !== undefined;
  },
  open: openWfdb,
};

async function findWfdb(folder: SourceFolder, paths: readonly string[]): Promise<FoundRecord[]> {
  const headers = paths.filter((path) => path.endsWith(SUFFIX));
  const segments = new Set<string>();
  const multi = new Set<string>(); // never a segment, also where a header names itself: opening it says what is wrong
  for (const path of headers) {
    const named = await segmentsOf(folder, path);
    if (named.length > 0) multi.add(path);
    for (const segment of named) segments.add(segment);
  }
  return headers
    .filter((path) => multi.has(path) || !segments.has(path))
    .map((path) => ({ path, name: baseNameOf(path).slice(0, -SUFFIX.length), format: 'wfdb' }));
}

/** Paths of the headers that a multi-segment header names. */
async function segmentsOf(folder: SourceFolder, path: string): Promise<string[]> {
  let header: WfdbHeader;
  try {
    header = await readHeader(folder, path);
  } catch (error) {
    if (!isPurkinjeError(error)) throw error;
    return []; // listed all the same: opening it says what is wrong with it
  }
  return header.segments
    .filter(({ name }) => name !== NULL_NAME && !/[\\/]/.test(name))
    .map(({ name }) => pathBeside(path, `${name}${SUFFIX}`));
}
