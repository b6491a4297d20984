import { PurkinjeError } from '../../domain/errors.ts';
import { insertAnnotationSet, listAnnotationSets } from '../../store/annotation-sets.ts';
import { insertAnnotations, readAnnotations, PROVENANCES } from '../../store/annotations.ts';
import { inTransaction } from '../../store/database.ts';
import { appendTrail } from '../../store/trail.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { requireSet, summarise, type SetSummary } from './set-summary.ts';

export interface SetRequest {
  readonly name: string;
  /** By default whoever is at the workstation. */
  readonly author?: string;
  /** A set of the same record that the new one begins as a copy of. */
  readonly copyOf?: number;
}

/**
 * A new annotator's set. A copy of one's own set keeps how each label came about; what another reader labelled is taken over in it,
 * like a file's: a blind reading does not show it as the reader's own.
 * @throws NotFound; Conflict where the record has an editable set of this name; InvalidInput for a copy across records
 */
export function createSet(
  { library, session, annotator }: Workstation,
  recordId: number,
  request: SetRequest,
): SetSummary {
  const { database } = library;
  requireRecord(database, recordId);
  const { name, copyOf } = request;
  // Who is signed in makes sets under no other name.
  const author = session.person()?.name ?? request.author ?? annotator();
  if (listAnnotationSets(database, recordId).some((set) => set.importedAs === undefined && set.name === name))
    throw new PurkinjeError('Conflict', `The record has a set called ${name} already. Choose another name.`);
  const source = copyOf === undefined ? undefined : requireSet(database, copyOf);
  if (source && source.recordId !== recordId)
    throw new PurkinjeError('InvalidInput', 'A set is copied within its own record.');
  return inTransaction(database, () => {
    const id = insertAnnotationSet(database, { recordId, name, author, origin: 'human' });
    const copied = source ? readAnnotations(database, source.id) : [];
    const isOwn = source?.author === author;
    for (const provenance of PROVENANCES) {
      const some = copied.filter((annotation) => annotation.provenance === provenance);
      const taken = isOwn || provenance === 'machine' ? provenance : 'imported';
      if (some.length > 0) insertAnnotations(database, id, some, taken);
    }
    const from = source ? `copy of set ${source.id}` : 'empty';
    appendTrail(database, { who: author, what: 'create-set', object: `annotation-set ${id}`, new: from });
    return summarise(database, requireSet(database, id));
  });
}
