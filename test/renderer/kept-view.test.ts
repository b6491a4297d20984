/** What a reader keeps from record to record: the colour of a channel by its name, and which records are read blind. */
import { expect, it } from 'vitest';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

/** Opens the record anew, as a start of the program does. */
async function openAnew(api: ApiClient, recordId = 1): Promise<Review> {
  const settings = new Settings(api, 0);
  await settings.load();
  const record = await api.getRecord({ params: { recordId: 1 } });
  return new Review(api, settings, { ...record, id: recordId });
}
const makeApi = () => clientOf(new StandInApi({ samples: 2 ** 17 }), []);
const groupOf = (review: Review, name: string) =>
  review.display.shown.find((channel) => channel.name === name)!.group;

it('a channel keeps its colour by its name, in each record, without a channel set', async () => {
  const api = makeApi();
  const first = await openAnew(api);
  first.kept.colour('CS12', 'HIS');
  await first.settings.flush();
  const second = await openAnew(api, 2);
  expect(groupOf(second, 'CS12')).toBe('HIS');
  expect(groupOf(second, 'CS34')).toBe('CS');
  second.kept.colour('CS12', undefined);
  await second.settings.flush();
  expect(groupOf(await openAnew(api), 'CS12')).toBe('CS');
});

it('a set with colours of its own has them while it is shown, and takes what is chosen then', async () => {
  const api = makeApi();
  const review = await openAnew(api);
  review.kept.colour('CS12', 'ABL');
  review.kept.channelSet(6);
  review.useChannelSet(0);
  review.kept.colour('CS12', 'RVA');
  expect(groupOf(review, 'CS12')).toBe('RVA');
  review.useChannelSet(6);
  expect(groupOf(review, 'CS12')).toBe('ABL');
  review.kept.colour('CS12', 'other');
  expect(groupOf(review, 'CS12')).toBe('other');
  await review.settings.flush();
  const again = await openAnew(api);
  expect(groupOf(again, 'CS12')).toBe('other');
  again.useChannelSet(6);
  expect(groupOf(again, 'CS12')).toBe('other');
});

it('a record that somebody reads blind is blind when they open it again, and for nobody else', async () => {
  const api = makeApi();
  const review = await openAnew(api);
  review.kept.blind(true, 'Anna');
  await review.settings.flush();
  const [again, other] = [await openAnew(api), await openAnew(api, 2)];
  expect([again.kept.isBlind('Anna'), again.kept.isBlind('Ben'), other.kept.isBlind('Anna')]).toEqual([
    true,
    false,
    false,
  ]);
  again.kept.blind(false, 'Anna');
  await again.settings.flush();
  expect((await openAnew(api)).kept.isBlind('Anna')).toBe(false);
});
