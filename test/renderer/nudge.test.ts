import { expect, it } from 'vitest';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

it('no step is lost of keys that move a beat quicker than it is saved', async () => {
  const api = clientOf(new StandInApi({ samples: 977 * 60 }));
  const review = new Review(api, new Settings(api, 0), await api.getRecord({ params: { recordId: 1 } }));
  await review.load();
  review.selection.selectRow(4);
  const [id] = review.selection.keys;
  const place = (): number => review.annotations.rows.find((row) => row.id === id)!.sampleIndex;
  const before = place();
  await Promise.all(Array.from({ length: 5 }, () => review.editing.nudge(2)));
  expect(place()).toBe(before + 10);
  await review.editing.undo();
  expect(place()).toBe(before + 8);
  await review.editing.nudge(-1);
  expect(place()).toBe(before + 7);
});
