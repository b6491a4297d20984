import { beforeEach, describe, expect, it } from 'vitest';
import { beatClassByCode } from '../../src-main/domain/beat-class.ts';
import { MANOEUVRES } from '../../src-renderer/state/manoeuvre-readings.ts';
import { ENDPOINTS } from '../../src-main/api/contract/index.ts';
import { Application } from '../../src-renderer/state/application.svelte.ts';
import { People } from '../../src-renderer/state/people.svelte.ts';
import { Review } from '../../src-renderer/state/review.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { markText } from '../../src-renderer/state/study-marks.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

let api: ReturnType<typeof clientOf>;
let review: Review;
let calls: string[];

beforeEach(async () => {
  calls = [];
  api = clientOf(new StandInApi({ samples: 2 ** 18 - 1 }), calls);
  const settings = new Settings(api, 0);
  await settings.load();
  review = new Review(api, settings, await api.getRecord({ params: { recordId: 1 } }));
  review.viewport.resize(1000);
  await review.load();
});

describe('the log', () => {
  it('is in time order, and ablation goes on and off', async () => {
    review.viewport.cursor = 5000;
    await review.marking.ablation();
    review.viewport.cursor = 1000;
    await review.marking.bookmark();
    expect(review.studyMarks.log.map(({ kind, from }) => [kind, from])).toEqual([
      ['bookmark', 1000],
      ['ablation', 5000],
    ]);
    expect(review.studyMarks.ablationOn(4000)).toBeUndefined();
    review.viewport.cursor = 9000.4;
    await review.marking.ablation();
    expect(review.studyMarks.log[1]).toMatchObject({ from: 5000, to: 9000 });
    expect(review.studyMarks.ablationOn(9500)).toBeUndefined();
    expect(review.message).toContain('ablation off');
  });

  it('names a mark by its text, and an ablation as one', () => {
    expect(markText({ kind: 'drug', text: 'adenosine 6 mg' })).toBe('adenosine 6 mg');
    expect(markText({ kind: 'ablation', text: '30 W' })).toBe('ablation 30 W');
    expect(markText({ kind: 'bookmark', text: '' })).toBe('bookmark');
  });

  it('says so where a mark was not kept', async () => {
    const failing = { ...api, addMark: () => Promise.reject(new Error('disk is full')) };
    const other = new Review(failing, review.settings, review.record);
    await other.marking.bookmark();
    expect(other.message).toBe('disk is full');
    expect(other.studyMarks.log).toEqual([]);
  });
});

describe('signing off', () => {
  it('waits for edits on their way, and tells that labels changed since', async () => {
    review.selection.selectRow(4);
    const edit = review.editing.label(beatClassByCode('PVC')!);
    expect(await review.signOffs.sign('read in full')).toBe(true);
    await edit;
    expect(calls.indexOf('signSet')).toBeGreaterThan(calls.indexOf('applyEdit'));
    expect(review.signOffs.list).toMatchObject([{ reason: 'read in full', changedSince: false }]);
    review.selection.selectRow(5);
    await review.editing.label(beatClassByCode('VT')!);
    await review.signOffs.load();
    expect(review.signOffs.list[0].changedSince).toBe(true);
  });
});

describe('people', () => {
  it('asks nobody until one is added; then everybody signs in', async () => {
    const people = new People(api);
    await people.load();
    expect([people.mustSignIn, people.mayManage]).toEqual([false, true]);
    await people.add('first', 'administrator', 'a long word');
    expect(people.session.person).toEqual({ name: 'first', role: 'administrator' });
    await people.add('second', 'annotator', 'another word');
    await people.signOut();
    expect(people.mustSignIn).toBe(true);
    expect(await people.signIn('second', 'a long word')).toBe(false);
    expect(people.fault).toContain('do not belong together');
    expect(await people.signIn('second', 'another word')).toBe(true);
    expect([people.mustSignIn, people.mayManage]).toEqual([false, false]);
  });

  it('reads nothing of a study before somebody signed in', async () => {
    const people = new People(api);
    await people.add('first', 'administrator', 'a long word');
    await people.signOut();
    calls.length = 0;
    const app = new Application(api);
    await app.start();
    expect(calls).toEqual(['getSession', 'getSettings']);
    await app.people.signIn('first', 'a long word');
    await app.start();
    expect(app.review?.record.id).toBe(1);
    await app.signOut();
    expect(app.review).toBeUndefined();
  });
});

it('the manoeuvre sheet asks every reading that the contract takes', () => {
  const asked = MANOEUVRES.flatMap(({ fields }) => fields.map(({ name }) => name as string));
  const taken = Object.keys(ENDPOINTS.measureManoeuvre.body.shape).filter((name) => name !== 'response');
  expect(asked.sort()).toEqual(taken.sort());
});
