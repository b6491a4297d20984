/** Merging families over the real main side: what is kept, what undo brings back, what the history of marks takes. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../api/library-fixture.ts';

// Recordings are imported by a process of their own: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
let recordId: number;
beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, shortStudy());
});
afterAll(() => fixture.close());

async function opened(): Promise<Review> {
  const settings = new Settings(fixture.api, 0);
  await settings.load();
  const review = new Review(fixture.api, settings, await fixture.api.getRecord({ params: { recordId } }));
  await review.load();
  await review.families.load();
  return review;
}
const groups = ({ families }: Review): string[] =>
  families.grouping!.families.map(({ members }) => members.toSorted((a, b) => a - b).join()).toSorted();

it('merged families are kept as runs, stay so when the record is opened again, and come apart by undo', async () => {
  const review = await opened();
  const apart = groups(review);
  expect(apart.length).toBeGreaterThan(1);
  review.families.choose(0, false);
  review.families.choose(1, true);
  await review.families.merge();
  expect(review.families.fault).toBeUndefined();
  const together = groups(review);
  expect(together).toHaveLength(apart.length - 1);
  const [mark] = (await fixture.api.listMarks({ params: { recordId } })).marks;
  expect(Object.keys(mark.details as object).toSorted()).toEqual(['runs', 'setId']);
  expect(groups(await opened())).toEqual(together);
  await review.annotations.undo();
  await vi.waitUntil(() => groups(review).length === apart.length, { timeout: 60_000 });
  expect(groups(review)).toEqual(apart);
  await review.annotations.redo();
  await vi.waitUntil(() => groups(review).length === together.length, { timeout: 60_000 });
  expect(groups(review)).toEqual(together);
});

it('a grouping that was kept with every id is still read', async () => {
  const before = await opened();
  const { setId, families } = before.families.grouping!;
  const [mark] = (await fixture.api.listMarks({ params: { recordId } })).marks;
  const details = { setId, families: families.map(({ members }) => members) };
  await before.studyMarks.change(
    before.studyMarks.of('families').find(({ id }) => id === mark.id)!,
    { details },
  );
  expect(groups(await opened())).toEqual(groups(before));
});
