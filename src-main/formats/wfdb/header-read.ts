import type { SourceFolder } from '../../domain/bytes.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { readWhole } from '../source-path.ts';
import type { WfdbHeader } from './header.ts';
import { parseHeader } from './header-parse.ts';

/** Headers are text of a line a signal or segment; the longest known (weeks of MIMIC waveforms) have under 100 kB. */
const MAX_HEADER_BYTES = 4 * 2 ** 20;

/**
 * The header at `path` (with or without `.hea`).
 * @throws FileMissing; StudyUnreadable
 */
export async function readHeader(folder: SourceFolder, path: string): Promise<WfdbHeader> {
  const headerPath = path.endsWith('.hea') ? path : `${path}.hea`;
  const bytes = await readWhole(folder, headerPath, MAX_HEADER_BYTES);
  if (!bytes) throw new PurkinjeError('FileMissing', `There is no ${headerPath}.`, { file: headerPath });
  return parseHeader(bytes, headerPath);
}
