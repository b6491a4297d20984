/** Blind reading in the window with two readers: what the other made shows only where a beat was labelled. */
import { beforeEach, describe, expect, it } from 'vitest';
import { beatClassByCode } from '../../src-main/domain/beat-class.ts';
import { isRead } from '../../src-renderer/beats/blind.ts';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { markText } from '../../src-renderer/state/study-marks.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

let review: Review;
let places: Float64Array;

/** @param owner whose labels the open set holds */
async function openAs(
  me: string,
  { api = clientOf(new StandInApi({ samples: 2 ** 18 - 1 }), []), owner = me } = {},
): Promise<void> {
  const record = await api.getRecord({ params: { recordId: 1 } });
  const annotationSets = record.annotationSets.map((set) =>
    set.origin === 'human' ? { ...set, author: owner } : set,
  );
  const settings = new Settings(api, 0);
  await settings.load();
  review = new Review(api, settings, { ...record, annotationSets });
  review.annotations.me = me;
  await review.load();
  places = review.annotations.union.sampleIndex;
}

/** The stand-in signs everything as `stand-in`: that is the other reader. */
beforeEach(async () => {
  await openAs('stand-in');
  const { studyMarks } = review;
  const [from, to] = [places[4], places[6]];
  await studyMarks.add({ kind: 'caliper', from, to });
  await studyMarks.add({ kind: 'measurement', from, to, details: { name: 'QT', ms: 333, on: 'II' } });
  await studyMarks.add({ kind: 'note', from, text: 'AVNRT from here' });
  await studyMarks.add({ kind: 'manoeuvre', from, text: 'PPI - TCL 140 ms' });
  await studyMarks.add({ kind: 'ablation', from: places[20], text: 'slow pathway' });
  await openAs('Bela', { api: review.api });
});

const label = async (row: number): Promise<void> => {
  review.selection.selectRow(row);
  await review.editing.label(beatClassByCode('PVC')!);
};

describe('a blind reading', () => {
  it('hides calipers, intervals, notes and log of the other reader until the beats are labelled', async () => {
    const { studyMarks, annotations, keptCalipers, calipers } = review;
    expect(studyMarks.log).toHaveLength(3);
    annotations.setBlind(true);
    keptCalipers.show();
    expect(calipers.list).toEqual([]);
    expect(studyMarks.of('measurement')).toEqual([]);
    expect(studyMarks.log.map(markText)).toEqual(['ablation, words withheld']);
    for (const row of [4, 5, 6]) {
      expect(studyMarks.of('measurement')).toEqual([]);
      await label(row);
    }
    keptCalipers.show();
    expect(studyMarks.of('measurement')).toHaveLength(1);
    expect(calipers.list).toHaveLength(1);
    expect(studyMarks.log.map(markText)).toEqual([
      'AVNRT from here',
      'PPI - TCL 140 ms',
      'ablation, words withheld',
    ]);
    annotations.setBlind(false);
    expect(studyMarks.log.map(markText).at(-1)).toBe('ablation slow pathway');
  });

  it('hides the labels of the other reader’s set, which are not the reader’s own however they came about', async () => {
    await openAs('stand-in', { api: review.api });
    await label(5);
    const shown = (): Set<number> => new Set(review.annotations.human!.classIndex);
    review.annotations.setBlind(true);
    expect(shown().size).toBe(2);
    await openAs('Bela', { api: review.api, owner: 'stand-in' });
    expect(shown().size).toBeGreaterThan(2);
    review.annotations.setBlind(true);
    expect(shown().size).toBe(1);
  });

  it('shows no intervals of beats that are not labelled: they tell the class', async () => {
    const { annotations, intervals } = review;
    annotations.setBlind(true);
    await intervals.measure(places[5]);
    expect(intervals.found).toBeUndefined();
    expect(intervals.withheld).toBe(true);
    annotations.setBlind(false);
    const { from, to } = intervals.found!;
    annotations.setBlind(true);
    for (let row = 0; row < places.length; row++)
      if (places[row] >= from && places[row] <= to) await label(row);
    expect(intervals.withheld).toBe(false);
    expect(intervals.found).toBeDefined();
  });
});

describe('a stretch', () => {
  const union = {
    count: 4,
    sampleIndex: Float64Array.of(100, 200, 300, 400),
    human: Int32Array.of(0, 1, -1, 2),
    predicted: new Int32Array(4).fill(-1),
  };
  it('is read where all its beats are, or the nearest where it has none', () => {
    const own = (h: number): boolean => h < 2;
    expect(isRead(union, own, 90, 210)).toBe(true);
    expect(isRead(union, own, 90, 310)).toBe(false);
    expect(isRead(union, own, 120, 130)).toBe(true);
    expect(isRead(union, own, 290, 295)).toBe(false);
    expect(isRead(union, own, 390, 500)).toBe(false);
    expect(isRead({ ...union, count: 0 }, own, 0, 500)).toBe(false);
  });
});
