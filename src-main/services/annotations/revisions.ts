/**
 * How often each set was changed since the library was opened: what a window has seen is compared with it, so that two
 * windows (or a window and a command) do not overwrite one another unseen.
 */
export interface Revisions {
  of(setId: number): number;
  /** @returns the new revision */
  raise(setId: number): number;
}

export function openRevisions(): Revisions {
  const revisions = new Map<number, number>();
  const of = (setId: number): number => revisions.get(setId) ?? 1;
  return {
    of,
    raise(setId) {
      revisions.set(setId, of(setId) + 1);
      return of(setId);
    },
  };
}
