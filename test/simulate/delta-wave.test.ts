import { describe, expect, it, vi } from 'vitest';
import type { Story } from '../../src-main/simulate/story/laboratory.ts';
import { ignite } from '../../src-main/simulate/story/ignite.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { PathwayLocation, SubjectOptions } from '../../src-main/simulate/subject.ts';
import { PATHWAY_LOCATIONS } from '../../src-main/simulate/subject.ts';
import type { TrueBeat } from '../../src-main/simulate/truth.ts';
import { median, seeds } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const PER_MS = 0.977;
const SUBJECTS = seeds(20);
const CHEST = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
/** mV, mean over the delta wave; less is isoelectric. */
const VISIBLE = 0.02;

const quiet: Story = function* () {
  yield 60_000;
};

interface Complex {
  /** Mean of the first 40 ms against the level before it, mV. */
  readonly delta: (lead: string) => number;
  /** Mean of the whole complex, mV. */
  readonly whole: (lead: string) => number;
  /** The first chest lead, 1 to 6, whose R is as large as its S; 7 where none is. */
  readonly transition: number;
}

/** One complex of sinus rhythm, ages 6 to 15. */
function complexOf(seed: number, index: number, subject: SubjectOptions): Complex {
  const age = 6 + (index % 10);
  const study = simulateStudy({
    seed,
    noise: 0,
    minutes: 0.06,
    scenario: quiet,
    subject: { age, ...subject },
  });
  return complexAt(study, study.truth.beats[1]);
}

function complexAt(study: SimulatedStudy, { qrsOnset, qrsEnd }: TrueBeat): Complex {
  const digital = study.digital();
  const onset = Math.round(qrsOnset * PER_MS);
  const values = (lead: string, ms: number): number[] => {
    const row = digital[study.signals.findIndex(({ name }) => name === lead)];
    return [...row.subarray(onset, onset + Math.round(ms * PER_MS) + 1)].map(
      (v) => (v - row[onset - 6]) / 2000,
    );
  };
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const upright = CHEST.findIndex((lead) => {
    const list = values(lead, qrsEnd - qrsOnset);
    return Math.max(...list) >= -Math.min(...list);
  });
  return {
    delta: (lead) => mean(values(lead, 40)),
    whole: (lead) => mean(values(lead, qrsEnd - qrsOnset)),
    transition: upright < 0 ? 7 : upright + 1,
  };
}

const made = new Map<PathwayLocation, Complex[]>();
function complexesOf(pathway: PathwayLocation): Complex[] {
  const complexes =
    made.get(pathway) ?? SUBJECTS.map((seed, k) => complexOf(seed, k, { diagnosis: 'AVRT-WPW', pathway }));
  made.set(pathway, complexes);
  return complexes;
}

/** Which sign the delta wave has: `+` and `-` in at least 80 % and the other in at most 10 %; `0+`, `0-`: the other in at most 10 %. */
type Sign = '+' | '-' | '0+' | '0-';

/**
 * After Arruda 1998 and Milstein 1987. Both read V1 and the limb leads; on V1 of right free-wall pathways they and
 * others differ (slightly positive to negative), so there it must be a negative complex with a delta not clearly upright.
 */
const PUBLISHED: Readonly<Record<PathwayLocation, Readonly<Record<string, Sign>>>> = {
  'left anterior': { V1: '+', I: '-', aVL: '-', aVF: '+' },
  'left anterolateral': { V1: '+', I: '-', aVL: '-', aVF: '+' },
  'left lateral': { V1: '+', I: '-', aVL: '-' },
  'left posterolateral': { V1: '+', I: '0-', aVF: '-' },
  'left posterior': { V1: '+', II: '-', III: '-', aVF: '-' },
  'left posteroseptal': { V2: '+', I: '+', II: '0-', III: '-', aVF: '-', aVL: '+' },
  'right posteroseptal': { V1: '-', I: '+', III: '-', aVF: '-', aVL: '+' },
  'right posterior': { V1: '0-', I: '+', III: '0-', aVL: '0+' },
  'right lateral': { V1: '0-', I: '+', aVL: '0+' },
  'right anterior': { V1: '0-', I: '+', II: '+', aVF: '+' },
  'right anteroseptal': { V1: '-', I: '+', II: '+', aVF: '+' },
  'right parahisian': { V1: '-', I: '+', II: '+', aVF: '+' },
};

describe('the delta wave (first 40 ms) tells where the pathway lies', () => {
  it.each(PATHWAY_LOCATIONS)('%s, 20 subjects', (pathway) => {
    const complexes = complexesOf(pathway);
    for (const [lead, sign] of Object.entries(PUBLISHED[pathway])) {
      const values = complexes.map(({ delta }) => delta(lead) * (sign.endsWith('+') ? 1 : -1));
      const against = values.filter((value) => value < -VISIBLE).length;
      const along = values.filter((value) => value > VISIBLE).length;
      expect(against, `${lead} ${sign}: the other way`).toBeLessThanOrEqual(SUBJECTS.length * 0.1);
      if (sign.length === 1) expect(along, `${lead} ${sign}`).toBeGreaterThanOrEqual(SUBJECTS.length * 0.8);
    }
  });
});

describe('pre-excited complexes', () => {
  const transitionOf = (pathway: PathwayLocation): number =>
    median(complexesOf(pathway).map(({ transition }) => transition));

  it('turn upright in V1 with left lateral pathways, in V3 or later with right free-wall ones, later still with anteroseptal ones', () => {
    for (const pathway of ['left anterolateral', 'left lateral', 'left posterolateral'] as const)
      expect(transitionOf(pathway), pathway).toBe(1);
    for (const pathway of ['right posterior', 'right lateral', 'right anterior'] as const)
      expect(transitionOf(pathway), pathway).toBeGreaterThanOrEqual(3);
    for (const pathway of ['right anteroseptal', 'right parahisian'] as const)
      expect(transitionOf(pathway), pathway).toBeGreaterThanOrEqual(5);
  });

  it('are negative in V1 with every right pathway', () => {
    for (const pathway of PATHWAY_LOCATIONS.filter((name) => name.startsWith('right')))
      expect(median(complexesOf(pathway).map(({ whole }) => whole('V1'))), pathway).toBeLessThan(-0.05);
  });

  it('have a left axis where right posterior and lateral pathways excite the ventricles alone, a right one with left lateral ones', () => {
    const alone: Story = function* (laboratory) {
      yield 1500;
      yield* ignite(laboratory, 'stimulus', 'antidromic');
      yield 1500;
    };
    const axes = (pathway: PathwayLocation): number[] =>
      seeds(4).map((seed) => {
        const subject = { age: 12, diagnosis: 'AVRT-WPW', antidromic: true, pathway } as const;
        const study = simulateStudy({
          seed,
          noise: 0,
          minutes: 0.3,
          scenario: alone,
          endWithStory: true,
          subject,
        });
        const beat = study.truth.beats.findLast(({ mechanism }) => mechanism === 'antidromic')!;
        expect(beat.entries).toEqual(['accessory']);
        const { whole } = complexAt(study, beat);
        return (Math.atan2((whole('aVF') * 2) / Math.sqrt(3), whole('I')) * 180) / Math.PI;
      });
    for (const pathway of ['right posterior', 'right lateral'] as const) {
      expect(Math.max(...axes(pathway)), pathway).toBeLessThan(0);
      expect(Math.min(...axes(pathway)), pathway).toBeGreaterThan(-90);
    }
    expect(Math.min(...axes('left lateral'))).toBeGreaterThan(90);
  });
});
