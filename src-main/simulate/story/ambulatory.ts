import { nextSinusBeat } from './ignite.ts';
import type { Laboratory } from './laboratory.ts';

/** What an adult's long-term recording holds beside sinus rhythm. */
const EPISODES = [
  'quiet',
  'single',
  'single',
  'single-atrial',
  'aberrant',
  'fusion',
  'pause',
  'couplet',
  'bigeminy',
  'trigeminy',
  'salvo',
  'interpolated',
  'fibrillation',
] as const;
type Episode = (typeof EPISODES)[number];

const ATRIAL_CONDUCTION = 40; // ms from sinus node to AV node

/** A premature ventricular beat `coupling` ms after the sinus beat that comes next. */
export function* afterBeat(
  { heart }: Laboratory,
  focus: string,
  coupling: number,
): Generator<number, void, void> {
  yield* nextSinusBeat(heart);
  const before = heart.lastAt('his');
  for (let waited = 0; waited < 400 && heart.lastAt('his') === before; waited += 4) yield 4;
  if (heart.lastAt('his') === before) return; // that beat was not conducted
  heart.premature(focus, coupling);
  yield coupling + 20;
}

function* ventricular(
  laboratory: Laboratory,
  episode: Episode,
  coupling: number,
): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const focus = random.next() < 0.75 ? 'ventricular-focus' : 'ventricular-focus-2';
  const jitter = (): number => coupling + 12 * random.normal();
  yield* afterBeat(laboratory, focus, jitter());
  if (episode === 'couplet') heart.premature(focus, 330 + 60 * random.next());
  if (episode === 'salvo') {
    const beats = 2 + random.integer(7);
    for (let k = 0; k < beats; k++) {
      const interval = 330 + 25 * random.normal();
      heart.premature(focus, interval);
      yield interval;
    }
  }
  const every = episode === 'bigeminy' ? 1 : episode === 'trigeminy' ? 2 : 0;
  for (let k = 0; every > 0 && k < 5 + random.integer(12); k++) {
    for (let skipped = 1; skipped < every; skipped++) yield* nextSinusBeat(heart);
    yield* afterBeat(laboratory, focus, jitter());
  }
}

/** Late beats of a focus that meet the conducted beat in the ventricles: one to four fusions, each of another share. */
function* fusion({ heart, random }: Laboratory): Generator<number, void, void> {
  const { atriumToHis, hisToVentricle } = heart.subject.electrophysiology;
  const intoVentricles = ATRIAL_CONDUCTION + atriumToHis + hisToVentricle; // ms from the sinus node
  const beats = 1 + random.integer(4);
  for (let k = 0; k < beats; k++) {
    yield* nextSinusBeat(heart);
    heart.premature('ventricular-focus', intoVentricles - 40 + 55 * random.next());
    yield 300;
  }
}

/** An early atrial beat that finds the right branch, seldom the left one, not yet recovered. */
function* aberrant(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const branch = heart.pathway(random.next() < 0.8 ? 'his-right' : 'his-left')!;
  branch.tone = 2.2;
  yield* atrialBeat(laboratory, 0.42 + 0.2 * random.next());
  yield 700;
  branch.tone = 1;
}

/** @param share of the sinus cycle after which it comes */
function* atrialBeat({ heart, random }: Laboratory, share: number): Generator<number, void, void> {
  yield* nextSinusBeat(heart);
  const coupling = heart.subject.electrophysiology.sinusCycle * share;
  heart.premature(random.next() < 0.7 ? 'atrial-focus' : 'atrial-focus-2', coupling);
  yield coupling;
}

/** The sinus node leaves out part of a cycle or slows for some beats, as in sleep: late beats that are nothing but late. */
function* pause({ heart, random }: Laboratory): Generator<number, void, void> {
  const usual = heart.sinusTone;
  heart.sinusTone = usual * (1.2 + 0.4 * random.next());
  yield 900 + 3000 * random.next();
  heart.sinusTone = usual;
}

/** Pre-excitation that comes and goes; the pathway does not conduct backwards here. */
function changePreExcitation({ heart, random }: Laboratory): void {
  const accessory = heart.pathway('accessory');
  if (!accessory) return;
  accessory.backward = undefined;
  if (random.next() < 0.3) accessory.blocked = !accessory.blocked;
}

/**
 * A long-term recording of an adult: single ventricular beats of one or two foci with a steady coupling, full or
 * interpolated pauses, late ones that fuse, couplets, bigeminy, trigeminy, salvos, atrial beats, some of them aberrated,
 * pauses, here and there fibrillation.
 */
export function* ambulatory(laboratory: Laboratory): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const coupling = 380 + 120 * random.next();
  const propensity = 2 + 20 * random.next() ** 2; // episodes a minute
  const fibrillates = random.next() < 0.15;
  for (;;) {
    yield (60_000 / propensity) * -Math.log(1 - random.next()) + 1500;
    if (random.next() < 0.1) heart.sinusTone = 0.7 + 0.4 * random.next();
    changePreExcitation(laboratory);
    const episode = EPISODES[random.integer(EPISODES.length)];
    if (episode === 'quiet') continue;
    if (episode === 'fibrillation') {
      if (!fibrillates) continue;
      heart.startFibrillation(165 + 40 * random.next());
      yield 10_000 + 25_000 * random.next();
      heart.stopDriver();
    } else if (episode === 'single-atrial') {
      yield* atrialBeat(laboratory, 0.5 + 0.3 * random.next());
    } else if (episode === 'aberrant') {
      yield* aberrant(laboratory);
    } else if (episode === 'fusion') {
      yield* fusion(laboratory);
    } else if (episode === 'pause') {
      yield* pause(laboratory);
    } else {
      const early = episode === 'interpolated';
      if (early) heart.sinusTone = 1.15; // slow enough for the beat to fit between two
      yield* ventricular(laboratory, episode, early ? 340 : coupling);
    }
  }
}
