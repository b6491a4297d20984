import type { Random } from '../../domain/random.ts';
import type { Heart } from '../heart/heart.ts';

/** A course of events: a generator that yields how many ms to let pass. */
export type Story = (laboratory: Laboratory) => Generator<number, void, void>;

export interface Laboratory {
  readonly heart: Heart;
  readonly random: Random;
}

export function* wait(seconds: number): Generator<number, void, void> {
  yield seconds * 1000;
}

/** Waits until the site has been excited, at most `limit` ms. */
function* sense(heart: Heart, site: string, limit = 2500): Generator<number, void, void> {
  const before = heart.lastAt(site);
  for (let waited = 0; waited < limit && heart.lastAt(site) === before; waited += 4) yield 4;
}

export interface Drive {
  /** `HRA`, `CS90` ... for the atria, `RVA` for the right ventricle's apex. */
  readonly site: string;
  /** S1-S1, ms. */
  readonly cycle: number;
  readonly beats: number;
  /** S1-S2 and S2-S3, ms. */
  readonly coupling?: number;
  readonly second?: number;
}

/** A train of `beats` S1, then S2 and S3 where asked: programmed stimulation. Begins one cycle after a sensed beat. */
export function* drive(
  { heart }: Laboratory,
  { site, cycle, beats, coupling, second }: Drive,
): Generator<number, void, void> {
  yield* sense(heart, site);
  for (let beat = 0; beat < beats; beat++) {
    yield Math.max(1, heart.lastAt(site) + cycle - heart.now > 0 && beat === 0 ? cycle : cycle);
    heart.stimulate(site, 'S1');
  }
  if (coupling) {
    yield coupling;
    heart.stimulate(site, 'S2');
  }
  if (second) {
    yield second;
    heart.stimulate(site, 'S3');
  }
}

/** Beats of the ventricles in the last `span` ms that were not sinus, paced or single ectopic: a tachycardia runs. */
export function inTachycardia(heart: Heart, span = 1500): boolean {
  const running = new Set(['avnrt', 'avrt', 'antidromic']);
  let count = 0;
  const { waves } = heart.happenings;
  for (let i = waves.length - 1; i >= 0 && waves[i].start > heart.now - span; i--) {
    if (waves[i].chamber === 'ventricles' && running.has(waves[i].origin)) count++;
  }
  return count >= 3;
}

/** S1-S2 with the coupling shortened step by step until a tachycardia starts. @returns whether one runs */
export function* induce(
  laboratory: Laboratory,
  options: { site: string; cycle: number; from: number; step: number; to: number; second?: number },
): Generator<number, boolean, void> {
  const { heart } = laboratory;
  for (let coupling = options.from; coupling >= options.to; coupling -= options.step) {
    yield* drive(laboratory, { ...options, beats: 8, coupling });
    yield 2300;
    if (inTachycardia(heart)) return true;
  }
  return false;
}

/** Burst pacing faster than the tachycardia until it stops. */
export function* terminate(
  laboratory: Laboratory,
  site: string,
  cycle: number,
): Generator<number, void, void> {
  const { heart } = laboratory;
  for (let attempt = 0; attempt < 4 && inTachycardia(heart); attempt++) {
    const faster = cycle - 20 - 18 * attempt;
    for (let beat = 0; beat < 6 + attempt; beat++) {
      yield Math.max(170, faster);
      heart.stimulate(site, 'S1');
    }
    yield 1800;
  }
  yield* quench(heart);
}

/** Adenosine, or what the catheter's touch does: nothing passes between atria and ventricles for a moment. */
export function* quench(heart: Heart): Generator<number, void, void> {
  for (let attempt = 0; attempt < 3 && inTachycardia(heart, 900); attempt++) {
    const pathways = ['fast', 'slow', 'accessory'].map((name) => heart.pathway(name));
    for (const pathway of pathways) if (pathway) pathway.blocked = true;
    yield 420 + 200 * attempt;
    for (const pathway of pathways) if (pathway) pathway.blocked = false;
    yield 700;
  }
}
