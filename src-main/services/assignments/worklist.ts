import { listAssignments, setsOfAssignment, type Assignment } from '../../store/assignments.ts';
import { findAnnotationSet, listAnnotationSets } from '../../store/annotation-sets.ts';
import { listPeople } from '../../store/people.ts';
import { listRecords } from '../../store/records.ts';
import { findStudy } from '../../store/studies.ts';
import { summarise } from '../annotations/set-summary.ts';
import { headOf } from '../records/studies.ts';
import type { Workstation } from '../workstation.ts';
import { openingOf } from './assignments.ts';

export interface WorklistItem extends Assignment {
  readonly study: string;
  /** The patient's code. */
  readonly patient: string;
  readonly own: boolean;
  /** When a repeat may begin; undefined where it may at once. */
  readonly opensAt?: string;
  /** The reading that has to be done first. */
  readonly afterReading?: number;
  readonly records: {
    readonly recordId: number;
    readonly record: string;
    readonly setId?: number;
    /** Beats labelled, and beats that a machine found. */
    readonly labelled: number;
    readonly found: number;
  }[];
}

/** One's own assignments, or everybody's for who assigns. */
export function worklist(workstation: Workstation, all: boolean): WorklistItem[] {
  const { database } = workstation.library;
  const me = workstation.annotator();
  const assigns = mayAssign(workstation);
  return listAssignments(database, all && assigns ? {} : { reader: me }).map((assignment) =>
    itemOf(workstation, assignment, me),
  );
}

/** Trainers and administrators; anybody in a library without people. */
export function mayAssign({ session, library }: Workstation): boolean {
  const person = session.person();
  if (person) return person.role === 'trainer' || person.role === 'administrator';
  return listPeople(library.database).length === 0;
}

/** Whom studies can be given to: who labels and may sign in; whoever is here in a library without people. Others' names for who assigns alone. */
export function readersOf(workstation: Workstation): string[] {
  if (!mayAssign(workstation)) return [];
  const people = listPeople(workstation.library.database);
  if (people.length === 0) return [workstation.annotator()];
  return people.filter(({ active, role }) => active && role !== 'trainer').map(({ name }) => name);
}

function itemOf(workstation: Workstation, assignment: Assignment, me: string): WorklistItem {
  const { database } = workstation.library;
  const study = findStudy(database, assignment.studyId)!;
  const records = listRecords(database, study.id);
  const { opensAt, afterReading } = openingOf(workstation, assignment);
  const sets = setsOfAssignment(database, assignment.id);
  return {
    ...assignment,
    study: study.name,
    patient: headOf(workstation, study, records).patient.code,
    own: assignment.reader.toLowerCase() === me.toLowerCase(),
    opensAt: opensAt && opensAt > new Date() ? opensAt.toISOString() : undefined,
    afterReading,
    records: records.map(({ id, name }) => {
      const setId = sets.find(({ recordId }) => recordId === id)?.setId;
      const machine = listAnnotationSets(database, id).findLast(({ origin }) => origin === 'machine');
      const own = setId === undefined ? undefined : findAnnotationSet(database, setId);
      return {
        recordId: id,
        record: name,
        setId,
        labelled: own ? decidedBeats(workstation, own.id) : 0,
        found: machine ? summarise(database, machine).beats : 0,
      };
    }),
  };
}

/** Beats with a label other than unsure. */
function decidedBeats({ library }: Workstation, setId: number): number {
  const { database } = library;
  const set = findAnnotationSet(database, setId)!;
  const unsure = database
    .prepare(
      "SELECT count(*) FROM annotation JOIN mark ON mark.id = mark_id WHERE set_id = ? AND symbol = '?' AND aux = ''",
    )
    .pluck()
    .get(setId) as number;
  return summarise(database, set).beats - unsure;
}
