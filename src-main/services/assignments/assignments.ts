import { PurkinjeError } from '../../domain/errors.ts';
import {
  deleteAssignment,
  findAssignment,
  insertAssignment,
  listAssignments,
  setAssignmentState,
  type Assignment,
} from '../../store/assignments.ts';
import { inTransaction } from '../../store/database.ts';
import { listPeople } from '../../store/people.ts';
import { findStudy } from '../../store/studies.ts';
import { appendTrail } from '../../store/trail.ts';
import type { Workstation } from '../workstation.ts';
import { beginSets } from './reading-sets.ts';

export interface AssignmentRequest {
  readonly studyIds: readonly number[];
  readonly readers: readonly string[];
  readonly blindToModel: boolean;
  readonly washoutDays: number;
  readonly due?: string;
  readonly note: string;
}

/**
 * Gives each study to each reader. Who has read a study, or has it to read, gets a repeat: it opens after the washout.
 * @throws NotFound for a study or a reader; InvalidInput for a reader whose role does not label
 */
export function assign(workstation: Workstation, request: AssignmentRequest): Assignment[] {
  const { database } = workstation.library;
  const assignedBy = workstation.annotator();
  return inTransaction(database, () =>
    request.studyIds.flatMap((studyId) => {
      if (!findStudy(database, studyId)) throw new PurkinjeError('NotFound', `There is no study ${studyId}.`);
      return request.readers.map((name) => {
        const reader = readerOf(workstation, name);
        const reading = listAssignments(database, { reader, studyId }).length + 1;
        const { blindToModel, washoutDays, due, note } = request;
        const one = { studyId, reader, reading, blindToModel, washoutDays, due, note, assignedBy };
        const made = insertAssignment(database, one);
        const days = reading > 1 ? `, after ${washoutDays} days` : '';
        const told = `reading ${reading} by ${reader}${days}${due ? `, due ${due}` : ''}`;
        tell(workstation, 'assign', made, undefined, `study ${studyId}, ${told}`);
        return made;
      });
    }),
  );
}

/** As the account is written; without people, whatever name labels carry. */
function readerOf({ library }: Workstation, name: string): string {
  const people = listPeople(library.database);
  if (people.length === 0) return name;
  const person = people.find((one) => one.active && one.name.toLowerCase() === name.toLowerCase());
  if (!person) throw new PurkinjeError('NotFound', `There is nobody called ${name} who may sign in.`);
  if (person.role === 'trainer')
    throw new PurkinjeError('InvalidInput', `${person.name} is a trainer, and trainers do not label.`);
  return person.name;
}

/** When a reading may begin: at once, or after the one before and its washout. */
export function openingOf(
  { library }: Workstation,
  { reader, studyId, reading, washoutDays }: Assignment,
): { readonly opensAt?: Date; readonly afterReading?: number } {
  if (reading === 1) return {};
  const before = listAssignments(library.database, { reader, studyId }).find(
    (one) => one.reading === reading - 1,
  );
  if (!before) return {};
  if (before.doneAt === undefined) return { afterReading: before.reading };
  return { opensAt: new Date(Date.parse(before.doneAt) + washoutDays * 86_400_000) };
}

/**
 * Begins a reading: each record of the study gets a set of its own. Begun once, it is only answered.
 * @throws NotFound; NotAllowed for somebody else's, or before the washout is over
 */
export function beginReading(workstation: Workstation, id: number, now = new Date()): Assignment {
  const assignment = requireOwn(workstation, id);
  if (assignment.state !== 'assigned') return assignment;
  const { opensAt, afterReading } = openingOf(workstation, assignment);
  if (afterReading !== undefined)
    throw new PurkinjeError('NotAllowed', `Reading ${afterReading} of this study comes first.`);
  if (opensAt && opensAt > now)
    throw new PurkinjeError(
      'NotAllowed',
      `This repeat opens on ${opensAt.toISOString().slice(0, 10)}, ${assignment.washoutDays} days after the reading before.`,
    );
  return change(workstation, assignment, 'in progress', 'begin reading', () =>
    beginSets(workstation, assignment),
  );
}

/** @throws NotFound; NotAllowed for somebody else's; Conflict for one that was not begun */
export function finishReading(workstation: Workstation, id: number): Assignment {
  const assignment = requireOwn(workstation, id);
  if (assignment.state === 'done') return assignment;
  if (assignment.state === 'assigned')
    throw new PurkinjeError('Conflict', 'This reading was not begun. Open it from the worklist first.');
  return change(workstation, assignment, 'done', 'finish reading', () => {});
}

/** Lets a reader go on with a reading that was done. @throws NotFound; Conflict for one that is not done */
export function reopenReading(workstation: Workstation, id: number, why: string): Assignment {
  const assignment = require(workstation, id);
  if (assignment.state !== 'done') throw new PurkinjeError('Conflict', 'This reading is not done.');
  return change(workstation, assignment, 'in progress', 'open reading again', () => {}, why);
}

/** Takes an assignment back; labels that were made stay. @throws NotFound; Conflict for one that a repeat follows */
export function withdraw(workstation: Workstation, id: number, why: string): void {
  const { database } = workstation.library;
  const assignment = require(workstation, id);
  const { reader, studyId, reading, state } = assignment;
  const later = listAssignments(database, { reader, studyId }).some((one) => one.reading > reading);
  if (later)
    throw new PurkinjeError('Conflict', 'A repeat of this reading is assigned. Withdraw that first.');
  inTransaction(database, () => {
    deleteAssignment(database, id);
    tell(workstation, 'withdraw assignment', assignment, state, undefined, why);
  });
}

function require({ library }: Workstation, id: number): Assignment {
  const found = findAssignment(library.database, id);
  if (!found) throw new PurkinjeError('NotFound', `There is no assignment ${id}.`);
  return found;
}

function requireOwn(workstation: Workstation, id: number): Assignment {
  const found = require(workstation, id);
  if (found.reader.toLowerCase() !== workstation.annotator().toLowerCase())
    throw new PurkinjeError('NotAllowed', `This reading is ${found.reader}'s.`);
  return found;
}

function change(
  workstation: Workstation,
  assignment: Assignment,
  state: Assignment['state'],
  what: string,
  besides: () => void,
  why?: string,
): Assignment {
  const { database } = workstation.library;
  return inTransaction(database, () => {
    besides();
    setAssignmentState(database, assignment.id, state);
    tell(workstation, what, assignment, assignment.state, state, why);
    return findAssignment(database, assignment.id)!;
  });
}

function tell(
  workstation: Workstation,
  what: string,
  { id }: Assignment,
  old: string | undefined,
  now: string | undefined,
  why?: string,
): void {
  const who = workstation.annotator();
  appendTrail(workstation.library.database, { who, what, object: `assignment ${id}`, old, new: now, why });
}
