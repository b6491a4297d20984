import { describe, expect, it } from 'vitest';
import { beatClassByCode } from '../../../src-main/domain/beat-class.ts';
import { nameStimuli } from '../../../src-main/services/episodes/name-stimuli.ts';
import {
  runsByLabel,
  runsByRate,
  runsByRhythm,
  type LabelledBeat,
} from '../../../src-main/services/episodes/tachycardia-runs.ts';

/** Beats at 1000 Hz from codes with the RR before each. */
function beatsOf(...rows: readonly (readonly [string, number])[]): LabelledBeat[] {
  let at = 0;
  return rows.map(([code, rr], id) => ({
    id,
    sampleIndex: (at += rr),
    code,
    beatClass: beatClassByCode(code),
  }));
}
const repeat = (count: number, code: string, rr: number): [string, number][] =>
  Array.from({ length: count }, () => [code, rr]);

describe('tachycardia by labels', () => {
  it('needs three beats, and lives through a foreign one', () => {
    const beats = beatsOf(
      ...repeat(4, 'N', 800),
      ...repeat(2, 'NRT', 300),
      ...repeat(5, 'N', 800),
      ...repeat(4, 'NRT', 300),
      ['PVC', 280],
      ...repeat(3, 'NRT', 300),
      ...repeat(3, 'N', 800),
    );
    expect(runsByLabel(beats)).toEqual([{ first: 11, last: 18, basis: 'labels' }]);
  });

  it('ends where three others follow one another', () => {
    const beats = beatsOf(...repeat(3, 'VRT', 300), ...repeat(3, 'N', 700), ...repeat(3, 'VRT', 300));
    expect(runsByLabel(beats).map(({ first, last }) => [first, last])).toEqual([
      [0, 2],
      [6, 8],
    ]);
  });
});

describe('tachycardia by rate', () => {
  it('is found where RR falls abruptly, from the beat that begins it', () => {
    const beats = beatsOf(...repeat(10, '?', 800), ...repeat(9, '?', 320), ...repeat(5, '?', 800));
    expect(runsByRate(beats, 1000)).toEqual([{ first: 9, last: 18, basis: 'rate' }]);
  });

  it("is not a child's fast sinus rhythm, a slow acceleration, nor a couplet", () => {
    expect(runsByRate(beatsOf(...repeat(40, '?', 450)), 1000)).toEqual([]);
    const accelerating = Array.from({ length: 60 }, (_, i): [string, number] => ['?', 800 - 7 * i]);
    expect(runsByRate(beatsOf(...accelerating), 1000)).toEqual([]);
    const couplet = [...repeat(8, '?', 800), ['?', 350], ['?', 350], ...repeat(8, '?', 800)] as [
      string,
      number,
    ][];
    expect(runsByRate(beatsOf(...couplet), 1000)).toEqual([]);
  });
});

describe('tachycardia by rhythm marks', () => {
  it('takes the beats of the span', () => {
    const beats = beatsOf(...repeat(10, '?', 500));
    const span = { from: 1400, to: 3200, mark: '(AVNRT', code: 'AVNRT' } as const;
    expect(runsByRhythm(beats, [span])).toEqual([{ first: 2, last: 5, basis: 'rhythm' }]);
    expect(runsByRhythm(beats, [{ ...span, mark: '(N', code: 'SR' }])).toEqual([]);
  });
});

describe('names of stimuli', () => {
  const train = (start: number, ...intervals: number[]): number[] =>
    intervals.reduce((times, interval) => [...times, times.at(-1)! + interval], [start]);
  const drive = (count: number, cycle: number): number[] => Array<number>(count - 1).fill(cycle);

  it('calls a drive S1 and what comes early at its end S2, S3', () => {
    const times = [...train(0, ...drive(8, 500), 300, 260), ...train(9000, ...drive(8, 500), 480)];
    const names = nameStimuli(times);
    expect(names.slice(0, 10).map(({ name }) => name)).toEqual([...Array<string>(8).fill('S1'), 'S2', 'S3']);
    expect(names.at(-1)).toEqual({ train: 2, name: 'S2', intervalMs: 480 });
    expect(names[10]).toEqual({ train: 2, name: 'S1', intervalMs: undefined });
  });

  it('calls all S1 in ramps, in trains without an extra one, and after a later stimulus', () => {
    for (const intervals of [[400, 380, 360, 340, 320, 300], drive(12, 350), [...drive(8, 400), 460]])
      expect(new Set(nameStimuli(train(0, ...intervals)).map(({ name }) => name))).toEqual(new Set(['S1']));
    expect(nameStimuli([])).toEqual([]);
  });
});
