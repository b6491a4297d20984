import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../src-main/simulate/story/scenarios.ts';
import type { Story } from '../../src-main/simulate/story/laboratory.ts';
import { drive, inTachycardia, quench } from '../../src-main/simulate/story/laboratory.ts';
import { ignite } from '../../src-main/simulate/story/ignite.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';
import { cycleLengths, median, seeds, vaIntervals } from './figures.ts';
import { FIGURES } from './rhythm-figures.ts';
import { blockedAvnrt, slowSinus } from './stories.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const make = (scenario: ScenarioName | Story, subject: SubjectOptions, seed = 104, minutes = 1) =>
  simulateStudy({ seed, minutes, scenario, subject });

const count = ({ annotations }: SimulatedStudy, symbol: string, aux = ''): number =>
  annotations.filter((one) => one.symbol === symbol && (one.aux ?? '') === aux).length;

/** Each rhythm that a study can hold, with the symbol and aux of its beats and its rhythm mark. */
const RHYTHMS: readonly (readonly [
  string,
  ScenarioName | Story,
  SubjectOptions,
  string,
  string,
  string?,
  number?,
])[] = [
  ['sinus', 'sinus', { diagnosis: 'none' }, 'N', '', '(N'],
  ['pre-excited sinus', 'sinus', { diagnosis: 'AVRT-WPW', pathway: 'left lateral' }, 'N', 'N-Prex', '(N'],
  ['AVNRT', 'tachycardia', { diagnosis: 'AVNRT' }, 'X', 'AVNRT', '(AVNRT'],
  ['atypical AVNRT', 'atypical', { diagnosis: 'AVNRT', atypical: true }, 'X', 'AVNRT', '(AVNRT'],
  ['AVNRT with 2:1 block', blockedAvnrt, { diagnosis: 'AVNRT', age: 13 }, 'X', 'AVNRT+BII'],
  [
    'orthodromic AVRT, left',
    'tachycardia',
    { diagnosis: 'AVRT', pathway: 'left lateral' },
    'X',
    'AVRT',
    '(AVRT',
  ],
  ['orthodromic AVRT, right', 'tachycardia', { diagnosis: 'AVRT', pathway: 'right lateral' }, 'X', 'AVRT'],
  [
    'orthodromic AVRT, septal',
    'tachycardia',
    { diagnosis: 'AVRT', pathway: 'right posteroseptal' },
    'X',
    'AVRT',
  ],
  [
    'orthodromic AVRT, parahisian',
    'tachycardia',
    { diagnosis: 'AVRT', pathway: 'right parahisian' },
    'X',
    'AVRT',
  ],
  [
    'antidromic AVRT',
    'tachycardia',
    { diagnosis: 'AVRT-WPW', antidromic: true, pathway: 'right lateral' },
    'X',
    'AVRT',
    '(AVRT',
    21,
  ],
  ['PJRT', 'tachycardia', { diagnosis: 'AVRT-PJRT' }, 'X', 'AVRT'],
  ['Mahaim', 'tachycardia', { diagnosis: 'AVRT-Mahaim' }, 'X', 'AVRT'],
  ['pre-excited fibrillation', 'fibrillation', { diagnosis: 'AVRT-WPW' }, 'X', 'AFIB', '(AFIB'],
  ['intra-atrial re-entry', 'flutter', { diagnosis: 'IART' }, 'X', 'AFL', '(AFL'],
  ['flutter', 'flutter', { diagnosis: 'none' }, 'X', 'AFL', '(AFL'],
  ['fibrillation', 'fibrillation', { diagnosis: 'AFIB' }, 'X', 'AFIB', '(AFIB'],
  ['junctional ectopic tachycardia', 'junctional', { diagnosis: 'JET' }, 'J', '', '(J'],
  ['junctional escape', slowSinus, { diagnosis: 'none' }, 'j', ''],
  ['ectopic atrial tachycardia', 'ectopic-atrial', { diagnosis: 'EAT' }, 'X', 'EAT', '(EAT'],
  ['atrial pacing', 'atrial-pacing', { diagnosis: 'none' }, '/', '/A', '(/A'],
  ['ventricular pacing', 'ventricular-pacing', { diagnosis: 'none' }, '/', '/V', '(/V'],
  ['ventricular tachycardia', 'ventricular-tachycardia', { diagnosis: 'none' }, 'X', 'VT', '(VT'],
  ['VT after repair', 'ventricular-tachycardia', { diagnosis: 'TOF with VT' }, 'X', 'VT', '(VT'],
  ['sinus after repair', 'sinus', { diagnosis: 'TOF without VT' }, 'R', '', '(N'],
  ['idioventricular', 'idioventricular', { diagnosis: 'none' }, 'X', 'IVR', '(IVR'],
  ['bigeminy', 'bigeminy', { diagnosis: 'PVC' }, 'V', '', '(B'],
  ['premature atrial beats', 'premature-beats', { diagnosis: 'none' }, 'A', ''],
  ['premature ventricular beats', 'premature-beats', { diagnosis: 'none' }, 'V', ''],
  ['first-degree block', 'av-block', { diagnosis: 'none', age: 12 }, 'b', 'BI'],
];

describe('rhythms', () => {
  const rows = RHYTHMS.map(([name, scenario, subject, symbol, aux, mark, seed]) => ({
    ...{ name, scenario, subject, symbol, aux, mark, seed },
  }));

  it.each(rows)('$name has its beats and its mark', ({ scenario, subject, symbol, aux, mark, seed }) => {
    const study = make(scenario, subject, seed);
    expect(count(study, symbol, aux)).toBeGreaterThan(
      symbol === 'A' || symbol === 'V' || symbol === 'j' ? 1 : 5,
    );
    if (mark) expect(count(study, '+', mark)).toBeGreaterThan(0);
  });

  it('have a picture each in the documentation', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/simulator.md'), 'utf8');
    for (const { name } of FIGURES) {
      expect(docs).toContain(`(simulator/${name}.svg)`);
      expect(existsSync(join(import.meta.dirname, `../../docs/simulator/${name}.svg`)), name).toBe(true);
    }
    expect(docs.match(/\(simulator\/[\w-]+\.svg\)/g)?.length).toBe(FIGURES.length);
  });

  it('AVNRT with 2:1 block has two atrial beats to each ventricular one, at the tachycardia’s own cycle', () => {
    const { truth } = make(blockedAvnrt, { diagnosis: 'AVNRT', age: 13 });
    const blocked = truth.beats.filter(({ aux }) => aux === 'AVNRT+BII');
    const [from, to] = [blocked[1].qrsOnset, blocked.at(-1)!.qrsOnset];
    const atria = truth.atria.filter(({ start }) => start > from && start < to).length;
    expect(atria / (blocked.length - 2)).toBeGreaterThan(1.8);
    const before = truth.beats.filter(({ aux, qrsOnset }) => aux === 'AVNRT' && qrsOnset < from);
    const own = median(before.slice(1).map(({ qrsOnset }, k) => qrsOnset - before[k].qrsOnset));
    expect(Math.abs((to - from) / atria / own - 1)).toBeLessThan(0.1);
  });

  it('junctional tachycardia does not need the atria: the septum follows the QRS or goes its own way', () => {
    const study = make('junctional', { diagnosis: 'JET', age: 8 });
    const cycles = cycleLengths(study, 'junctional-focus');
    expect(median(cycles)).toBeGreaterThan(350);
    expect(median(cycles)).toBeLessThan(520);
    const first = study.truth.beats.findIndex(({ mechanism }) => mechanism === 'junctional-focus');
    expect(study.truth.beats[first].his).toBeDefined();
  });

  it('ectopic atrial tachycardia begins away from the sinus node and warms up', () => {
    const study = make('ectopic-atrial', { diagnosis: 'EAT', age: 9 });
    const cycles = cycleLengths(study, 'atrial-focus');
    expect(cycles[0]).toBeGreaterThan(cycles[6]);
    expect(median(cycles)).toBeLessThan(480);
  });

  it('bigeminy couples its ventricular beats steadily', () => {
    const { truth } = make('bigeminy', { diagnosis: 'PVC', age: 15 });
    const couplings = truth.beats.flatMap(({ mechanism, qrsOnset }, k) =>
      mechanism === 'ventricular-focus' && truth.beats[k - 1]?.mechanism === 'sinus'
        ? [qrsOnset - truth.beats[k - 1].qrsOnset]
        : [],
    );
    const usual = median(couplings);
    expect(couplings.filter((ms) => Math.abs(ms - usual) < 40).length).toBeGreaterThan(
      0.6 * couplings.length,
    );
  });

  it('idioventricular rhythm is slower than tachycardia and no slower than 50 a minute', () => {
    const cycle = median(cycleLengths(make('idioventricular', { diagnosis: 'none' }), 'ventricular-focus'));
    expect(cycle).toBeGreaterThan(545);
    expect(cycle).toBeLessThan(1200);
  });
});

describe('the laboratory', () => {
  it('paces S1 at its cycle and S2 at its coupling, to a millisecond', () => {
    const story: Story = function* (laboratory) {
      yield 2000;
      yield* drive(laboratory, { site: 'HRA', cycle: 450, beats: 8, coupling: 330, second: 280 });
      yield 5000;
    };
    const { stimuli } = make(story, { diagnosis: 'none', age: 12 }, 3, 0.2).truth;
    expect(stimuli.map(({ kind }) => kind)).toEqual([...Array<string>(8).fill('S1'), 'S2', 'S3']);
    const gaps = stimuli.slice(1).map(({ time }, k) => Math.round(time - stimuli[k].time));
    expect(gaps).toEqual([...Array<number>(7).fill(450), 330, 280]);
  });

  it('ends AVNRT and AVRT by a moment’s AV block: what follows is sinus rhythm', () => {
    for (const [diagnosis, mechanism] of [
      ['AVNRT', 'avnrt'],
      ['AVRT', 'avrt'],
    ] as const) {
      let ended = NaN;
      const story: Story = function* (laboratory) {
        yield 2500;
        yield* ignite(laboratory, 'stimulus');
        yield 5000;
        expect(inTachycardia(laboratory.heart)).toBe(true);
        yield* quench(laboratory.heart);
        ended = laboratory.heart.now;
        yield 6000;
      };
      const study = make(story, { diagnosis, age: 13 }, 5, 0.5);
      expect(study.truth.beats.filter((beat) => beat.mechanism === mechanism).length).toBeGreaterThan(8);
      const after = study.truth.beats.filter(({ qrsOnset }) => qrsOnset > ended + 200);
      expect(after.length).toBeGreaterThan(4);
      expect(after.every((beat) => beat.mechanism === 'sinus')).toBe(true);
    }
  });
});

describe('subjects', () => {
  it('have slower hearts the older they are', () => {
    const cycleAt = (age: number): number =>
      median(
        seeds(9).map((seed) =>
          median(cycleLengths(make('sinus', { diagnosis: 'none', age }, seed, 0.3), 'sinus')),
        ),
      );
    const [five, eleven, seventeen] = [5, 11, 17].map(cycleAt);
    expect(five).toBeGreaterThan(550);
    expect(five).toBeLessThan(730);
    expect(eleven).toBeGreaterThan(five + 30);
    expect(seventeen).toBeGreaterThan(eleven + 20);
    expect(seventeen).toBeLessThan(960);
  });

  it('of one diagnosis differ: VA intervals and cycles vary from subject to subject', () => {
    const figures = seeds(6).map((seed) => {
      const study = make('tachycardia', { diagnosis: 'AVRT', pathway: 'left lateral' }, seed);
      return { va: median(vaIntervals(study, 'avrt')), cycle: median(cycleLengths(study, 'avrt')) };
    });
    const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
    expect(spread(figures.map(({ va }) => va))).toBeGreaterThan(8);
    expect(spread(figures.map(({ cycle }) => cycle))).toBeGreaterThan(15);
  });
});
