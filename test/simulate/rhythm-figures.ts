import { demonstrationStudy } from '../../src-main/simulate/demonstration.ts';
import type { ScenarioName } from '../../src-main/simulate/story/scenarios.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';
import { blockedAvnrt, longShort, slowSinus } from './stories.ts';

/** One picture of docs/simulator.md. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly make: () => SimulatedStudy;
  /** Mark of the beats that the picture begins with, a little before the first of them. */
  readonly from: string;
  readonly before?: number;
  readonly channels?: readonly string[];
}

const of =
  (seed: number, scenario: ScenarioName, subject: SubjectOptions, minutes = 1) =>
  (): SimulatedStudy =>
    simulateStudy({ seed, scenario, subject, minutes });

/** A picture for each rhythm. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'sinus',
    title: 'Sinus rhythm, 12 years',
    make: of(2, 'sinus', { age: 12 }),
    from: 'N',
    before: -3,
  },
  {
    name: 'pre-excited',
    title: 'Pre-excited sinus rhythm, left lateral pathway',
    make: of(1, 'sinus', { age: 13, diagnosis: 'AVRT-WPW', pathway: 'left lateral' }),
    from: 'NN-Prex',
    before: -3,
  },
  {
    name: 'pre-excited-right',
    title: 'Pre-excited sinus rhythm, right lateral pathway',
    make: of(4, 'sinus', { age: 13, diagnosis: 'AVRT-WPW', pathway: 'right lateral' }),
    from: 'NN-Prex',
    before: -3,
  },
  {
    name: 'avnrt-typical',
    title: 'Typical AVNRT begins with an extra-stimulus',
    make: () => demonstrationStudy(),
    from: 'XAVNRT',
    before: 2,
  },
  {
    name: 'avnrt-atypical',
    title: 'Atypical AVNRT: VA over 70 ms',
    make: of(4, 'atypical', { age: 14, diagnosis: 'AVNRT', atypical: true }),
    from: 'XAVNRT',
    before: -4,
  },
  {
    name: 'avnrt-2-1-block',
    title: 'AVNRT with 2:1 block below the node',
    make: () =>
      simulateStudy({
        seed: 2,
        minutes: 1,
        scenario: blockedAvnrt,
        subject: { age: 13, diagnosis: 'AVNRT' },
      }),
    from: 'XAVNRT+BII',
    before: 2.5,
  },
  {
    name: 'avrt-orthodromic',
    title: 'Orthodromic AVRT, left lateral pathway: CS12 first',
    make: of(4, 'tachycardia', { age: 12, diagnosis: 'AVRT', pathway: 'left lateral' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'avrt-right-lateral',
    title: 'Orthodromic AVRT, right lateral pathway: CS90 first',
    make: of(6, 'tachycardia', { age: 12, diagnosis: 'AVRT', pathway: 'right lateral' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'avrt-septal',
    title: 'Orthodromic AVRT, right posteroseptal pathway',
    make: of(5, 'tachycardia', { age: 12, diagnosis: 'AVRT', pathway: 'right posteroseptal' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'avrt-parahisian',
    title: 'Orthodromic AVRT, parahisian pathway',
    make: of(7, 'tachycardia', { age: 12, diagnosis: 'AVRT', pathway: 'right parahisian' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'avrt-antidromic',
    title: 'Antidromic AVRT, Mahaim pathway',
    make: of(3, 'tachycardia', { age: 14, diagnosis: 'AVRT-Mahaim' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'avrt-antidromic-right',
    title: 'Antidromic AVRT, right lateral pathway, begins with an extra-stimulus',
    make: of(5, 'tachycardia', {
      age: 14,
      diagnosis: 'AVRT-WPW',
      pathway: 'right lateral',
      antidromic: true,
    }),
    from: 'XAVRT',
    before: 2,
  },
  {
    name: 'pjrt',
    title: 'Permanent junctional reciprocating tachycardia',
    make: of(12, 'tachycardia', { age: 10, diagnosis: 'AVRT-PJRT' }),
    from: 'XAVRT',
    before: -2,
  },
  {
    name: 'pre-excited-fibrillation',
    title: 'Pre-excited atrial fibrillation',
    make: of(6, 'fibrillation', { age: 16, diagnosis: 'AVRT-WPW', pathway: 'left lateral' }),
    from: 'XAFIB',
    before: -3,
  },
  {
    name: 'fibrillation',
    title: 'Atrial fibrillation',
    make: of(3, 'fibrillation', { age: 15, diagnosis: 'AFIB' }),
    from: 'XAFIB',
    before: -3,
  },
  {
    name: 'flutter',
    title: 'Atrial flutter begins with an extra-stimulus at CS90',
    make: of(8, 'flutter', { age: 16, diagnosis: 'none' }),
    from: 'XAFL',
    before: 1.6,
  },
  {
    name: 'iart',
    title: 'Intra-atrial re-entry begins with an extra-stimulus at CS90',
    make: of(4, 'flutter', { age: 12, diagnosis: 'IART' }),
    from: 'XAFL',
    before: 1.6,
  },
  {
    name: 'ectopic-atrial',
    title: 'Ectopic atrial tachycardia',
    make: of(5, 'ectopic-atrial', { age: 9, diagnosis: 'EAT' }),
    from: 'XEAT',
    before: 1.5,
  },
  {
    name: 'junctional',
    title: 'Junctional ectopic tachycardia',
    make: of(2, 'junctional', { age: 7, diagnosis: 'JET' }),
    from: 'J',
    before: 1.5,
  },
  {
    name: 'atrial-pacing',
    title: 'Atrial pacing',
    make: of(3, 'atrial-pacing', { age: 12 }),
    from: '//A',
    before: 1.5,
  },
  {
    name: 'ventricular-pacing',
    title: 'Ventricular pacing',
    make: of(2, 'ventricular-pacing', { age: 12 }),
    from: '//V',
    before: 1.5,
  },
  {
    name: 'tetralogy',
    title: 'Sinus rhythm with right bundle branch block after tetralogy repair',
    make: of(3, 'sinus', { age: 40, diagnosis: 'TOF without VT' }),
    from: 'R',
    before: -3,
  },
  {
    name: 'ventricular-tachycardia',
    title: 'VT after tetralogy repair begins with two extra-stimuli',
    make: of(3, 'ventricular-tachycardia', { age: 40, diagnosis: 'TOF with VT' }),
    from: 'XVT',
    before: 2,
  },
  {
    name: 'ventricular-tachycardia-other-exit',
    title: 'VT after tetralogy repair, leaving the scar by its other end',
    make: of(4, 'ventricular-tachycardia', { age: 35, diagnosis: 'TOF with VT' }),
    from: 'XVT',
    before: 2,
  },
  {
    name: 'ventricular-tachycardia-focal',
    title: 'Focal ventricular tachycardia',
    make: of(3, 'ventricular-tachycardia', { age: 14, diagnosis: 'none' }),
    from: 'XVT',
    before: 2,
  },
  {
    name: 'idioventricular',
    title: 'Accelerated idioventricular rhythm',
    make: of(2, 'idioventricular', { age: 15 }),
    from: 'XIVR',
    before: 1.5,
  },
  {
    name: 'bigeminy',
    title: 'Ventricular bigeminy',
    make: of(6, 'bigeminy', { age: 15, diagnosis: 'PVC' }),
    from: 'V',
    before: 1,
  },
  {
    name: 'premature-beats',
    title: 'Premature beats',
    make: of(9, 'premature-beats', { age: 13 }),
    from: 'V',
    before: 2.5,
  },
  {
    name: 'fusion',
    title: 'Late ventricular beats that meet the conducted ones: fusion, ambulatory recording',
    make: of(15, 'ambulatory', { age: 60, diagnosis: 'PVC' }, 4),
    from: 'F',
    before: 1.5,
  },
  {
    name: 'aberrant',
    title: 'A premature atrial beat with aberrant conduction',
    make: () =>
      simulateStudy({ seed: 115, minutes: 1, scenario: longShort, subject: { age: 15, diagnosis: 'none' } }),
    from: 'a',
    before: 2.5,
  },
  {
    name: 'junctional-escape',
    title: 'Junctional rhythm while the sinus node is slow',
    make: () => simulateStudy({ seed: 2, minutes: 0.6, scenario: slowSinus, subject: { age: 12 } }),
    from: 'j',
    before: 1.5,
  },
  {
    name: 'first-degree-block',
    title: 'First-degree AV block',
    make: of(4, 'av-block', { age: 12 }),
    from: 'bBI',
    before: 1.5,
  },
  {
    name: 'his-catheter',
    title: 'Sinus rhythm with a catheter at the bundle of His',
    make: () =>
      simulateStudy({ seed: 4, minutes: 0.4, scenario: 'sinus', layout: 'his', subject: { age: 14 } }),
    from: 'N',
    before: -3,
    channels: ['I', 'II', 'V1', 'ABL12', 'HIS12', 'RVA12', 'CS12', 'CS56', 'CS90'],
  },
  {
    name: 'wenckebach',
    title: 'Second-degree AV block',
    make: of(4, 'av-block', { age: 12 }),
    from: 'bBI',
    before: -9,
  },
];
