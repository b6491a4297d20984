import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Role } from '../../../src-main/api/contract/people.ts';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { findPerson, insertPerson } from '../../../src-main/store/people.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

// Recordings are imported by a process of their own: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What readers are given. */
export const study = shortStudy();
/** Of that study. */
export const beats = study.annotations.filter(isBeat);

export interface Readers {
  readonly fixture: ApiFixture;
  readonly recordId: number;
  /** From here on it is this person who asks. Signing in itself is tested elsewhere, and its passwords take their time. */
  as(name: string): void;
}

/** Beats of a person's own set, as the window saves their labels in a blind reading: from one to another, counted from 0. */
export async function labelBlind(
  { api }: ApiFixture,
  setId: number,
  from: number,
  to: number,
): Promise<void> {
  const { id, sampleIndex } = await api.getAnnotations({ params: { setId } });
  const ids = id.filter(
    (_, i) => sampleIndex[i] >= beats[from].sampleIndex && sampleIndex[i] <= beats[to].sampleIndex,
  );
  const edit = { kind: 'relabel', ids, mark: { symbol: 'V' }, provenance: 'blind' } as const;
  await api.applyEdit({ params: { setId }, body: { edit } });
}

/** A copy of the reference for whoever asks. @returns its id */
export async function copyReference({ fixture: { api }, recordId }: Readers, name: string): Promise<number> {
  const [reference] = (await api.getRecord({ params: { recordId } })).annotationSets;
  return (await api.createSet({ params: { recordId }, body: { name, copyOf: reference.id } })).id;
}

/** For a file: each test has a library with one study and these people; no test meets a bug. */
export function readers(people: readonly (readonly [name: string, role: Role])[]): Readers {
  let fixture: ApiFixture;
  let recordId: number;
  beforeEach(async () => {
    fixture = openApiFixture();
    recordId = await importStudy(fixture, study);
    for (const [name, role] of people)
      insertPerson(fixture.workstation.library.database, { name, role }, { salt: '', password: '' });
  });
  afterEach(async () => {
    expect(fixture.bugs).toEqual([]);
    await fixture.close();
  });
  return {
    get fixture() {
      return fixture;
    },
    get recordId() {
      return recordId;
    },
    as: (name) => fixture.workstation.session.enter(findPerson(fixture.workstation.library.database, name)!),
  };
}
