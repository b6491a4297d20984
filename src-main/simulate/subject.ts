import type { Random } from '../domain/random.ts';
import { makeRandom } from '../domain/random.ts';

export const PATHWAY_LOCATIONS = [
  'left anterior',
  'left anterolateral',
  'left lateral',
  'left posterolateral',
  'left posterior',
  'left posteroseptal',
  'right posteroseptal',
  'right posterior',
  'right lateral',
  'right anterior',
  'right anteroseptal',
  'right parahisian',
] as const;
export type PathwayLocation = (typeof PATHWAY_LOCATIONS)[number];

/** As Leipzig's subject tables write them, and two forms of AVRT that they do not hold. */
export const DIAGNOSES = [
  'none',
  'AVNRT',
  'AVRT',
  'AVRT-WPW',
  'AVRT-PJRT',
  'AVRT-Mahaim',
  'EAT',
  'JET',
  'IART',
  'AFIB',
  'TOF with VT',
  'TOF with nsVT',
  'TOF without VT',
  'PVC',
] as const;
export type Diagnosis = (typeof DIAGNOSES)[number];

export interface SubjectOptions {
  readonly name?: string;
  /** Years, 4 to 80. */
  readonly age?: number;
  readonly sex?: 'F' | 'M';
  readonly diagnosis?: Diagnosis;
  readonly pathway?: PathwayLocation;
  readonly bundleBranchBlock?: 'right' | 'left';
  /** Resting sinus cycle, ms. */
  readonly sinusCycle?: number;
  /** Depth of the respiratory variation of the sinus cycle, 0 to 0.2; by age unless given. */
  readonly respiratoryVariation?: number;
  /** Factor on all surface amplitudes; 1 unless given, 0.4 where lungs or fluid lie between heart and electrodes. */
  readonly voltage?: number;
  /** AVNRT: a slow pathway that conducts backwards too, so that an atypical form can run. */
  readonly atypical?: boolean;
  /** Manifest pathways: the tachycardia runs down them and up the AV node. A Mahaim pathway knows no other. */
  readonly antidromic?: boolean;
  /** Conduction from the ventricles back through the AV node: none, at most every other beat of a tachycardia, or every one; drawn unless given. */
  readonly retrograde?: Retrograde;
}

export type Retrograde = 'none' | 'slow' | 'good';

/** Times in ms. */
export interface Electrophysiology {
  readonly sinusCycle: number;
  /** Depth of the respiratory variation of the sinus cycle, 0 to 0.2. */
  readonly respiratoryVariation: number;
  readonly atriumToHis: number;
  readonly hisToVentricle: number;
  /** Cycle that the subject's re-entry settles to, where its circuit is in the AV node. */
  readonly reentryCycle: number;
  /** Whether the AV node's curve is discontinuous: an AH jump of 50 ms or more. */
  readonly jump: boolean;
  readonly atrialRefractory: number;
  readonly ventricularRefractory: number;
  readonly bundleBranchBlock?: 'right' | 'left';
  readonly circuits: CircuitSpeeds;
}

/** Conduction where a circuit can run, mm/ms: round the tricuspid valve, through its isthmus, along a repair's scar. */
export interface CircuitSpeeds {
  readonly ring: number;
  readonly isthmus: number;
  readonly scar: number;
}

export interface Subject {
  readonly name: string;
  readonly age: number;
  readonly sex: 'F' | 'M';
  readonly diagnosis: Diagnosis;
  readonly pathway?: PathwayLocation;
  readonly atypical: boolean;
  readonly antidromic: boolean;
  readonly retrograde: Retrograde;
  /** Size of heart and chest, 1 in an adult. */
  readonly size: number;
  /** Factor on all surface amplitudes. */
  readonly voltage: number;
  readonly electrophysiology: Electrophysiology;
  /** Seed of everything else about this subject. */
  readonly seed: number;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Resting cycle by age: 5 years 95 bpm, 12 years 78, 18 years 70, adults 68 (Fleming 2011, rounded), +-12 %. */
function sinusCycleAt(age: number, random: Random): number {
  const rate = 66 + 50 * Math.exp(-age / 9);
  return (60_000 / rate) * (1 + 0.1 * random.normal());
}

/**
 * An adult's flutter ring conducts at about 0.62 mm/ms, its isthmus at half of that (Feld 1997, rounded); after surgery
 * both are slower. In a smaller heart a front comes round before the muscle has recovered unless it is slower still.
 */
function circuitSpeedsOf(diagnosis: Diagnosis, size: number, random: Random): CircuitSpeeds {
  const slower = size * (diagnosis === 'IART' ? 0.77 : 1);
  return {
    ring: slower * (0.62 + 0.03 * random.normal()),
    isthmus: slower * (0.31 + 0.02 * random.normal()),
    scar: 0.3 + 0.08 * random.next(),
  };
}

function electrophysiologyOf(
  age: number,
  size: number,
  diagnosis: Diagnosis,
  random: Random,
): Electrophysiology {
  const adult = age >= 18;
  const repaired = diagnosis.startsWith('TOF');
  // AVNRT cycle: about 290 ms in children, 350 in adolescents (issue's figures), a line between 9 and 15 years.
  const reentryCycle = 290 + 60 * clamp((age - 9) / 6, 0, 1) + 18 * random.normal();
  return {
    sinusCycle: clamp(sinusCycleAt(age, random), 480, 1100),
    respiratoryVariation: adult ? 0.02 + 0.03 * random.next() : 0.05 + 0.08 * random.next(),
    atriumToHis: clamp(72 + 16 * random.normal(), 45, 100),
    hisToVentricle: clamp((repaired ? 50 : 40) + 5 * random.normal(), 30, 62),
    reentryCycle: clamp(reentryCycle, 250, 420),
    jump: random.next() < 0.42,
    atrialRefractory: 175 + (adult ? 40 : 0) + 12 * random.normal(),
    ventricularRefractory: 208 + (adult ? 25 : 0) + 12 * random.normal(),
    bundleBranchBlock: repaired ? 'right' : undefined,
    circuits: circuitSpeedsOf(diagnosis, size, random.fork('circuits')),
  };
}

function pathwayOf(
  diagnosis: Diagnosis,
  asked: PathwayLocation | undefined,
  random: Random,
): PathwayLocation | undefined {
  if (!diagnosis.startsWith('AVRT')) return undefined;
  const drawn = PATHWAY_LOCATIONS[random.integer(PATHWAY_LOCATIONS.length)];
  if (asked) return asked;
  if (diagnosis === 'AVRT-PJRT') return 'right posteroseptal';
  if (diagnosis === 'AVRT-Mahaim') return 'right lateral';
  return drawn;
}

function retrogradeOf(
  diagnosis: Diagnosis,
  antidromic: boolean,
  asked: Retrograde | undefined,
  random: Random,
): Retrograde {
  const drawn = random.next();
  if (asked) return asked;
  if (diagnosis === 'AVNRT' || antidromic) return 'good';
  return drawn < 0.45 ? 'none' : drawn < 0.6 ? 'slow' : 'good';
}

/** A subject from a seed; what `options` leaves open is drawn. */
export function makeSubject(seed: number, options: SubjectOptions = {}): Subject {
  const random = makeRandom(seed).fork('subject');
  const diagnosis = options.diagnosis ?? 'none';
  const repaired = diagnosis.startsWith('TOF');
  const age =
    options.age ?? Math.round((repaired ? 21 + 44 * random.next() : 5 + 13 * random.next()) * 10) / 10;
  const antidromic = options.antidromic ?? diagnosis === 'AVRT-Mahaim';
  const growth = clamp((age - 4) / 13, 0, 1);
  const sex = options.sex ?? (random.next() < 0.5 ? 'F' : 'M');
  const pathway = pathwayOf(diagnosis, options.pathway, random);
  const retrograde = retrogradeOf(diagnosis, antidromic, options.retrograde, random);
  const size = 0.72 + 0.28 * growth + 0.02 * random.normal();
  return {
    name: options.name ?? 'x001',
    age,
    sex,
    diagnosis,
    pathway,
    atypical: options.atypical ?? false,
    antidromic,
    retrograde,
    size,
    voltage: options.voltage ?? 1,
    electrophysiology: {
      ...electrophysiologyOf(age, size, diagnosis, random.fork('electrophysiology')),
      ...(options.bundleBranchBlock ? { bundleBranchBlock: options.bundleBranchBlock } : {}),
      ...(options.respiratoryVariation ? { respiratoryVariation: options.respiratoryVariation } : {}),
      ...(options.sinusCycle ? { sinusCycle: options.sinusCycle } : {}),
    },
    seed,
  };
}
