import type { Annotation } from '../../domain/annotation.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { NamedRecord } from './record-argument.ts';

/** Annotations of a record by the name that a user would say. */
export interface NamedAnnotations {
  readonly name: string;
  /** Of the library: the set's id; else undefined. */
  readonly setId?: number;
  /** Suffix of the file that they came in. */
  readonly file?: string;
  annotations(): Promise<readonly Annotation[]>;
}

/** The library's sets by name and id; for a recording on disk, those of its files. */
export async function annotationsOf(record: NamedRecord, reader: RecordReader): Promise<NamedAnnotations[]> {
  if (record.where === 'library') return storedSets(record);
  const sets = await reader.readAnnotations();
  return sets.map(({ name, annotations }) => ({
    name,
    origin: 'file',
    annotations: async () => annotations,
  }));
}

async function storedSets({
  client,
  summary,
}: NamedRecord & { where: 'library' }): Promise<NamedAnnotations[]> {
  const { annotationSets } = await client.api.getRecord({ params: { recordId: summary.id } });
  return annotationSets.map(({ id, name, origin }) => ({
    name,
    setId: id,
    origin,
    annotations: async () => {
      const columns = await client.api.getAnnotations({ params: { setId: id } });
      return columns.sampleIndex.map((sampleIndex, i) => {
        const { symbol, aux } = columns.marks[columns.mark[i]];
        return { sampleIndex, symbol, aux: aux === '' ? undefined : aux };
      });
    },
  }));
}
