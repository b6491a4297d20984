import { describe, expect, it } from 'vitest';
import {
  keptIntervalOf,
  shownIntervals,
  type IntervalMark,
  type MeasuredRun,
} from '../../src-main/domain/kept-interval.ts';

const found: MeasuredRun = {
  from: 1000,
  to: 3000,
  values: [
    { name: 'cycle length', ms: 1000, on: 'R peaks' },
    { name: 'QRS', ms: 130, on: 'II' },
    { name: 'QT', ms: 420, on: 'II' },
    { name: 'QTc (Bazett)', ms: 420, on: 'II' },
    { name: 'JTc (Bazett)', ms: 290, on: 'II' },
  ],
  refused: [{ name: 'AH', why: 'no His channel' }],
};
const mark = (name: string, ms: number, part: Partial<IntervalMark> = {}): IntervalMark => ({
  from: 1000,
  to: 3000,
  details: { name, ms, measured: 420, on: 'II' },
  author: 'Anna',
  ...part,
});

describe('an interval that a person put right', () => {
  it('stands before the measured one, says who, and QTc and JTc follow it', () => {
    const shown = new Map(shownIntervals(found, [mark('QT', 400)]).shown.map((one) => [one.name, one]));
    expect(shown.get('QT')).toMatchObject({ ms: 400, by: 'Anna', measured: 420, derived: false });
    expect(shown.get('QTc (Bazett)')).toMatchObject({ ms: 400, derived: true, measured: 420 });
    expect(shown.get('JTc (Bazett)')).toMatchObject({ ms: 270, derived: true });
    expect(shown.get('QRS')).toEqual({ name: 'QRS', ms: 130, on: 'II', derived: false });
  });

  it('belongs to its own beats alone', () => {
    const elsewhere = mark('QT', 400, { from: 5000, to: 6000 });
    expect(shownIntervals(found, [elsewhere]).shown.find(({ name }) => name === 'QT')?.ms).toBe(420);
  });

  it('is not shown where the clinical rules give none', () => {
    const ah = mark('AH', 90);
    expect(shownIntervals(found, [ah]).shown.map(({ name }) => name)).not.toContain('AH');
    const tachycardia = { ...found, values: found.values.filter(({ name }) => !name.startsWith('QTc')) };
    expect(shownIntervals(tachycardia, [mark('QTc (Bazett)', 400)]).shown.map(({ name }) => name)).toEqual([
      'cycle length',
      'QRS',
      'QT',
      'JTc (Bazett)',
    ]);
  });

  it('has a name and a number', () => {
    expect(keptIntervalOf({ name: 'PR', ms: 160 })).toEqual({
      name: 'PR',
      ms: 160,
      measured: undefined,
      on: '',
      ends: undefined,
    });
    for (const none of [undefined, null, 'PR', { name: 'PR' }, { ms: 4 }, { name: 'PR', ms: NaN }])
      expect(keptIntervalOf(none)).toBeUndefined();
  });
});

describe('an interval that the program did not find', () => {
  const few = 'fewer than 3 beats with QT and RR';
  const missing: MeasuredRun = {
    ...found,
    values: found.values.filter(({ name }) => ['cycle length', 'QRS'].includes(name)),
    refused: [
      { name: 'PR', why: 'not found in these beats', missingOn: 'I II' },
      { name: 'QT', why: 'not found in these beats', missingOn: 'II' },
      { name: 'QTc (Bazett)', why: few, follows: true },
      { name: 'JTc (Bazett)', why: few, follows: true },
      { name: 'AH', why: 'no His channel' },
    ],
  };
  const byHand = (name: string, ms: number, ends?: object): IntervalMark =>
    mark(name, ms, { details: { name, ms, on: 'II', ends } });
  const names = (marks: readonly IntervalMark[]): string[] =>
    shownIntervals(missing, marks).shown.map(({ name }) => name);

  it('is refused with its reason until a person measures it; then it stands in its place, told apart', () => {
    expect(names([])).toEqual(['cycle length', 'QRS']);
    expect(shownIntervals(missing, []).refused).toEqual(missing.refused);
    const ends = { from: 1200, to: 1362 };
    const { shown, refused } = shownIntervals(missing, [byHand('PR', 162, ends)]);
    expect(shown.map(({ name }) => name)).toEqual(['cycle length', 'PR', 'QRS']);
    expect(shown[1]).toMatchObject({ ms: 162, by: 'Anna', byHand: true, on: 'I II', ends });
    expect(shown[1].measured).toBeUndefined();
    expect(refused.map(({ name }) => name)).toEqual(['QT', 'QTc (Bazett)', 'JTc (Bazett)', 'AH']);
  });

  it('gives QTc and JTc with it, where they were refused for the want of a QT alone', () => {
    const { shown, refused } = shownIntervals(missing, [byHand('QT', 400)]);
    expect(shown.map(({ name, ms }) => [name, ms])).toEqual([
      ['cycle length', 1000],
      ['QRS', 130],
      ['QT', 400],
      ['QTc (Bazett)', 400],
      ['JTc (Bazett)', 270],
    ]);
    expect(shown[3]).toMatchObject({ derived: true, measured: undefined, on: 'II' });
    expect(refused.map(({ name }) => name)).toEqual(['PR', 'AH']);
    const rules = {
      ...missing,
      refused: missing.refused.map(({ name, why, missingOn }) => ({ name, why, missingOn })),
    };
    expect(shownIntervals(rules, [byHand('QT', 400)]).shown.map(({ name }) => name)).toEqual([
      'cycle length',
      'QRS',
      'QT',
    ]);
  });

  it('stays refused where the clinical rules refuse it, whoever typed a number', () => {
    const { shown, refused } = shownIntervals(missing, [byHand('AH', 90), byHand('QTc (Bazett)', 420)]);
    expect(shown.map(({ name }) => name)).toEqual(['cycle length', 'QRS']);
    expect(refused).toContainEqual({ name: 'AH', why: 'no His channel' });
  });

  it('that it finds later stands as put right, beside what it then measured', () => {
    const shown = shownIntervals(found, [byHand('QT', 400)]).shown.find(({ name }) => name === 'QT');
    expect(shown).toMatchObject({ ms: 400, measured: 420, byHand: undefined });
  });
});

describe('a cycle length that was put right to that of a tachycardia', () => {
  it('leaves no QTc and no JTc, and says why', () => {
    const { shown, refused } = shownIntervals(found, [mark('cycle length', 590)]);
    expect(shown.map(({ name }) => name)).toEqual(['cycle length', 'QRS', 'QT']);
    expect(refused).toContainEqual({ name: 'QTc (Bazett)', why: 'more than 100/min is a tachycardia' });
    expect(shownIntervals(found, [mark('cycle length', 600)]).shown).toHaveLength(5);
    // 102/min is usual at six years.
    expect(shownIntervals({ ...found, ageYears: 6 }, [mark('cycle length', 590)]).shown).toHaveLength(5);
  });
});
