import { listTrail, type TrailEntry, type TrailVerdict } from '../../store/trail.ts';
import type { TrailPage } from '../../store/trail-search.ts';
import { hiddenSets } from '../assignments/blinding.ts';
import { hasOpenReading, markEntriesHidden } from '../assignments/visible-marks.ts';
import type { TrailSearch } from '../house/care-threads.ts';
import type { Workstation } from '../workstation.ts';

export interface ShownEntry extends TrailEntry {
  /** Old, new and why are not shown to whoever is here before a blind reading of theirs is done. */
  readonly withheld?: boolean;
}

/** Entries in order, a page of them. */
export function readTrail(
  workstation: Workstation,
  page: { readonly after: number; readonly limit: number; readonly object?: string },
): ShownEntry[] {
  return withheld(workstation, listTrail(workstation.library.database, page));
}

/**
 * Entries that fit, newest first, a page of them; looked for in a thread. Whoever is to read something blind finds no words of
 * others by asking for them.
 * @param blind the window reads a record blind of its own accord: nothing that others changed is told
 */
export async function trailPage(
  workstation: Workstation,
  { blind = false, ...search }: TrailSearch & { readonly blind?: boolean },
): Promise<TrailPage & { readonly entries: ShownEntry[] }> {
  const objectsOnly = blind || hasOpenReading(workstation);
  const me = workstation.annotator();
  const page = await workstation.care.searchTrail({ ...search, objectsOnly });
  const entries = withheld(workstation, page.entries);
  return { ...page, entries: blind ? entries.map((one) => (one.who === me ? one : untold(one))) : entries };
}

/** What was changed in labels and marks that whoever is here may not see yet is left out of the answer; the trail itself has it. */
function withheld(workstation: Workstation, entries: TrailEntry[]): ShownEntry[] {
  const sets = hiddenSets(workstation);
  const isHiddenMark = markEntriesHidden(workstation);
  const isHidden = (entry: TrailEntry): boolean => {
    const [object, id] = entry.object.split(' ');
    if (object === 'annotation-set') return sets.has(Number(id));
    return object === 'study-mark' && isHiddenMark(Number(id), entry);
  };
  return entries.map((entry) => (isHidden(entry) ? untold(entry) : entry));
}

/** Who did what to which object, and when. */
function untold(entry: TrailEntry): ShownEntry {
  return { ...entry, old: undefined, new: undefined, why: undefined, withheld: true };
}

/** Recomputes the whole chain, in a thread. */
export function verifiedTrail({ care }: Workstation): Promise<TrailVerdict> {
  return care.verifyTrail();
}
