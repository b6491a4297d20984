import { listTrail, type TrailEntry, type TrailVerdict } from '../../store/trail.ts';
import type { TrailPage } from '../../store/trail-search.ts';
import { hiddenSets } from '../assignments/blinding.ts';
import type { TrailSearch } from '../house/care-threads.ts';
import type { Workstation } from '../workstation.ts';

export interface ShownEntry extends TrailEntry {
  /** Old, new and why are not shown to whoever is here before a reading of theirs is done. */
  readonly withheld?: boolean;
}

/** Entries in order, a page of them. */
export function readTrail(
  workstation: Workstation,
  page: { readonly after: number; readonly limit: number; readonly object?: string },
): ShownEntry[] {
  return withheld(workstation, listTrail(workstation.library.database, page));
}

/** Entries that fit, newest first, a page of them; looked for in a thread. */
export async function trailPage(
  workstation: Workstation,
  search: TrailSearch,
): Promise<TrailPage & { readonly entries: ShownEntry[] }> {
  const page = await workstation.care.searchTrail(search);
  return { ...page, entries: withheld(workstation, page.entries) };
}

/** What was changed in labels that whoever is here may not see yet is left out of the answer; the trail itself has it. */
function withheld(workstation: Workstation, entries: TrailEntry[]): ShownEntry[] {
  const hidden = new Set([...hiddenSets(workstation)].map((id) => `annotation-set ${id}`));
  if (hidden.size === 0) return entries;
  return entries.map((entry) =>
    hidden.has(entry.object)
      ? { ...entry, old: undefined, new: undefined, why: undefined, withheld: true }
      : entry,
  );
}

/** Recomputes the whole chain, in a thread. */
export function verifiedTrail({ care }: Workstation): Promise<TrailVerdict> {
  return care.verifyTrail();
}
