import { makeRandom } from '../domain/random.ts';
import type { LeipzigRecord } from './profile/leipzig-table.ts';
import { LEIPZIG_RECORDS } from './profile/leipzig-table.ts';
import { scaledCount } from './profile/quota.ts';
import { quotaStory } from './profile/quota-story.ts';
import type { ScenarioName } from './story/scenarios.ts';
import type { SimulatedStudy, StudyOptions } from './study.ts';
import { simulateStudy } from './study.ts';
import type { Diagnosis } from './subject.ts';

export const PROFILES = ['leipzig', 'balanced', 'few-shot-test', 'ambulatory'] as const;
export type Profile = (typeof PROFILES)[number];

export interface CohortOptions {
  readonly profile: Profile;
  readonly subjects: number;
  readonly seed: number;
  /** Length of the longest record; each profile has a default. */
  readonly minutes?: number;
}

/** Names as Leipzig gives them: x001 to x009, then x0010 ... */
const nameOf = (index: number): string => `x00${index + 1}`;

const ROUND: readonly (readonly [Diagnosis, ScenarioName])[] = [
  ['AVNRT', 'tachycardia'],
  ['AVRT', 'tachycardia'],
  ['none', 'sinus'],
  ['AVRT-WPW', 'tachycardia'],
  ['none', 'atrial-pacing'],
  ['none', 'ventricular-pacing'],
  ['JET', 'junctional'],
  ['EAT', 'ectopic-atrial'],
  ['AFIB', 'fibrillation'],
  ['IART', 'flutter'],
  ['none', 'ventricular-tachycardia'],
  ['none', 'idioventricular'],
  ['PVC', 'bigeminy'],
  ['AVRT-PJRT', 'tachycardia'],
  ['TOF with VT', 'ep-study'],
  ['AVRT-Mahaim', 'tachycardia'],
  ['AVRT-WPW', 'fibrillation'],
  ['none', 'av-block'],
];

/** For training: every rhythm, and AVNRT as a laboratory meets it, atypical too and between drives of pacing. */
const BALANCED: readonly (readonly [Diagnosis, ScenarioName])[] = [
  ...ROUND,
  ['AVNRT', 'atypical'],
  ['AVNRT', 'ep-study'],
];

function seedOf(options: CohortOptions, index: number): number {
  return makeRandom(options.seed)
    .fork(`${options.profile}-${index}`)
    .integer(2 ** 31);
}

const LONGEST = Math.max(...LEIPZIG_RECORDS.map(({ seconds }) => seconds));
const CYCLES: Readonly<Record<string, number>> = { tachycardia: 330, 'P-A': 500, 'P-V': 480 };

/** The sinus cycle with which the record's beats take about the record's time. */
function sinusCycleOf(record: LeipzigRecord): number {
  let sinus = 0;
  let rest = record.seconds * 1000;
  for (const [code, count] of record.beats) {
    const isSinus = /^(N|N-Prex|RBB|Q|PAC|PAC-Prex|PVC)$/.test(code);
    if (isSinus) sinus += count;
    else rest -= count * (CYCLES[code] ?? CYCLES.tachycardia);
  }
  return Math.min(1150, Math.max(440, rest / Math.max(1, sinus)));
}

/** One of the 39 published subjects; after the 39th they come again with other hearts. */
function leipzigStudyOptions(seed: number, index: number, minutes = LONGEST / 60): StudyOptions {
  const record = LEIPZIG_RECORDS[index % LEIPZIG_RECORDS.length];
  const share = Math.min(1, (minutes * 60) / LONGEST);
  const again = Math.floor(index / LEIPZIG_RECORDS.length);
  const { sex, age, diagnosis, pathway, layout } = record;
  const name = again === 0 ? record.name : `${record.name}r${again}`;
  return {
    seed,
    minutes: Math.max(0.5, (record.seconds / 60) * share * 1.5 + 1),
    endWithStory: true,
    scenario: quotaStory(record, share),
    unclassifiable: scaledCount(record.beats.get('Q') ?? 0, share),
    layout,
    flat: record.name === 'x0027' ? ['ABL12'] : [],
    subject: { name, sex, age, diagnosis, pathway, sinusCycle: sinusCycleOf(record) },
  };
}

/**
 * Adults with ventricular ectopy; one in ten each has a right or left bundle branch block, one in five low voltages, one
 * in sixteen of the others pre-excitation that comes and goes.
 */
function ambulatoryStudyOptions(seed: number, name: string, minutes = 5): StudyOptions {
  const random = makeRandom(seed);
  const age = 20 + random.integer(65);
  const drawn = random.next();
  const bundleBranchBlock = drawn < 0.1 ? 'right' : drawn < 0.2 ? 'left' : undefined;
  const noise = 0.5 + 1.5 * random.next();
  const voltage = random.next() < 0.2 ? 0.4 + 0.35 * random.next() : 1;
  const respiratoryVariation = 0.02 + 0.1 * random.next() ** 2;
  const diagnosis = drawn > 0.95 ? 'AVRT-WPW' : 'PVC';
  const subject = { name, age, diagnosis, bundleBranchBlock, voltage, respiratoryVariation } as const;
  return { seed, minutes, layout: 'ecg', scenario: 'ambulatory', noise, subject };
}

/** What one study of a cohort is made from: each can be made again by itself. */
export function cohortStudyOptions(options: CohortOptions, index: number): StudyOptions {
  const seed = seedOf(options, index);
  if (options.profile === 'leipzig') return leipzigStudyOptions(seed, index, options.minutes);
  if (options.profile === 'ambulatory') return ambulatoryStudyOptions(seed, nameOf(index), options.minutes);
  const round = options.profile === 'balanced' ? BALANCED : ROUND;
  const [diagnosis, scenario] = round[index % round.length];
  const minutes = options.minutes ?? (options.profile === 'balanced' ? 3 : 1.5);
  const atypical = scenario === 'atypical' ? { atypical: true } : {};
  return { seed, minutes, scenario, subject: { name: nameOf(index), diagnosis, ...atypical } };
}

/** A cohort's studies one at a time. `leipzig` repeats the 39 published subjects; `few-shot-test` holds every rhythm, briefly. */
export function* simulateCohort(options: CohortOptions): Generator<SimulatedStudy> {
  for (let index = 0; index < options.subjects; index++)
    yield simulateStudy(cohortStudyOptions(options, index));
}
