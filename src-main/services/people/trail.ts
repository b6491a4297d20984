import { listTrail, verifyTrail, type TrailEntry, type TrailVerdict } from '../../store/trail.ts';
import { searchTrail, type TrailFilter, type TrailPage } from '../../store/trail-search.ts';
import type { Workstation } from '../workstation.ts';

/** Entries in order, a page of them. */
export function readTrail(
  { library }: Workstation,
  page: { readonly after: number; readonly limit: number; readonly object?: string },
): TrailEntry[] {
  return listTrail(library.database, page);
}

/** Entries that fit, newest first, a page of them. */
export function trailPage(
  { library }: Workstation,
  { offset, limit, ...filter }: TrailFilter & { readonly offset: number; readonly limit: number },
): TrailPage {
  return searchTrail(library.database, filter, { offset, limit });
}

export function verifiedTrail({ library }: Workstation): TrailVerdict {
  return verifyTrail(library.database);
}
