import { listTrail, verifyTrail, type TrailEntry, type TrailVerdict } from '../../store/trail.ts';
import type { Workstation } from '../workstation.ts';

/** Entries in order, a page of them. */
export function readTrail(
  { library }: Workstation,
  page: { readonly after: number; readonly limit: number; readonly object?: string },
): TrailEntry[] {
  return listTrail(library.database, page);
}

export function verifiedTrail({ library }: Workstation): TrailVerdict {
  return verifyTrail(library.database);
}
