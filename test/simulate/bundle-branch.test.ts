import { describe, expect, it, vi } from 'vitest';
import type { Story } from '../../src-main/simulate/story/laboratory.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';
import { deviation, mean, median, seeds } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const PER_MS = 0.977;
const quiet: Story = function* () {
  yield 60_000;
};

const studiesOf = (subject: SubjectOptions, count = 20): SimulatedStudy[] =>
  seeds(count).map((seed) => simulateStudy({ seed, noise: 0, minutes: 0.06, scenario: quiet, subject }));

const widthOf = ({ truth }: SimulatedStudy): number => truth.beats[1].qrsEnd - truth.beats[1].qrsOnset;

/** Signed peaks of the complex's deflections over 0.04 mV in their order, mV, with the ms that each lasts. */
function deflectionsOf(study: SimulatedStudy, lead: string): { peak: number; ms: number }[] {
  const row = study.digital()[study.signals.findIndex(({ name }) => name === lead)];
  const { qrsOnset, qrsEnd } = study.truth.beats[1];
  const onset = Math.round(qrsOnset * PER_MS);
  const found: { peak: number; ms: number }[] = [];
  for (let i = onset; i < Math.round(qrsEnd * PER_MS); i++) {
    const value = (row[i] - row[onset - 6]) / 2000;
    const last = found.at(-1);
    if (Math.abs(value) < 0.04) continue;
    if (!last || last.peak * value < 0) found.push({ peak: value, ms: 1 / PER_MS });
    else {
      last.ms += 1 / PER_MS;
      if (Math.abs(value) > Math.abs(last.peak)) last.peak = value;
    }
  }
  return found;
}

const signsOf = (study: SimulatedStudy, lead: string): string =>
  deflectionsOf(study, lead)
    .map(({ peak }) => (peak > 0 ? '+' : '-'))
    .join('');

describe('sinus rhythm after tetralogy repair, adults', () => {
  const studies = studiesOf({ diagnosis: 'TOF without VT' });

  it('has QRS complexes of 140 +- 20 ms, as published, that differ between subjects', () => {
    const widths = studies.map(widthOf);
    expect(mean(widths)).toBeGreaterThan(130);
    expect(mean(widths)).toBeLessThan(150);
    expect(deviation(widths)).toBeGreaterThan(6);
    expect(deviation(widths)).toBeLessThan(20);
    expect(Math.min(...widths)).toBeGreaterThan(105);
    expect(Math.max(...widths)).toBeLessThan(180);
  });

  it('has rsR’ in V1: the last wave upright, and as a rule the tallest', () => {
    expect(studies.filter((study) => signsOf(study, 'V1') === '+-+').length).toBeGreaterThanOrEqual(18);
    const ratios = studies.map((study) => {
      const waves = deflectionsOf(study, 'V1');
      return waves.at(-1)!.peak / waves[0].peak;
    });
    expect(median(ratios)).toBeGreaterThan(1.3);
  });

  it('has a broad S in I and V6', () => {
    for (const study of studies) {
      for (const lead of ['I', 'V6']) {
        const last = deflectionsOf(study, lead).at(-1)!;
        expect(last.peak, `${lead} of seed ${study.subject.seed}`).toBeLessThan(-0.1);
        expect(last.ms, `${lead} of seed ${study.subject.seed}`).toBeGreaterThan(35);
      }
    }
  });
});

describe('bundle branch block without repair', () => {
  it('widens the QRS of adults from under 85 to about 120 ms or more, of children a little less', () => {
    const width = (subject: SubjectOptions): number => mean(studiesOf(subject, 8).map(widthOf));
    expect(width({ age: 45 })).toBeLessThan(85);
    for (const bundleBranchBlock of ['right', 'left'] as const) {
      expect(width({ age: 45, bundleBranchBlock })).toBeGreaterThan(115);
      expect(width({ age: 45, bundleBranchBlock })).toBeLessThan(150);
      expect(width({ age: 8, bundleBranchBlock })).toBeGreaterThan(95);
      expect(width({ age: 8, bundleBranchBlock })).toBeLessThan(125);
    }
  });
});
