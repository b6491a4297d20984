import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

/** As much of a document as saving a file asks for. */
const page = { createElement: () => ({ click: () => {} }) } as unknown as Document;

let files: Blob[];
let review: Review;
/** The disk takes a mark only after this. */
let reachDisk: (fault?: Error) => void;

beforeEach(async () => {
  files = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    files.push(blob as Blob);
    return 'blob:measurements';
  });
  const api = clientOf(new StandInApi({ samples: 977 * 60 }));
  const disk = new Promise<void>((resolve, reject) => {
    reachDisk = (fault) => (fault ? reject(fault) : resolve());
  });
  const slow: typeof api = { ...api, addMark: (input) => disk.then(() => api.addMark(input)) };
  review = new Review(slow, new Settings(api, 0), await api.getRecord({ params: { recordId: 1 } }));
  await review.load();
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('a caliper on its way to the disk is in the table of measurements', async () => {
  expect(review.hasMeasured).toBe(false);
  review.calipers.add(977, 2 * 977);
  expect(review.hasMeasured).toBe(true);
  const taken = review.takeOutMeasurements(page);
  reachDisk();
  await taken;
  expect(review.message).toMatch(/-measurements\.csv taken out$/);
  expect(files).toHaveLength(1);
  const rows = (await files[0].text()).trim().split(/\r?\n/);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toContain('1000');
});

it('where the disk does not take it, that is told, and no empty table is made', async () => {
  review.calipers.add(977, 2 * 977);
  const taken = review.takeOutMeasurements(page);
  reachDisk(new Error('disk is full'));
  await taken;
  expect(files).toEqual([]);
  expect(review.message).toBe('not kept: disk is full');
});
