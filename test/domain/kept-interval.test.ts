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
    const shown = new Map(shownIntervals(found, [mark('QT', 400)]).map((one) => [one.name, one]));
    expect(shown.get('QT')).toMatchObject({ ms: 400, by: 'Anna', measured: 420, derived: false });
    expect(shown.get('QTc (Bazett)')).toMatchObject({ ms: 400, derived: true, measured: 420 });
    expect(shown.get('JTc (Bazett)')).toMatchObject({ ms: 270, derived: true });
    expect(shown.get('QRS')).toEqual({ name: 'QRS', ms: 130, on: 'II', derived: false });
  });

  it('belongs to its own beats alone', () => {
    const elsewhere = mark('QT', 400, { from: 5000, to: 6000 });
    expect(shownIntervals(found, [elsewhere]).find(({ name }) => name === 'QT')?.ms).toBe(420);
  });

  it('is not shown where the clinical rules give none', () => {
    const ah = mark('AH', 90);
    expect(shownIntervals(found, [ah]).map(({ name }) => name)).not.toContain('AH');
    const tachycardia = { ...found, values: found.values.filter(({ name }) => !name.startsWith('QTc')) };
    expect(shownIntervals(tachycardia, [mark('QTc (Bazett)', 400)]).map(({ name }) => name)).toEqual([
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
    });
    for (const none of [undefined, null, 'PR', { name: 'PR' }, { ms: 4 }, { name: 'PR', ms: NaN }])
      expect(keptIntervalOf(none)).toBeUndefined();
  });
});
