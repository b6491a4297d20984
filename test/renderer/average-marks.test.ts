/** Onsets and offsets of the average beat: moved by a person, kept with the record, read again, taken back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { averageKey, keptAverageOf } from '../../src-main/domain/kept-average.ts';
import { HandMarks, type AveragedGroup } from '../../src-renderer/state/average-marks.svelte.ts';
import { StudyMarks, type StudyMark } from '../../src-renderer/state/study-marks.svelte.ts';

const group: AveragedGroup = {
  key: averageKey([1000, 1900, 2800, 3700], 'median'),
  rPeaks: [1000, 1900, 2800, 3700],
  statistic: 'median',
  code: 'N',
  beats: 4,
  rr: { ms: 900, beats: 4 },
  qtLead: 'II',
  ageYears: undefined,
  places: { pOnset: -200, qrsOnset: -40, qrsOffset: 50, tOffset: undefined, qtOnset: -36 },
  first: -300,
  last: 600,
};
const named = (hand: HandMarks) =>
  Object.fromEntries((hand.intervals?.values ?? []).map(({ name, ms }) => [name, ms]));

/** Marks as the main side keeps them. */
function marksOfRecord(author = 'Anna') {
  const kept: StudyMark[] = [];
  let refuses = false;
  let next = 1;
  const api = {
    listMarks: async () => ({ marks: [...kept] }),
    addMark: async ({ body }: { body: Partial<StudyMark> }) => {
      if (refuses) throw new Error('the disk is full');
      const mark = { text: '', ...body, id: next++, recordId: 1, author, createdAt: '' } as StudyMark;
      kept.push(mark);
      return mark;
    },
    changeMark: async ({ params, body }: { params: { markId: number }; body: Partial<StudyMark> }) => {
      const at = kept.findIndex(({ id }) => id === params.markId);
      kept[at] = { ...kept[at], ...body, author };
      return kept[at];
    },
    deleteMark: async ({ params }: { params: { markId: number } }) => {
      kept.splice(
        kept.findIndex(({ id }) => id === params.markId),
        1,
      );
      return {};
    },
  };
  return { kept, marks: new StudyMarks(api as never, 1), refuse: () => (refuses = true) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('onsets and offsets of the average beat', () => {
  it('are as found until a person moves them; what follows from them follows', async () => {
    const hand = new HandMarks(1000, marksOfRecord().marks);
    hand.show(group);
    expect(named(hand)).toEqual({ PR: 160, QRS: 90, RR: 900 });
    expect(hand.missing).toEqual(['tOffset']);
    hand.place('tOffset');
    hand.move('tOffset', 364);
    // From the QT lead's own onset while nobody moved Q.
    expect(named(hand)).toMatchObject({ 'QT (II)': 400, 'QTc (Bazett)': 422, 'QTc (Fridericia)': 414 });
    hand.move('qrsOnset', -50);
    expect(named(hand)).toMatchObject({ PR: 150, QRS: 100, 'QT (II)': 414 });
    expect(hand.byHand).toEqual({ pOnset: -200, qrsOnset: -50, qrsOffset: 50, tOffset: 364 });
    await hand.settled();
    hand.reset();
    await hand.settled();
    expect(named(hand)).toEqual({ PR: 160, QRS: 90, RR: 900 });
  });

  it('are kept once, however often they come to rest while that is on its way; what is moved then is kept too', async () => {
    const { kept, marks } = marksOfRecord();
    const writes = [vi.spyOn(marks, 'add'), vi.spyOn(marks, 'change')];
    const count = (): number => writes.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    const hand = new HandMarks(1000, marks);
    hand.show(group);
    hand.move('qrsOffset', 60);
    for (let k = 0; k < 3; k++) hand.rest();
    await hand.settled();
    expect(count()).toBe(1);
    hand.move('qrsOffset', 70);
    hand.rest();
    hand.move('tOffset', 364);
    await hand.settled();
    expect(count()).toBe(3);
    expect(keptAverageOf(kept[0].details)?.marks).toMatchObject({ qrsOffset: 70, tOffset: 364 });
  });

  it('stay in their order and within the average', () => {
    const hand = new HandMarks(1000, marksOfRecord().marks);
    hand.show(group);
    hand.move('qrsOnset', 200);
    expect(hand.marks!.qrsOnset).toBe(49);
    hand.move('pOnset', -1000);
    expect(hand.marks!.pOnset).toBe(-300);
  });

  it('are kept once the keys rest, a step of undo for one move, with who moved them', async () => {
    const { kept, marks } = marksOfRecord();
    const hand = new HandMarks(1000, marks);
    hand.show(group);
    for (const at of [-41, -42, -43]) hand.move('qrsOnset', at);
    expect(kept).toEqual([]);
    expect(hand.by).toBeUndefined();
    await vi.advanceTimersByTimeAsync(400);
    expect(kept).toMatchObject([
      {
        kind: 'average',
        from: 1000,
        to: 3700,
        details: { key: group.key, marks: { qrsOnset: -43 } },
      },
    ]);
    const { rPeaks, statistic } = keptAverageOf(kept[0].details)!;
    expect({ rPeaks, statistic }).toEqual({ rPeaks: group.rPeaks, statistic: 'median' });
    expect(hand.by).toBe('Anna');
    hand.move('tOffset', 350, true);
    await vi.advanceTimersByTimeAsync(1000);
    // A drag goes on.
    expect(kept[0].details).toMatchObject({ marks: { qrsOnset: -43 } });
    hand.rest();
    await hand.settled();
    expect(kept).toMatchObject([{ details: { marks: { qrsOnset: -43, tOffset: 350 } } }]);
  });

  it('stand there again where the record is opened again, for the same beats averaged the same way alone', async () => {
    const { marks } = marksOfRecord();
    const before = new HandMarks(1000, marks);
    before.show(group);
    before.move('qrsOffset', 60);
    await before.settled();
    const hand = new HandMarks(1000, marks);
    hand.show(group);
    expect(named(hand).QRS).toBe(100);
    expect(hand.by).toBe('Anna');
    hand.show({ ...group, key: averageKey([1000, 1900, 2800], 'median') });
    expect(named(hand).QRS).toBe(90);
    hand.show({ ...group, key: averageKey([1000, 1900, 2800, 3700], 'mean') });
    expect(hand.byHand).toBeUndefined();
  });

  it('follow an undo, and are taken back as found', async () => {
    const { kept, marks } = marksOfRecord();
    const hand = new HandMarks(1000, marks);
    hand.show(group);
    hand.move('qrsOffset', 60);
    await hand.settled();
    marks.follow({ changed: [], removed: [kept[0].id] });
    expect(hand.byHand).toBeUndefined();
    marks.follow({ changed: [kept[0]], removed: [] });
    expect(named(hand).QRS).toBe(100);
    hand.reset();
    await hand.settled();
    expect(kept).toEqual([]);
  });

  it('of beats that were relabelled as a tachycardia have no P; QT stays, QTc does not', async () => {
    const hand = new HandMarks(1000, marksOfRecord().marks);
    hand.show(group);
    hand.place('tOffset');
    await hand.settled();
    hand.show({ ...group, code: 'NRT', places: { ...group.places, pOnset: undefined } });
    expect(hand.byHand).toMatchObject({ pOnset: undefined, qrsOnset: -40, tOffset: 350 });
    expect(named(hand)).toEqual({ QRS: 90, RR: 900, 'QT (II)': 386 });
    expect(hand.intervals!.refused).toContainEqual({ name: 'QTc', why: 'NRT is a tachycardia' });
    // Nor one that could be placed.
    expect(hand.missing).toEqual([]);
    hand.show({ ...group, code: undefined });
    expect(hand.byHand).toMatchObject({ pOnset: undefined, tOffset: undefined });
  });

  it('that could not be kept say so, and are nobody’s yet', async () => {
    const { marks, refuse } = marksOfRecord();
    refuse();
    const hand = new HandMarks(1000, marks);
    hand.show(group);
    hand.move('qrsOffset', 60);
    await hand.settled();
    expect(marks.fault).toBe('the disk is full');
    expect(hand.by).toBeUndefined();
    expect(named(hand).QRS).toBe(100);
  });
});
