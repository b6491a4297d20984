import { PurkinjeError } from '../../domain/errors.ts';
import { assignmentOfSet, listAssignments, setsHiddenFrom } from '../../store/assignments.ts';
import type { Workstation } from '../workstation.ts';

/** Ids of the sets that whoever is here may not see yet: see `setsHiddenFrom`. */
export function hiddenSets(workstation: Workstation): ReadonlySet<number> {
  return setsHiddenFrom(workstation.library.database, workstation.annotator());
}

/** Those of some sets that whoever is here may see. */
export function visible<Set extends { readonly id: number }>(
  workstation: Workstation,
  sets: readonly Set[],
  hidden = hiddenSets(workstation),
): Set[] {
  return hidden.size === 0 ? [...sets] : sets.filter(({ id }) => !hidden.has(id));
}

/** @throws NotAllowed for a set that whoever is here may not see yet */
export function requireVisible(workstation: Workstation, setIds: readonly number[]): void {
  if (setIds.length === 0) return;
  const hidden = hiddenSets(workstation);
  if (setIds.some((id) => hidden.has(id)))
    throw new PurkinjeError(
      'NotAllowed',
      'These labels are of another reading of a study that you are to read. They show once your reading is done.',
    );
}

/** @throws NotAllowed for a report of a record whose labels are partly hidden from whoever is here */
export function requireNothingHidden({ library, annotator }: Workstation, studyId: number): void {
  const open = listAssignments(library.database, { reader: annotator(), studyId });
  if (open.some(({ state }) => state !== 'done'))
    throw new PurkinjeError(
      'NotAllowed',
      'You are still to read this study, and a report would show what others found. Finish the reading first.',
    );
}

/** @throws NotAllowed for the labels of a reading that is done: agreement was computed of them */
export function requireOpenReading({ library }: Workstation, setId: number): void {
  const assignment = assignmentOfSet(library.database, setId);
  if (assignment?.state === 'done')
    throw new PurkinjeError(
      'NotAllowed',
      `This reading of ${assignment.reader} is done, its labels stay as they are. Copy the set, or have the reading opened again.`,
    );
}

/** @throws NotAllowed where whoever is here is still to read the study: its labels belong into that reading's own set */
export function requireNoOpenReading(workstation: Workstation, studyId: number): void {
  const reader = workstation.annotator();
  const open = listAssignments(workstation.library.database, { reader, studyId }).find(
    ({ state }) => state !== 'done',
  );
  if (open)
    throw new PurkinjeError(
      'NotAllowed',
      open.state === 'assigned'
        ? 'This study is assigned to you. Begin the reading in Worklist, then label.'
        : 'You are reading this study. Finish the reading in Worklist before you make other sets of it.',
    );
}
