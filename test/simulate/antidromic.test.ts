import { describe, expect, it, vi } from 'vitest';
import type { Laboratory, Story } from '../../src-main/simulate/story/laboratory.ts';
import { induce, wait } from '../../src-main/simulate/story/laboratory.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';
import { cycleLengths, median, seeds, steady } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const SUBJECTS = seeds(10);
const KINDS: readonly (readonly [string, SubjectOptions])[] = [
  ['a Mahaim pathway', { diagnosis: 'AVRT-Mahaim' }],
  ['a right lateral pathway', { diagnosis: 'AVRT-WPW', antidromic: true, pathway: 'right lateral' }],
  [
    'a right posteroseptal pathway',
    { diagnosis: 'AVRT-WPW', antidromic: true, pathway: 'right posteroseptal' },
  ],
  ['a left lateral pathway', { diagnosis: 'AVRT-WPW', antidromic: true, pathway: 'left lateral' }],
];

/** Nothing but programmed stimulation of the right atrium: eight S1, one S2, ever earlier. */
const stimulate: Story = function* (laboratory: Laboratory) {
  yield* wait(2);
  const cycle = Math.min(500, laboratory.heart.subject.electrophysiology.sinusCycle - 80);
  yield* induce(laboratory, { site: 'HRA', cycle, from: 360, step: 10, to: 200 });
  yield* wait(3);
};

const studied = (seed: number, subject: SubjectOptions): SimulatedStudy =>
  simulateStudy({ seed, minutes: 2, scenario: stimulate, endWithStory: true, subject });

describe.each(KINDS)('antidromic AVRT over %s', (_, subject) => {
  const studies = SUBJECTS.map((seed) => studied(seed, subject));
  const running = studies.filter((study) => steady(study, 'antidromic').length >= 5);

  it('is started by an atrial extra-stimulus in nine of ten subjects', () => {
    expect(running.length).toBeGreaterThanOrEqual(9);
    for (const { truth } of running) {
      const first = truth.beats.find(({ mechanism }) => mechanism === 'antidromic')!;
      const last = truth.stimuli.filter(({ time }) => time < first.qrsOnset).at(-1)!;
      expect(last.kind).toBe('S2');
      expect(first.qrsOnset - last.time).toBeLessThan(700);
    }
  });

  it('is fully pre-excited, wide, and returns by the bundle of His', () => {
    for (const study of running) {
      for (const beat of steady(study, 'antidromic')) {
        expect(beat.entries).toEqual(['accessory']);
        expect(beat.qrsEnd - beat.qrsOnset).toBeGreaterThan(95);
        const his = study.truth.his.find((time) => time > beat.qrsOnset)! - beat.qrsOnset;
        expect(his).toBeGreaterThan(40);
        expect(his).toBeLessThan(260);
      }
      const downwards = study.truth.accessory.filter(({ towards }) => towards === 'atria');
      expect(downwards.length).toBeLessThan(3);
    }
  });

  it('has cycles of 240 to 450 ms that vary between subjects', () => {
    const cycles = running.map((study) => median(cycleLengths(study, 'antidromic')));
    expect(Math.min(...cycles)).toBeGreaterThan(240);
    expect(Math.max(...cycles)).toBeLessThan(450);
    expect(Math.max(...cycles) - Math.min(...cycles)).toBeGreaterThan(20);
  });
});
