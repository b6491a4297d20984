import { isBeat } from '../../domain/annotation.ts';
import { addAssignmentSet, type Assignment } from '../../store/assignments.ts';
import { insertAnnotationSet, listAnnotationSets } from '../../store/annotation-sets.ts';
import { insertAnnotations, readAnnotations } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { listRecords } from '../../store/records.ts';
import type { Workstation } from '../workstation.ts';

/** What a beat is called until the reader decides: the class "unsure". */
const UNDECIDED = { symbol: '?', aux: undefined };

/**
 * One set for each record of the study. Blind to the model it begins with the beats that a machine found, each of them unsure;
 * else it is empty, and predictions are accepted or corrected as ever. Inside the caller's transaction.
 */
export function beginSets({ library: { database } }: Workstation, assignment: Assignment): void {
  const { id, reader, reading, studyId, blindToModel } = assignment;
  for (const { id: recordId } of listRecords(database, studyId)) {
    const name = `reading ${reading} by ${reader}`;
    const set = {
      recordId,
      name: freeName(database, recordId, name),
      author: reader,
      origin: 'human',
    } as const;
    const setId = insertAnnotationSet(database, set);
    addAssignmentSet(database, id, setId);
    if (blindToModel) insertAnnotations(database, setId, foundBeats(database, recordId), 'imported');
  }
}

/** A withdrawn assignment leaves its sets: the next of the same name counts on. */
function freeName(database: LibraryDatabase, recordId: number, name: string): string {
  const taken = new Set(listAnnotationSets(database, recordId).map((set) => set.name));
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name} (${count})`;
  return free;
}

/** Beats that the newest machine set found; none where no machine looked. */
function foundBeats(database: LibraryDatabase, recordId: number): { sampleIndex: number; symbol: string }[] {
  const machine = listAnnotationSets(database, recordId).findLast(({ origin }) => origin === 'machine');
  if (!machine) return [];
  return readAnnotations(database, machine.id)
    .filter(isBeat)
    .map(({ sampleIndex }) => ({ sampleIndex, ...UNDECIDED }));
}
