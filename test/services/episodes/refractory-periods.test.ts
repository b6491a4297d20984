import { describe, expect, it } from 'vitest';
import {
  refractoryPeriods,
  type PacedStimulus,
} from '../../../src-main/services/episodes/refractory-periods.ts';

const train = (number: number, drive: number, coupling: number, captured?: boolean): PacedStimulus[] => [
  ...Array.from({ length: 8 }, (_, i) => ({
    train: number,
    name: 'S1',
    intervalMs: i === 0 ? undefined : drive + (i % 2 ? 2 : -2),
    site: 'RVA',
    captured: true,
  })),
  { train: number, name: 'S2', intervalMs: coupling, site: 'RVA', captured },
];

describe('effective refractory periods', () => {
  it('are the longest coupling that did not capture, of each drive by itself', () => {
    const stimuli = [
      ...train(1, 600, 300, true),
      ...train(2, 600, 260, true),
      ...train(3, 600, 240, false),
      ...train(4, 600, 220, false),
      ...train(5, 400, 220, true),
      ...train(6, 400, 200, false),
    ];
    expect(refractoryPeriods(stimuli)).toEqual([
      {
        site: 'RVA',
        driveMs: 600,
        extra: 'S2',
        longestBlockedMs: 240,
        shortestCapturedMs: 260,
        inconsistent: false,
        trains: 4,
      },
      expect.objectContaining({ driveMs: 400, longestBlockedMs: 200, shortestCapturedMs: 220 }),
    ]);
  });

  it('say where a series contradicts itself, and give none where capture was not judged', () => {
    const [gap] = refractoryPeriods([...train(1, 600, 280, false), ...train(2, 600, 240, true)]);
    expect(gap).toMatchObject({ longestBlockedMs: 280, shortestCapturedMs: 240, inconsistent: true });
    expect(refractoryPeriods(train(1, 600, 280, undefined))).toEqual([]);
    expect(refractoryPeriods(train(1, 600, 600, true).slice(0, 8))).toEqual([]);
  });
});
