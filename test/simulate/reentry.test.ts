import { describe, expect, it, vi } from 'vitest';
import type { PathwayLocation, SubjectOptions } from '../../src-main/simulate/subject.ts';
import { PATHWAY_LOCATIONS } from '../../src-main/simulate/subject.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { atrialBefore, cycleLengths, median, seeds, steady, vaIntervals } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const tachycardia = (seed: number, subject: SubjectOptions) =>
  simulateStudy({ seed, minutes: 1, scenario: 'tachycardia', subject });

describe('typical AVNRT', () => {
  it('activates the septum within 70 ms of the QRS onset', () => {
    for (const seed of seeds(6)) {
      const intervals = vaIntervals(tachycardia(seed, { diagnosis: 'AVNRT' }), 'avnrt');
      expect(intervals.length).toBeGreaterThan(10);
      expect(Math.max(...intervals)).toBeLessThanOrEqual(70);
    }
  });

  it('has a cycle of about 290 ms in children and 350 ms in adolescents', () => {
    const cycleAt = (age: number): number =>
      median(
        seeds(10).flatMap((seed) => cycleLengths(tachycardia(seed, { diagnosis: 'AVNRT', age }), 'avnrt')),
      );
    expect(Math.abs(cycleAt(7) - 290)).toBeLessThan(20);
    expect(Math.abs(cycleAt(16.5) - 350)).toBeLessThan(20);
  });

  it('starts when a premature beat goes down the slow pathway: a long AH first', () => {
    for (const seed of seeds(4)) {
      const study = tachycardia(seed, { diagnosis: 'AVNRT' });
      const first = study.truth.beats.findIndex(({ mechanism }) => mechanism === 'avnrt');
      const [resting, initiating] = [study.truth.beats[1], study.truth.beats[first - 1]].map(
        (beat) => beat.his! - atrialBefore(study, beat)!.septum!,
      );
      expect(initiating).toBeGreaterThan(resting + 50);
    }
  });
});

describe('atypical AVNRT', () => {
  it('comes back to the septum later than 70 ms, at the coronary sinus ostium first', () => {
    for (const seed of seeds(4)) {
      const study = simulateStudy({
        seed,
        minutes: 1.2,
        subject: { diagnosis: 'AVNRT', atypical: true, retrograde: 'none' },
        scenario: 'atypical',
      });
      const intervals = vaIntervals(study, 'avnrt');
      expect(intervals.length).toBeGreaterThan(10);
      expect(Math.min(...intervals)).toBeGreaterThan(70);
    }
  });
});

describe('orthodromic AVRT', () => {
  it('activates the septum later than 70 ms after the QRS onset, wherever the pathway lies', () => {
    for (const [k, pathway] of PATHWAY_LOCATIONS.entries()) {
      const intervals = seeds(2, 31 + k).flatMap((seed) =>
        vaIntervals(tachycardia(seed, { diagnosis: 'AVRT', pathway }), 'avrt'),
      );
      expect(intervals.length, pathway).toBeGreaterThan(5);
      expect(Math.min(...intervals), pathway).toBeGreaterThan(70);
    }
  });

  it('comes up the pathway once a beat', () => {
    const study = tachycardia(77, { diagnosis: 'AVRT', pathway: 'left lateral' });
    for (const beat of steady(study, 'avrt')) {
      const ups = study.truth.accessory.filter(
        ({ time }) => time > beat.qrsOnset && time < beat.qrsOnset + 200,
      );
      expect(ups.map(({ towards }) => towards)).toEqual(['atria']);
    }
  });

  it('needs its pathway: none without one', () => {
    for (const seed of seeds(5)) {
      const { truth } = tachycardia(seed, { diagnosis: 'none' });
      expect(
        truth.beats.filter(({ mechanism }) => mechanism === 'avrt' || mechanism === 'avnrt').length,
      ).toBeLessThan(3);
    }
  });

  /** Share of the returning atrial waves in which a pair of the coronary sinus is the first; others fuse with sinus beats. */
  const shareFirst = (pathway: PathwayLocation, pair: string): number => {
    const study = tachycardia(77, { diagnosis: 'AVRT', pathway });
    const waves = study.truth.atria.filter(({ mechanism }) => mechanism === 'avrt');
    expect(waves.length).toBeGreaterThan(5);
    const first = waves.map(
      ({ coronarySinus }) => Object.entries(coronarySinus).sort((a, b) => a[1] - b[1])[0][0],
    );
    return first.filter((name) => name === pair).length / first.length;
  };

  it('activates the coronary sinus from its distal end with a left lateral pathway, from the proximal end with a right one', () => {
    expect(shareFirst('left lateral', 'CS12')).toBeGreaterThan(0.9);
    for (const pathway of ['right lateral', 'right posteroseptal', 'right parahisian'] as const) {
      expect(shareFirst(pathway, 'CS90'), pathway).toBeGreaterThan(0.9);
    }
  });
});

describe('PJRT', () => {
  it('is slow, incessant and returns late', () => {
    const study = tachycardia(12, { diagnosis: 'AVRT-PJRT', age: 10 });
    const beats = study.truth.beats;
    expect(beats.filter(({ mechanism }) => mechanism === 'avrt').length).toBeGreaterThan(beats.length * 0.4);
    expect(Math.min(...vaIntervals(study, 'avrt'))).toBeGreaterThan(120);
    expect(median(cycleLengths(study, 'avrt'))).toBeGreaterThan(340);
  });
});
