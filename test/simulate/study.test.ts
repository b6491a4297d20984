import { describe, expect, it, vi } from 'vitest';
import { demonstrationStudy } from '../../src-main/simulate/demonstration.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { vaIntervals } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

function hashOf(rows: readonly Int32Array[]): string {
  let h = 0x811c9dc5;
  for (const row of rows) for (const value of row) h = Math.imul(h ^ value, 0x01000193) >>> 0;
  return h.toString(16);
}

describe('a simulated study', () => {
  it('is the same for the same seed, and another for another', () => {
    const make = (seed: number) => simulateStudy({ seed, minutes: 0.5, subject: { diagnosis: 'AVNRT' } });
    expect(hashOf(make(1).digital())).toBe(hashOf(make(1).digital()));
    expect(make(1).annotations).toEqual(make(1).annotations);
    expect(hashOf(make(1).digital())).not.toBe(hashOf(make(2).digital()));
  });

  // They change with every change of what the signals look like: replace them then, and say so in the commit.
  it.each([
    [
      'AVRT over a manifest pathway',
      '362ddcab',
      { scenario: 'tachycardia', subject: { diagnosis: 'AVRT-WPW' } },
    ],
    ['intra-atrial re-entry', 'b3ac3f2a', { scenario: 'flutter', subject: { diagnosis: 'IART' } }],
    ['a repaired tetralogy', '2035e098', { scenario: 'ep-study', subject: { diagnosis: 'TOF with VT' } }],
    ['a catheter at the bundle of His', 'cc75fd91', { layout: 'his', subject: { diagnosis: 'AVNRT' } }],
  ] as const)('has the hash that this version gives on Node 24, linux x64: %s', (_, hash, options) => {
    expect(hashOf(simulateStudy({ seed: 1, minutes: 0.25, ...options }).digital())).toBe(hash);
  });

  it('gives the same blocks again when read again', () => {
    const study = simulateStudy({ seed: 3, minutes: 0.4 });
    const once = [...study.blocks()].map(hashOf);
    expect([...study.blocks()].map(hashOf)).toEqual(once);
    expect(once.length).toBe(3);
  });

  it('has Leipzig channels, gain and sampling frequency', () => {
    const { signals, samplingFrequency } = simulateStudy({ seed: 1, minutes: 0.1 });
    expect(samplingFrequency).toBe(977);
    expect(signals.map(({ name }) => name).slice(12)).toEqual([
      'ABL12',
      'RVA12',
      'CS12',
      'CS34',
      'CS56',
      'CS78',
      'CS90',
    ]);
    expect(signals.every(({ gain, units }) => gain === 2000 && units === 'mV')).toBe(true);
  });
});

describe('the demonstration study', () => {
  it('tells its story: sinus, pacing, AVNRT from an extra-stimulus, its end, an atypical one', () => {
    const { annotations } = demonstrationStudy();
    const story = annotations.filter(({ symbol }) => symbol === '+').map(({ aux }) => aux);
    expect(story[0]).toBe('(N');
    const count = (wanted: string): number => annotations.filter(({ symbol }) => symbol === wanted).length;
    expect([count('A'), count('V')]).toEqual([1, 1]);
    expect(story).toContain('(/V');
    expect(story).toContain('(/A');
    expect(story.filter((aux) => aux === '(AVNRT').length).toBeGreaterThan(1);
    expect(story.at(-1)).toBe('(N');
  });

  it('has a typical AVNRT with a VA of 70 ms or less, later an atypical one with more', () => {
    const study = demonstrationStudy();
    const intervals = vaIntervals(study, 'avnrt');
    expect(intervals.length).toBeGreaterThan(100);
    expect(Math.max(...intervals.slice(0, 50))).toBeLessThanOrEqual(70);
    expect(Math.min(...intervals.slice(-50))).toBeGreaterThan(70);
    expect(study.signals.length).toBe(19);
    expect(study.samples / study.samplingFrequency).toBeGreaterThan(300);
  });
});
