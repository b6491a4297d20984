import type { ChannelAliases } from '../../domain/lead.ts';
import type { SourceFolder } from '../../domain/bytes.ts';
import type { RecordReader } from '../../domain/record.ts';
import { findRecords, openRecord } from '../../formats/open-record.ts';
import { openFolder } from '../../store/folder.ts';
import type { LabelledRecord, LabelledSource } from './labelled-record.ts';

const PIECE = 4 * 1024 * 1024;

/** `patient: P1` or `subject: P1` in the header's comments joins studies of one patient; else each record is a subject. */
function subjectOf({ description }: RecordReader): string {
  const named = description.comments
    .map((comment) => /^\s*(?:patient|subject)\s*:\s*(\S+)/i.exec(comment)?.[1])
    .find((name) => name !== undefined);
  return named ?? description.name;
}

function recordOf(
  folder: SourceFolder,
  { name, path }: { readonly name: string; readonly path: string },
  simulated: boolean,
  aliases: ChannelAliases | undefined,
): LabelledRecord {
  return {
    id: path,
    name,
    simulated,
    open: () => openRecord(folder, path, { aliases }),
    annotations: async (reader) => {
      const sets = await reader.readAnnotations();
      return (sets.find((set) => set.name === 'atr') ?? sets[0])?.annotations;
    },
    subject: subjectOf,
    // Every byte of its files: annotations are among them.
    addContent: async (hash, reader) => {
      for (const file of [...reader.files].sort()) {
        const source = await folder.open(file);
        if (!source) continue;
        hash.update(`${file} ${source.size}\n`);
        for (let at = 0; at < source.size; at += PIECE)
          hash.update(await (source.readPassing?.(at, PIECE) ?? source.read(at, PIECE)));
        await source.close();
      }
    },
  };
}

/** Every recording of a folder. @throws FileMissing */
export async function folderSource(path: string, aliases?: ChannelAliases): Promise<LabelledSource> {
  const folder = await openFolder(path);
  const paths = new Set(await folder.list());
  const hasTruth = (recordPath: string): boolean =>
    paths.has(recordPath.replace(/\.[^.]+$/, '') + '.truth.json');
  const records = (await findRecords(folder)).map((found) =>
    recordOf(folder, found, hasTruth(found.path), aliases),
  );
  const title = path.replaceAll('\\', '/').split('/').filter(Boolean).at(-1) ?? 'data';
  return { place: { kind: 'folder', path, aliases }, title, records, close: () => {} };
}

/** One recording of a folder, found before. @throws FileMissing */
export async function folderRecord(
  path: string,
  id: string,
  aliases?: ChannelAliases,
): Promise<LabelledRecord> {
  return recordOf(await openFolder(path), { name: id, path: id }, false, aliases);
}
