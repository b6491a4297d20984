import { describe, expect, it } from 'vitest';
import { measurementCsv } from '../../src-renderer/beats/measurement-csv.ts';
import type { StudyMark } from '../../src-renderer/state/study-marks.svelte.ts';

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
      'caliper,,1000,1318,1.0000,318.0,188.7,1.250,mV,II,,"\'=cmd, Anna",2026-03-01T10:00:00.000+01:00,,,',
    );
    expect(second).toBe(
      'interval,PR,1000,3000,1.0000,160,,,,II,420,Anna,2026-03-01T10:00:00.000+01:00,put right,,',
    );
  });

  it('tell what was measured by hand apart, with where its ends were placed', () => {
    const details = { name: 'QT', ms: 377, on: 'II', ends: { from: 1200, to: 1577 } };
    const [, row] = measurementCsv([mark('QT', 377, { details })], 1000).split('\r\n');
    expect(row).toBe(
      'interval,QT,1000,3000,1.0000,377,,,,II,,Anna,2026-03-01T10:00:00.000+01:00,by hand,1200,1577',
    );
  });
});
