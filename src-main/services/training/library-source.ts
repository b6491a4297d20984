import { PurkinjeError } from '../../domain/errors.ts';
import { openStoredRecord } from '../../jobs/classify/stored-record.ts';
import type { AnnotationSet } from '../../store/annotation-sets.ts';
import { listAnnotationSets } from '../../store/annotation-sets.ts';
import { countAnnotations, readAnnotations } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import type { Library } from '../../store/library.ts';
import { joinLibrary } from '../../store/library.ts';
import type { StoredRecord } from '../../store/records.ts';
import { listRecords } from '../../store/records.ts';
import { listSignOffs } from '../../store/sign-offs.ts';
import { listStudies } from '../../store/studies.ts';
import type { LabelledRecord, LabelledSource } from './labelled-record.ts';

/**
 * The set that a record is trained on: one made by people, never a model's (a network would learn its own answers);
 * the one signed last, else the fullest, of equals the newest: one that was only begun tells neither labels nor rhythm.
 */
export function trainingSetOf(database: LibraryDatabase, recordId: number): AnnotationSet | undefined {
  const sets = listAnnotationSets(database, recordId).filter(
    ({ id, origin }) => origin === 'human' && countAnnotations(database, id) > 0,
  );
  const signed = sets.flatMap((set) => {
    const last = listSignOffs(database, set.id).at(-1);
    return last ? [{ set, id: last.id }] : [];
  });
  signed.sort((a, b) => b.id - a.id);
  const byFullness = sets
    .map((set) => ({ set, count: countAnnotations(database, set.id) }))
    .sort((a, b) => b.count - a.count || b.set.id - a.set.id);
  return signed[0]?.set ?? byFullness[0]?.set;
}

function recordOf(
  library: Library,
  record: StoredRecord,
  study: { readonly patientId: number; readonly simulated: boolean },
): LabelledRecord {
  const { database } = library;
  const annotationsOf = () => {
    const set = trainingSetOf(database, record.id);
    return set && readAnnotations(database, set.id);
  };
  return {
    id: String(record.id),
    name: record.name,
    simulated: study.simulated,
    open: async () => openStoredRecord(library, record),
    annotations: async () => annotationsOf(),
    subject: () => `patient ${study.patientId}`,
    addContent: async (hash) => {
      hash.update(`${record.contentHash}\n`);
      for (const { sampleIndex, symbol, aux, subtype } of annotationsOf() ?? [])
        hash.update(`${sampleIndex} ${symbol} ${aux ?? ''} ${subtype ?? 0}\n`);
    },
  };
}

/**
 * The records of a library with the labels that people gave them. The library may be in use by the program meanwhile;
 * nothing is written to it.
 * @throws LibraryNotFound, StoreNewerThanApp, InvalidInput where it holds no record
 */
export function librarySource(path: string): LabelledSource {
  const library = joinLibrary(path);
  const studies = new Map(listStudies(library.database).map((study) => [study.id, study]));
  const records = listRecords(library.database).flatMap((record) => {
    const study = studies.get(record.studyId);
    return study ? [recordOf(library, record, study)] : [];
  });
  if (records.length === 0) {
    library.close();
    throw new PurkinjeError('InvalidInput', `The library ${path} holds no record.`, { file: path });
  }
  return { place: { kind: 'library', path }, title: 'library', records, close: () => library.close() };
}
