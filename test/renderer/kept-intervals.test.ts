import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src-main/api/contract/measurements.ts';
import { shownIntervals } from '../../src-renderer/beats/kept-intervals.ts';
import { measurementCsv } from '../../src-renderer/beats/measurement-csv.ts';
import type { StudyMark } from '../../src-renderer/state/study-marks.svelte.ts';

const found: Measurement = {
  ids: [1, 2, 3],
  code: 'RBB',
  from: 1000,
  to: 3000,
  values: [
    { name: 'cycle length', ms: 1000, beats: 3, on: 'R peaks' },
    { name: 'QRS', ms: 130, beats: 3, on: 'II' },
    { name: 'QT', ms: 420, beats: 3, on: 'II' },
    { name: 'QTc (Bazett)', ms: 420, beats: 3, on: 'II' },
    { name: 'JTc (Bazett)', ms: 290, beats: 1, on: 'II' },
  ],
  refused: [],
};
const mark = (name: string, ms: number, part: Partial<StudyMark> = {}): StudyMark => ({
  id: 7,
  recordId: 1,
  kind: 'measurement',
  from: 1000,
  to: 3000,
  text: '',
  details: { name, ms, measured: 420, on: 'II' },
  author: 'Anna',
  createdAt: '2026-03-01T10:00:00.000+01:00',
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
});

describe('measurements as a table', () => {
  it('hold place, value and who, and no formula for a spreadsheet', () => {
    const caliper = mark('', 0, {
      kind: 'caliper',
      to: 1318,
      author: '=cmd, Anna',
      details: { marches: 0, extent: 1.25, units: 'mV', channel: 'II' },
    });
    const [head, first, second] = measurementCsv([caliper, mark('PR', 160)], 1000).split('\r\n');
    expect(head.split(',')).toHaveLength(first.split(/,(?! Anna)/).length);
    expect(first).toBe(
      'caliper,,1000,1318,1.0000,318.0,188.7,1.250,mV,II,,"\'=cmd, Anna",2026-03-01T10:00:00.000+01:00',
    );
    expect(second).toContain('interval,PR,1000,3000,1.0000,160');
  });
});
