import type { Heart } from '../heart/heart.ts';
import type { Laboratory } from './laboratory.ts';
import { inTachycardia } from './laboratory.ts';

export type Direction = 'orthodromic' | 'antidromic';

/** Waits for the next sinus beat, at most 2.5 s. */
export function* nextSinusBeat(heart: Heart): Generator<number, void, void> {
  const before = heart.sinusBeats;
  for (let waited = 0; waited < 2500 && heart.sinusBeats === before; waited += 4) yield 4;
}

/**
 * Readies the limbs of the circuit for one premature beat, as concealed conduction and autonomic tone do: one limb is
 * still refractory, the other conducts slowly. @returns what puts them back
 */
function prepare(heart: Heart, direction: Direction, attempt: number): () => void {
  const fast = heart.pathway('fast')!;
  const accessory = heart.pathway('accessory');
  if (!accessory || direction === 'antidromic') {
    fast.lastAtEnd[0] = heart.now + 100;
    return () => {};
  }
  const usual = fast.forward!;
  fast.forward = { ...usual, delay: usual.delay + 50 + 35 * attempt };
  accessory.lastAtEnd = [heart.now, -1e9];
  accessory.ready = true;
  return () => {
    fast.forward = usual;
  };
}

/**
 * Starts the subject's re-entry from sinus rhythm by one premature atrial beat (`HRA` stimulus or ectopic focus).
 * @returns whether it runs
 */
export function* ignite(
  { heart }: Laboratory,
  by: 'stimulus' | 'focus' = 'focus',
  direction: Direction = heart.subject.antidromic ? 'antidromic' : 'orthodromic',
): Generator<number, boolean, void> {
  for (let attempt = 0; attempt < 6; attempt++) {
    yield* nextSinusBeat(heart);
    yield direction === 'antidromic' ? 400 - 12 * attempt : 330 - 10 * attempt;
    const putBack = prepare(heart, direction, attempt);
    if (by === 'stimulus') heart.stimulate('HRA', 'S2');
    else heart.premature('atrial-focus', 1);
    yield 130;
    putBack();
    yield 320;
    const accessory = heart.pathway('accessory');
    if (accessory) accessory.ready = false;
    yield 900;
    if (inTachycardia(heart, 1400)) return true;
  }
  return false;
}
