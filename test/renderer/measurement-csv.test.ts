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
      'caliper,,1000,1318,1.0000,318.0,188.7,1.250,mV,II,,"\'=cmd, Anna",2026-03-01T10:00:00.000+01:00',
    );
    expect(second).toContain('interval,PR,1000,3000,1.0000,160');
  });
});
