import type { Diagnosis } from '../subject.ts';
import { afterBeat, ambulatory } from './ambulatory.ts';
import { hasScar, interrupt, startCircuit, stopCircuit } from './circuits.ts';
import { ignite } from './ignite.ts';
import type { Laboratory, Story } from './laboratory.ts';
import { drive, induce, terminate, wait } from './laboratory.ts';

/** What a study is about. `ep-study` follows the subject's diagnosis; the others show one rhythm. */
export const SCENARIOS = [
  'ep-study',
  'sinus',
  'atrial-pacing',
  'ventricular-pacing',
  'tachycardia',
  'junctional',
  'ectopic-atrial',
  'flutter',
  'fibrillation',
  'ventricular-tachycardia',
  'idioventricular',
  'bigeminy',
  'premature-beats',
  'ambulatory',
  'av-block',
  'atypical',
] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

function* ectopy(
  laboratory: Laboratory,
  seconds: number,
  perMinute: number,
  ventricular: number,
): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const end = heart.now + seconds * 1000;
  while (heart.now < end) {
    yield (60_000 / perMinute) * -Math.log(1 - random.next()) + 700;
    const isVentricular = random.next() < ventricular;
    const which = random.next() < 0.8 ? '' : '-2';
    const site = `${isVentricular ? 'ventricular' : 'atrial'}-focus${which}`;
    const cycle = heart.subject.electrophysiology.sinusCycle * heart.sinusTone;
    const since = heart.now - heart.lastAt('sinus');
    const coupling = cycle * (isVentricular ? 0.55 + 0.25 * random.next() : 0.5 + 0.3 * random.next());
    heart.premature(site, Math.max(1, coupling + (isVentricular ? 160 : 0) - since));
    yield cycle * 1.6;
  }
}

function* sinus(laboratory: Laboratory): Generator<number, void, void> {
  for (;;) yield* ectopy(laboratory, 60, 1.5, 0.5);
}

function* pacing(laboratory: Laboratory, site: string): Generator<number, void, void> {
  const { random } = laboratory;
  const own = laboratory.heart.subject.electrophysiology.sinusCycle;
  for (;;) {
    yield* wait(2 + 2 * random.next());
    const cycle = Math.min(own - 60, 600, 400 + 60 * random.integer(4));
    yield* drive(laboratory, { site, cycle, beats: 8 + random.integer(8) });
  }
}

function* tachycardia(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const own = heart.subject.electrophysiology.sinusCycle;
  for (;;) {
    yield* wait(3 + 3 * random.next());
    const cycle = Math.min(500, own - 80);
    const site = random.next() < 0.75 ? 'HRA' : 'CS90';
    const from = (heart.subject.antidromic ? 350 : 330) - 30 * random.next();
    const runs =
      random.next() < 0.6 && (yield* induce(laboratory, { site, cycle, from, step: 15, to: from - 75 }));
    if (!runs) yield* ignite(laboratory);
    yield* wait(8 + 25 * random.next());
    yield* terminate(laboratory, 'HRA', heart.subject.electrophysiology.reentryCycle);
  }
}

/** The atypical form's conditions: the fast pathway no longer conducts backwards, the slow one does. */
export function favourAtypical({ heart }: Laboratory): void {
  const fast = heart.pathway('fast')!;
  fast.backward = undefined;
  if (fast.forward) fast.forward = { ...fast.forward, refractory: 210, slowing: 90, recovery: 130 };
}

function* atypical(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  favourAtypical(laboratory);
  for (;;) {
    yield* wait(3 + 3 * random.next());
    yield* induce(laboratory, {
      site: 'RVA',
      cycle: Math.min(450, heart.subject.electrophysiology.sinusCycle - 60),
      from: 330,
      step: 10,
      to: 220,
    });
    yield* wait(10 + 20 * random.next());
    yield* terminate(laboratory, 'HRA', 300);
  }
}

/** The AV node conducts ever more slowly until a beat is lost (Wenckebach), or merely slowly (first degree). */
function* block(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const fast = heart.pathway('fast')!;
  const usual = fast.forward!;
  const own = heart.subject.electrophysiology.sinusCycle;
  for (;;) {
    yield* wait(5 + 4 * random.next());
    fast.forward = { ...usual, delay: usual.delay + 110 };
    yield* wait(6 + 6 * random.next());
    fast.forward = {
      ...usual,
      delay: usual.delay + 60,
      slowing: 1800,
      rest: own * 0.3,
      recovery: own / 3.2,
      refractory: 300,
      adaptation: 0,
    };
    yield* wait(8 + 10 * random.next());
    fast.forward = usual;
  }
}

function* focusRhythm(
  laboratory: Laboratory,
  site: string,
  spark: 'junctional-focus' | 'atrial-focus' | 'ventricular-focus',
  cycle: () => number,
  jitter: number,
): Generator<number, void, void> {
  const { heart, random } = laboratory;
  for (;;) {
    yield* wait(4 + 4 * random.next());
    heart.startFocus(site, spark, cycle(), jitter);
    yield* wait(8 + 20 * random.next());
    heart.stopDriver();
  }
}

function* flutter(laboratory: Laboratory): Generator<number, void, void> {
  const { random } = laboratory;
  for (;;) {
    yield* wait(4 + 3 * random.next());
    yield* startCircuit(laboratory, 'flutter');
    yield* wait(15 + 25 * random.next());
    yield* stopCircuit(laboratory, 'flutter');
  }
}

function* fibrillation(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  for (;;) {
    yield* wait(4 + 3 * random.next());
    heart.startFibrillation(150 + 25 * random.next());
    yield* wait(15 + 30 * random.next());
    heart.stopDriver();
  }
}

function* bigeminy(laboratory: Laboratory): Generator<number, void, void> {
  const { random } = laboratory;
  for (;;) {
    yield* ectopy(laboratory, 8, 4, 0.8);
    const coupling = 430 + 80 * random.next();
    const cycles = 6 + random.integer(14);
    for (let k = 0; k < cycles; k++) {
      yield* afterBeat(laboratory, 'ventricular-focus', coupling + 8 * random.normal());
    }
  }
}

function* repairedTetralogy(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  for (;;) {
    yield* ectopy(laboratory, 14, 10, 0.9);
    yield* drive(laboratory, { site: 'RVA', cycle: 500, beats: 8, coupling: 300 - 30 * random.next() });
    if (random.next() < (heart.subject.diagnosis === 'TOF without VT' ? 0.15 : 0.5)) {
      yield* startCircuit(laboratory, 'scar');
      yield* wait(3 + 12 * random.next());
      if (heart.subject.diagnosis === 'TOF with VT') yield* stopCircuit(laboratory, 'scar');
      else yield* interrupt(heart, 'scar');
    }
  }
}

/** Round a scar where there is one, started by extra-stimuli; otherwise from a focus that fires by itself. */
function* ventricularTachycardia(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  if (!hasScar(heart)) {
    const site = random.next() < 0.6 ? 'ventricular-focus' : 'ventricular-focus-2';
    return yield* focusRhythm(laboratory, site, 'ventricular-focus', () => 300 + 120 * random.next(), 0.012);
  }
  for (;;) {
    yield* wait(4 + 4 * random.next());
    yield* startCircuit(laboratory, 'scar');
    yield* wait(8 + 20 * random.next());
    yield* stopCircuit(laboratory, 'scar');
  }
}

/** The study's course for a diagnosis. */
export function epStudy(diagnosis: Diagnosis): Story {
  return function* (laboratory) {
    const { random } = laboratory;
    if (diagnosis.startsWith('TOF')) yield* repairedTetralogy(laboratory);
    if (diagnosis === 'EAT') yield* storyOf('ectopic-atrial', diagnosis)(laboratory);
    if (diagnosis === 'JET') yield* storyOf('junctional', diagnosis)(laboratory);
    if (diagnosis === 'IART') yield* flutter(laboratory);
    if (diagnosis === 'AFIB') yield* fibrillation(laboratory);
    yield* ectopy(laboratory, 6, 4, 0.5);
    const cycle = Math.min(500, laboratory.heart.subject.electrophysiology.sinusCycle - 60);
    for (let k = 0; k < 3; k++)
      yield* drive(laboratory, { site: 'RVA', cycle, beats: 8, coupling: 340 - 20 * k + 10 * random.next() });
    yield* tachycardia(laboratory);
  };
}

export function storyOf(scenario: ScenarioName, diagnosis: Diagnosis): Story {
  return function* (laboratory) {
    const { random, heart } = laboratory;
    const own = heart.subject.electrophysiology.sinusCycle;
    switch (scenario) {
      case 'ep-study':
        return yield* epStudy(diagnosis)(laboratory);
      case 'sinus':
        return yield* sinus(laboratory);
      case 'atrial-pacing':
        return yield* pacing(laboratory, 'HRA');
      case 'ventricular-pacing':
        return yield* pacing(laboratory, 'RVA');
      case 'tachycardia':
        return yield* tachycardia(laboratory);
      case 'junctional':
        return yield* focusRhythm(
          laboratory,
          'common',
          'junctional-focus',
          () => Math.min(own - 120, 380 + 120 * random.next()),
          0.02,
        );
      case 'ectopic-atrial':
        return yield* focusRhythm(
          laboratory,
          'atrial-focus',
          'atrial-focus',
          () => Math.min(own - 120, 350 + 120 * random.next()),
          0.03,
        );
      case 'atypical':
        return yield* atypical(laboratory);
      case 'av-block':
        return yield* block(laboratory);
      case 'flutter':
        return yield* flutter(laboratory);
      case 'fibrillation':
        return yield* fibrillation(laboratory);
      case 'ventricular-tachycardia':
        return yield* ventricularTachycardia(laboratory);
      case 'idioventricular':
        return yield* focusRhythm(
          laboratory,
          'ventricular-focus',
          'ventricular-focus',
          () => Math.max(560, own - 60),
          0.02,
        );
      case 'bigeminy':
        return yield* bigeminy(laboratory);
      case 'premature-beats':
        for (;;) yield* ectopy(laboratory, 60, 12, 0.5);
      case 'ambulatory':
        return yield* ambulatory(laboratory);
    }
  };
}
