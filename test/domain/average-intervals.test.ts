import { describe, expect, it } from 'vitest';
import {
  averageIntervals,
  qtLeadOf,
  whyNoMark,
  type AveragedBeats,
} from '../../src-main/domain/average-intervals.ts';

/** At 1000 Hz: PR 160, QRS 90, QT in II 382 at an RR of 900 ms. */
const SINUS: AveragedBeats = {
  marks: { pOnset: -200, qrsOnset: -40, qrsOffset: 50, tOffset: 344 },
  qtOnset: -38,
  samplingFrequency: 1000,
  code: 'N',
  beats: 5,
  rrMs: 900,
  rrBeats: 5,
  qtLead: 'II',
  ageYears: 30,
};
const named = (average: AveragedBeats) =>
  Object.fromEntries(averageIntervals(average).values.map(({ name, ms }) => [name, ms]));
const why = (average: AveragedBeats) =>
  Object.fromEntries(averageIntervals(average).refused.map(({ name, why: text }) => [name, text]));

describe('intervals of an average beat', () => {
  it('are PR, QRS, RR and QT of the named lead, and QTc by both formulas', () => {
    expect(named(SINUS)).toEqual({
      PR: 160,
      QRS: 90,
      RR: 900,
      'QT (II)': 382,
      // 382 / sqrt(0.9) = 402.7, 382 / cbrt(0.9) = 395.7
      'QTc (Bazett)': 403,
      'QTc (Fridericia)': 396,
    });
    expect(averageIntervals(SINUS).refused).toEqual([]);
  });

  it('have JTc too with bundle branch block', () => {
    const block = named({ ...SINUS, code: 'LBB' });
    expect(block['JTc (Bazett)']).toBe(Math.round(382 / Math.sqrt(0.9) - 90));
    expect(block['JTc (Fridericia)']).toBe(Math.round(382 / Math.cbrt(0.9) - 90));
    expect(named(SINUS)).not.toHaveProperty('JTc (Bazett)');
  });

  it.each([
    ['NRT', /NRT is a tachycardia/],
    ['P-V', /P-V is paced/],
    ['N-Prex', /N-Prex is pre-excited/],
    ['PVC', /PVC is a ventricular beat/],
  ])('%s: QT is measured, QTc withheld, and why', (code, text) => {
    const refused = why({ ...SINUS, code });
    expect(refused.QTc).toMatch(text);
    expect(refused).not.toHaveProperty('QT (II)');
    const given = Object.entries(named({ ...SINUS, code })).filter(([name]) => /^(QT|JT)/.test(name));
    expect(given).toEqual([['QT (II)', 382]]);
    expect(whyNoMark('tOffset', code)).toBeUndefined();
    expect(whyNoMark('qrsOffset', code)).toBeUndefined();
  });

  it('have neither PR nor QT of beats of several classes: there is no such beat', () => {
    expect(whyNoMark('tOffset', undefined)).toBe('beats of several classes');
    expect(whyNoMark('pOnset', undefined)).toBe('beats of several classes');
    expect(Object.keys(named({ ...SINUS, code: undefined }))).toEqual(['QRS', 'RR']);
  });

  it('have no QTc of fewer than three beats or more than five, without an RR, without II and V5, or of several classes', () => {
    expect(why({ ...SINUS, beats: 2 }).QTc).toBe('fewer than 3 beats');
    expect(why({ ...SINUS, beats: 6, rrBeats: 6 }).QTc).toBe('it is given over 3 to 5 beats, these are 6');
    expect(why({ ...SINUS, beats: 3, rrBeats: 2 }).QTc).toBe(
      'fewer than 3 of these beats follow one of their class',
    );
    expect(why({ ...SINUS, beats: 3, rrBeats: 3 }).QTc).toBeUndefined();
    expect(why({ ...SINUS, rrMs: undefined }).QTc).toBe('no two of these beats follow one another');
    expect(why({ ...SINUS, qtLead: undefined }).QTc).toBe('neither II nor V5 is averaged');
    expect(why({ ...SINUS, code: undefined })).toMatchObject({
      PR: 'beats of several classes',
      QTc: 'beats of several classes',
    });
    const noT = { ...SINUS, marks: { ...SINUS.marks, tOffset: undefined } };
    expect(why(noT)).toEqual({ 'QT (II)': 'not found in the average' });
    expect(named({ ...SINUS, beats: 2 })['QT (II)']).toBe(382);
  });

  it('have no QTc of a sinus rhythm that is a tachycardia: more than 100/min', () => {
    expect(why({ ...SINUS, rrMs: 599 }).QTc).toBe('more than 100/min is a tachycardia');
    expect(named({ ...SINUS, rrMs: 599 })['QT (II)']).toBe(382);
    expect(named({ ...SINUS, rrMs: 600 })['QTc (Bazett)']).toBe(Math.round(382 / Math.sqrt(0.6)));
  });

  it('have a QTc at rates that are usual for the child\u2019s age, and none above them', () => {
    const at = (ageYears: number | undefined, perMinute: number) =>
      why({ ...SINUS, ageYears, rrMs: 60_000 / perMinute }).QTc;
    expect([at(2, 140), at(6, 120), at(10, 125), at(14, 110), at(0, 170)]).toEqual(
      new Array(5).fill(undefined),
    );
    expect(at(2, 155)).toBe('more than 151/min is a tachycardia at 2 years');
    expect(at(14, 125)).toBe('more than 119/min is a tachycardia at 14 years');
    expect([at(16, 105), at(undefined, 105)]).toEqual(
      new Array(2).fill('more than 100/min is a tachycardia'),
    );
  });

  it('are measured in II, else in V5', () => {
    expect(qtLeadOf(['V5', 'II', 'V1'])).toBe('II');
    expect(qtLeadOf(['V1', 'V5'])).toBe('V5');
    expect(qtLeadOf(['V1', 'CS12'])).toBeUndefined();
  });
});
