import { beforeEach, describe, expect, it } from 'vitest';
import { BEAT_CLASSES, beatClassByCode } from '../../src-main/domain/beat-class.ts';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

const SAMPLES = 2 ** 18 - 1;
let review: Review;
let calls: string[];
let fail: boolean;

beforeEach(async () => {
  calls = [];
  fail = false;
  const honest = clientOf(new StandInApi({ samples: SAMPLES }), calls);
  const api: typeof honest = {
    ...honest,
    applyEdit: (input) => (fail ? Promise.reject(new Error('disk is full')) : honest.applyEdit(input)),
  };
  const record = await api.getRecord({ params: { recordId: 1 } });
  const settings = new Settings(api, 0);
  await settings.load();
  review = new Review(api, settings, record);
  review.viewport.resize(1000);
  await review.load();
});

const human = () => review.annotations.human!;
const codeAt = (h: number): string => BEAT_CLASSES[human().classIndex[h]].code;

describe('labelling', () => {
  it('relabels the selected beat, keeps how it came about, and goes on to the next', async () => {
    review.selection.selectRow(4);
    await review.editing.label(beatClassByCode('PVC')!);
    expect(codeAt(4)).toBe('PVC');
    expect(review.annotations.rows.find(({ id }) => id === human().id[4])?.provenance).toBe('shown');
    expect(review.selection.focusRow).toBe(5);
  });

  it('relabels many in one undo step, marks them as bulk, and undo brings all back into view', async () => {
    review.selection.selectRange(10, 60);
    const before = [...human().classIndex];
    await review.editing.label(beatClassByCode('VT')!);
    expect([10, 35, 59].map(codeAt)).toEqual(['VT', 'VT', 'VT']);
    expect(calls.filter((name) => name === 'applyEdit')).toHaveLength(1);
    review.viewport.goToEnd();
    await review.editing.undo();
    expect([...human().classIndex]).toEqual(before);
    expect(review.selection.keys.size).toBe(50);
    expect(review.viewport.from).toBeLessThan(human().sampleIndex[10]);
    await review.editing.redo();
    expect(codeAt(35)).toBe('VT');
  });

  it('deletes, inserts, moves and takes each back', async () => {
    const count = human().count;
    review.selection.selectRow(3);
    await review.editing.remove();
    expect(human().count).toBe(count - 1);
    await review.editing.undo();
    await review.editing.insert(777);
    expect(human().count).toBe(count + 1);
    expect(review.selection.keys.size).toBe(1);
    const [id] = review.selection.keys;
    await review.editing.move(id, 800);
    expect(review.annotations.rows.find((row) => row.id === id)?.sampleIndex).toBe(800);
    await review.editing.undo();
    await review.editing.undo();
    expect(human().count).toBe(count);
    expect(review.annotations.canUndo).toBe(false);
    expect(review.annotations.canRedo).toBe(true);
  });

  it('raises the revision that every panel follows', async () => {
    const before = review.annotations.revision;
    review.selection.selectRow(0);
    await review.editing.label(beatClassByCode('PAC')!);
    expect(review.annotations.revision).toBeGreaterThan(before);
  });

  it('accepts a prediction: the human label becomes the machine’s and is no longer boxed', async () => {
    const wrong = review.annotations.humanDisagrees.indexOf(1);
    const row = review.annotations.union.human.indexOf(wrong);
    review.selection.selectRow(row);
    await review.editing.accept();
    expect(review.annotations.humanDisagrees[wrong]).toBe(0);
    expect(review.annotations.rows.find(({ id }) => id === human().id[wrong])?.provenance).toBe('accepted');
  });

  it('marks a rhythm and lets what was there go on behind it', async () => {
    const spans = review.annotations.rhythm;
    const inside = spans.find(({ to, from }) => to - from > 5000)!;
    await review.editing.rhythm(inside.from + 3000, inside.from + 1000, 'AF');
    const now = review.annotations.rhythm.filter(({ from }) => from >= inside.from && from < inside.to);
    expect(now.map(({ from, code }) => [from - inside.from, code])).toEqual([
      [0, inside.code],
      [1000, 'AF'],
      [3000, inside.code],
    ]);
  });

  it('keeps a note at its time', async () => {
    await review.editing.note(1234.4, 'adenosine 6 mg');
    expect(review.annotations.notes).toMatchObject([{ sampleIndex: 1234, text: 'adenosine 6 mg' }]);
  });
});

describe('an edit on its way', () => {
  it('is shown before it is saved, and an undo pressed at once takes it back', async () => {
    review.selection.selectRow(4);
    const before = codeAt(4);
    const saving = review.editing.label(beatClassByCode('PVC')!);
    expect(codeAt(4)).toBe('PVC');
    expect(review.annotations.saving).toBe(1);
    await Promise.all([saving, review.editing.undo()]);
    expect(codeAt(4)).toBe(before);
    expect(review.annotations.saving).toBe(0);
  });

  it('is taken back on screen, and said, where it could not be saved', async () => {
    review.selection.selectRow(4);
    const before = codeAt(4);
    fail = true;
    await review.editing.label(beatClassByCode('PVC')!);
    expect(codeAt(4)).toBe(before);
    expect(review.annotations.fault).toBe('disk is full');
  });
});

describe('selection', () => {
  it('walks beats, and beats of the same class', () => {
    review.selection.selectRow(0);
    const wanted = review.selection.classOf(0);
    const next = review.selection.next(1, 0, (row) => review.selection.classOf(row) === wanted);
    expect(review.selection.next(1, 0)).toBe(1);
    expect(next).toBe(1);
    review.selection.selectRow(review.annotations.union.count - 1);
    expect(review.selection.next(1, 0)).toBeUndefined();
  });

  it('begins at the view where nothing is selected', () => {
    const { sampleIndex } = review.annotations.union;
    expect(review.selection.next(1, sampleIndex[7] - 1)).toBe(7);
    expect(review.selection.next(-1, sampleIndex[7] - 1)).toBe(6);
  });

  it('extends from the anchor in both directions', () => {
    review.selection.selectRow(5);
    review.selection.extendTo(8);
    expect(review.selection.keys.size).toBe(4);
    review.selection.extendTo(3);
    expect([...review.selection.keys].map((key) => review.selection.rowOf(key))).toEqual([3, 4, 5]);
  });
});

describe('queue', () => {
  it('brings the most uncertain first, each once, and never what was accepted', async () => {
    const first = review.queue.start()!;
    const entropy = (row: number): number =>
      review.annotations.predicted!.entropy[review.annotations.union.predicted[row]];
    expect(entropy(first)).toBe(Math.max(...review.annotations.predicted!.entropy));
    review.goToRow(first);
    const waiting = review.queue.waiting.length;
    await review.editing.accept();
    expect(review.queue.waiting.length).toBe(waiting - 1);
    const second = review.selection.focusRow!;
    expect(second).not.toBe(first);
    expect(entropy(second)).toBeLessThanOrEqual(entropy(first));
  });

  it('offers only beats that differ in the order of disagreement', () => {
    review.queue.order = 'disagreement';
    review.queue.start();
    const { union, humanDisagrees } = review.annotations;
    expect(review.queue.waiting.length).toBe(humanDisagrees.reduce((sum, one) => sum + one, 0));
    expect(review.queue.waiting.every((row) => humanDisagrees[union.human[row]] === 1)).toBe(true);
  });
});

describe('a blind reading', () => {
  it('hides other readers, predictions and their order until a label is saved, and marks the label', async () => {
    const { annotations } = review;
    const rhythms = annotations.rhythm.length;
    expect(rhythms).toBeGreaterThan(0);
    annotations.setBlind(true);
    expect(new Set(annotations.human!.classIndex).size).toBe(1);
    expect(codeAt(5)).toBe('?');
    expect(annotations.predicted!.confidence.every(Number.isNaN)).toBe(true);
    expect(annotations.predictedDisagrees.some((one) => one === 1)).toBe(false);
    expect(annotations.rhythm).toHaveLength(0);
    expect(review.queue.start()).toBe(0);
    review.queue.stop();
    review.selection.selectRow(5);
    await review.editing.label(beatClassByCode('PVC')!);
    expect(codeAt(5)).toBe('PVC');
    const partner = annotations.match!.toSecond[5];
    expect(annotations.maySee(partner)).toBe(true);
    expect(annotations.maySee(partner + 1)).toBe(false);
    expect(annotations.rows.find(({ id }) => id === human().id[5])?.provenance).toBe('blind');
    annotations.setBlind(false);
    expect(annotations.rhythm).toHaveLength(rhythms);
    expect(annotations.maySee(partner + 1)).toBe(true);
  });
});

describe('measuring', () => {
  it('measures a cycle in ms, per minute and mV, and keeps it with the record', async () => {
    const { sampleIndex } = review.annotations.union;
    review.viewport.cursor = (sampleIndex[4] + sampleIndex[5]) / 2;
    expect(review.measureHere()).toBe(true);
    await expect.poll(() => review.calipers.list[0]?.author).toBe('stand-in');
    const [caliper] = review.calipers.list;
    expect([caliper.from, caliper.to]).toEqual([sampleIndex[4], sampleIndex[5]]);
    expect(caliper.extent).toBeGreaterThan(0.5);
    expect(review.calipers.text(caliper)).toMatch(/^\d+ ms \d+\/min I \d\.\d\d mV$/);
    const again = new Review(review.api, review.settings, review.record);
    await again.load();
    expect(again.calipers.list).toMatchObject([{ from: caliper.from, to: caliper.to, author: 'stand-in' }]);
  });

  it('draws a leg on an electrogram to the activation near it, and leaves one that was set free', async () => {
    const electrogram = review.display.shown.findIndex(({ name }) => name === 'CS12');
    review.display.current = electrogram;
    const { channelIndex } = review.display.shown[electrogram];
    const beat = review.annotations.union.sampleIndex[5];
    const reach = 0.2 * review.record.samplingFrequency;
    const activation = (await review.probe.activation(channelIndex, beat, reach))!;
    const away = 4 * review.viewport.samplesPerPixel;
    review.calipers.add(activation + away, activation + 1000 + 0.5);
    await review.keptCalipers.settled();
    expect(Math.abs(review.calipers.list[0].from - activation)).toBeLessThanOrEqual(2);
    review.calipers.begin(activation + away, false);
    review.calipers.finish(activation + 3000, true);
    await review.keptCalipers.settled();
    expect(review.calipers.list.at(-1)!.from).toBe(Math.round(activation + away));
  });

  it('takes a caliper back and sets it again in the order of all edits, labels among them', async () => {
    review.calipers.add(1000, 1400);
    await review.editing.note(1200, 'between');
    review.calipers.remove(review.calipers.list[0].id);
    await review.keptCalipers.settled();
    expect(review.calipers.list).toHaveLength(0);
    await review.editing.undo();
    expect(review.calipers.list).toMatchObject([{ from: 1000, to: 1400 }]);
    await review.editing.undo();
    expect(review.annotations.notes).toHaveLength(0);
    await review.editing.undo();
    expect(review.calipers.list).toHaveLength(0);
    await review.editing.undo();
    expect(review.annotations.lastEdit).toBe('There is nothing to undo.');
    for (let k = 0; k < 3; k++) await review.editing.redo();
    expect(review.annotations.notes).toHaveLength(1);
    expect(review.calipers.list).toHaveLength(0);
  });

  it('puts an inserted beat on the R peak', async () => {
    const { sampleIndex } = review.annotations.union;
    review.viewport.cursor = sampleIndex[6] + 30;
    await review.insertBeat();
    const [id] = review.selection.keys;
    const inserted = review.annotations.rows.find((row) => row.id === id)!;
    expect(Math.abs(inserted.sampleIndex - sampleIndex[6])).toBeLessThan(4);
  });

  it('snaps a leg to a beat that is near, else leaves it', () => {
    const at = review.annotations.union.sampleIndex[3];
    const { samplesPerPixel } = review.viewport;
    expect(review.snap(at + 4 * samplesPerPixel)).toBe(at);
    expect(review.snap(at + 12 * samplesPerPixel)).toBe(at + 12 * samplesPerPixel);
  });
});

describe('channels and filters', () => {
  it('shows surface leads, then electrograms by catheter', () => {
    const groups = review.display.shown.map(({ group }) => group);
    expect(groups.filter((group, k) => group !== groups[k - 1])).toEqual(['surface', 'CS', 'ABL', 'RVA']);
  });

  it('takes channel sets, and refuses one that the record has nothing of', () => {
    expect(review.display.useSet(2)?.name).toBe('IEGM');
    expect(review.display.shown.every(({ kind }) => kind === 'iegm')).toBe(true);
    review.display.sets = [...review.display.sets.slice(0, 7), { name: 'HIS', channels: ['HIS12'] }];
    expect(review.display.useSet(7)).toBeUndefined();
    expect(review.display.setIndex).toBe(2);
  });

  it('hides, isolates, reorders and shows again', () => {
    review.display.hide(1);
    expect(review.display.shown.some(({ name }) => name === 'II')).toBe(false);
    review.display.showHidden();
    review.display.isolate(1);
    expect(review.display.shown.map(({ name }) => name)).toEqual(['II']);
    review.display.isolate(1);
    review.display.move(18, 0);
    review.display.useSet(0);
    const names = review.display.shown.map(({ channelIndex }) => channelIndex);
    expect(names.indexOf(18)).toBe(names.indexOf(0) - 1);
  });

  it('keeps the channels shown as a set of one’s own', () => {
    review.display.useSet(2);
    review.display.hide(review.display.shown[0].channelIndex);
    const names = review.display.shown.map(({ name }) => name);
    review.display.keepAs(7);
    review.display.showHidden();
    review.display.useSet(0);
    review.display.useSet(7);
    expect(review.display.shown.map(({ name }) => name)).toEqual(names);
  });

  it('changes gain for a group and for one channel', () => {
    review.display.resetGains();
    review.display.stepGains(1);
    review.display.stepOwnGain(0, 1);
    expect(review.display.shown[0].amplitudeScale).toBe(40);
    expect(review.display.shown[1].amplitudeScale).toBe(20);
  });

  it('asks for filters only where they are computed, and says so where not', () => {
    expect(review.filters.query(10)).toEqual({ iegmBand: '30-250' });
    expect(review.filters.query(121)).toEqual({});
    expect(review.filters.text(121)).toContain('unfiltered');
    review.filters.on = false;
    expect(review.filters.query(10)).toEqual({});
    expect(review.filters.text(10)).toBe('unfiltered');
  });
});
