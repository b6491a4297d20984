import type { SourceFolder } from '../../domain/bytes.ts';
import type { RecordWarning } from '../../domain/record.ts';
import { pathBeside } from '../source-path.ts';
import { MAX_BYTES } from './record-annotations.ts';
import { looksLikeAnnotations } from './annotation-sniff.ts';
import type { WfdbHeader } from './header.ts';
import { NULL_NAME } from './header.ts';
import { readHeader } from './header-read.ts';

/** Suffixes that hold MIT annotations by convention (PhysioNet's annotator names); others must look like it. */
const ANNOTATION_SUFFIXES = new Set(['atr', 'qrs', 'ecg', 'ari']);
/** Suffixes that never do. */
const OTHER_SUFFIXES = new Set(
  [
    ...['hea', 'dat', 'mat', 'edf', 'bdf', 'wav', 'txt', 'csv', 'json', 'xml', 'inf', 'info', 'md', 'pdf'],
  ].concat(...[['png', 'jpg', 'gz', 'zip', 'html', 'xws', 'breath', 'xyz']]),
);
export interface RecordFiles {
  /** Every file of the recording, the header first. */
  readonly files: readonly string[];
  readonly annotationFiles: readonly string[];
  readonly warnings: readonly RecordWarning[];
}

/** The files that belong to a recording: headers, signal files, and annotation files of the same stem. */
export async function listRecordFiles(folder: SourceFolder, header: WfdbHeader): Promise<RecordFiles> {
  const all = await folder.list();
  const present = new Set(all);
  const files = [header.path];
  for (const path of await namedFiles(folder, header, present)) {
    if (present.has(path) && !files.includes(path)) files.push(path);
  }
  const stem = header.path.slice(0, -'hea'.length);
  const annotationFiles: string[] = [];
  for (const path of all) {
    if (path.startsWith(stem) && !files.includes(path) && (await isAnnotationFile(folder, path, stem))) {
      annotationFiles.push(path);
    }
  }
  return { files: [...files, ...annotationFiles], annotationFiles, warnings: [] };
}

async function namedFiles(
  folder: SourceFolder,
  header: WfdbHeader,
  present: ReadonlySet<string>,
): Promise<string[]> {
  const own = header.signals.map(({ fileName }) => fileName).filter((name) => name !== NULL_NAME);
  const paths = [...new Set(own)].map((name) => pathBeside(header.path, name));
  for (const { name } of header.segments) {
    const path = name === NULL_NAME ? '' : pathBeside(header.path, `${name}.hea`);
    if (!present.has(path)) continue;
    const segment = await readHeader(folder, path);
    const signalFiles = segment.signals.map(({ fileName }) => fileName).filter((file) => file !== NULL_NAME);
    paths.push(path, ...[...new Set(signalFiles)].map((file) => pathBeside(path, file)));
  }
  return paths;
}

async function isAnnotationFile(folder: SourceFolder, path: string, stem: string): Promise<boolean> {
  const suffix = path.slice(stem.length);
  if (suffix === '' || /[./]/.test(suffix) || OTHER_SUFFIXES.has(suffix.toLowerCase())) return false;
  if (ANNOTATION_SUFFIXES.has(suffix)) return true;
  const source = await folder.open(path);
  if (!source) return false;
  try {
    if (source.size > MAX_BYTES || source.size % 2 !== 0) return false;
    return looksLikeAnnotations(await source.read(0, source.size));
  } finally {
    await source.close();
  }
}
