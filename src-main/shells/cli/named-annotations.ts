import type { Annotation } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { NamedRecord } from './record-argument.ts';

/** Annotations of a record by the name that a user would say. */
export interface NamedAnnotations {
  readonly name: string;
  /** Suffix of the file that they came in. */
  readonly file?: string;
  /** Of the library: the set's id. */
  readonly setId?: number;
  /** Of the library: a machine made them. */
  readonly ofMachine?: boolean;
  annotations(): Promise<readonly Annotation[]>;
}

/** The library's sets; for a recording on disk, those of its files. */
export async function annotationsOf(record: NamedRecord, reader: RecordReader): Promise<NamedAnnotations[]> {
  if (record.where === 'library') return storedSets(record);
  const sets = await reader.readAnnotations();
  return sets.map(({ name, annotations }) => ({ name, file: name, annotations: async () => annotations }));
}

/**
 * The annotations of this name: a set's name, the suffix of its file, or its id. The newest where several have it.
 * @throws NotFound naming those that there are
 */
export function requireNamed(sets: readonly NamedAnnotations[], name: string): NamedAnnotations {
  const set = sets.findLast((one) => one.name === name || one.file === name || String(one.setId) === name);
  if (set) return set;
  const known = sets.map((one) => one.file ?? one.name).join(', ');
  throw new PurkinjeError('NotFound', `There are no annotations ${name}. There are: ${known || 'none'}.`);
}

async function storedSets({
  client,
  summary,
}: NamedRecord & { where: 'library' }): Promise<NamedAnnotations[]> {
  const { annotationSets } = await client.api.getRecord({ params: { recordId: summary.id } });
  return annotationSets.map(({ id, name, importedAs, origin }) => ({
    name,
    ofMachine: origin === 'machine',
    setId: id,
    file: importedAs,
    annotations: async () => {
      const columns = await client.api.getAnnotations({ params: { setId: id } });
      const numbers = new Map(columns.numbers?.map(({ at, ...rest }) => [at, rest]));
      return columns.sampleIndex.map((sampleIndex, i) => {
        const { symbol, aux } = columns.marks[columns.mark[i]];
        return { sampleIndex, symbol, aux: aux === '' ? undefined : aux, ...numbers.get(i) };
      });
    },
  }));
}
