import type { Annotation } from '../../domain/annotation.ts';
import type { Random } from '../../domain/random.ts';
import { INDEPENDENT_LEADS } from './body-model.ts';
import { SAMPLING_FREQUENCY } from './layout.ts';

/** A stretch of bad signal. */
export interface Spell {
  readonly from: number;
  readonly to: number;
  /** Muscle: movement on all surface leads. Contact: one surface lead jumps and drifts. Catheter: an electrogram is driven to the rail. */
  readonly kind: 'muscle' | 'contact' | 'catheter';
  /** Row that suffers; undefined for all surface leads. */
  readonly row?: number;
  readonly strength: number;
}

/** One bad stretch of the surface ECG in about ten minutes, as Leipzig's `~` marks tell, and as many of the catheters. */
const SECONDS_BETWEEN = 290;

/**
 * Where the recording is bad.
 * @param rows independent rows: the surface leads first, then the catheters
 * @param factor on how often; 0 for none
 */
export function planSpells(samples: number, rows: number, factor: number, random: Random): Spell[] {
  const spells: Spell[] = [];
  const surface = INDEPENDENT_LEADS.length;
  if (factor === 0) return spells;
  let at = 0;
  for (;;) {
    at += (SECONDS_BETWEEN / factor) * -Math.log(1 - random.next()) * SAMPLING_FREQUENCY;
    const from = Math.round(at);
    const to = Math.round(at + (1 + 6 * random.next()) * SAMPLING_FREQUENCY);
    if (to >= samples) return spells;
    const kind = (['muscle', 'contact', 'catheter', 'catheter'] as const)[random.integer(4)];
    const row = {
      muscle: undefined,
      contact: random.integer(surface),
      catheter: surface + random.integer(rows - surface),
    }[kind];
    spells.push({ from, to, kind, row, strength: 0.5 + random.next() });
    at = to;
  }
}

/** `~` where the surface ECG gets bad (subtype 1) and where it is good again (subtype 0). */
export function qualityMarks(spells: readonly Spell[]): Annotation[] {
  return spells
    .filter(({ kind }) => kind !== 'catheter')
    .flatMap(({ from, to }) => [
      { sampleIndex: from, symbol: '~', subtype: 1 },
      { sampleIndex: to, symbol: '~', subtype: 0 },
    ]);
}

/** Adds the spells' disturbances to a block of rows that begins at sample `first`. */
export function addSpells(
  rows: readonly Float32Array[],
  first: number,
  spells: readonly Spell[],
  random: Random,
): void {
  const length = rows[0].length;
  for (const spell of spells) {
    if (spell.to <= first || spell.from >= first + length) continue;
    // Seeded by the spell's place, so that a block is the same whatever was drawn before it.
    const own = random.fork(`${spell.from}/${first}`);
    const from = Math.max(0, spell.from - first);
    const to = Math.min(length, spell.to - first);
    const chosen = spell.row === undefined ? rows.slice(0, INDEPENDENT_LEADS.length) : [rows[spell.row]];
    for (const row of chosen) addSpell(row, from, to, spell, first, own);
  }
}

function addSpell(
  row: Float32Array,
  from: number,
  to: number,
  spell: Spell,
  first: number,
  random: Random,
): void {
  const duration = spell.to - spell.from;
  let muscle = 0;
  let step = 0;
  for (let i = from; i < to; i++) {
    const since = i + first - spell.from;
    const envelope = Math.sin((Math.PI * since) / duration);
    if (spell.kind === 'muscle') {
      muscle += 0.45 * (random.normal() - muscle);
      row[i] += 0.16 * spell.strength * envelope * muscle;
    } else if (spell.kind === 'contact') {
      if (random.next() < 0.004) step = 2.5 * random.normal();
      step *= 0.9985;
      row[i] += spell.strength * (step * envelope + 0.05 * random.normal() * envelope);
    } else {
      row[i] += 26 * spell.strength * envelope * (spell.strength > 1 ? 1 : -1) + 0.05 * random.normal();
    }
  }
}

/** mV of electrode offset with which a catheter's channel begins, and how fast it settles, s: Leipzig's first samples lie up to 10 mV off. */
export interface Settling {
  readonly offset: number;
  readonly seconds: number;
}

export function planSettling(rows: number, random: Random): Settling[] {
  return Array.from({ length: rows }, (_, k) =>
    k < INDEPENDENT_LEADS.length
      ? { offset: 0.1 * random.normal(), seconds: 0.8 }
      : {
          offset: random.next() < 0.3 ? 9 * random.normal() : 0.2 * random.normal(),
          seconds: 0.4 + 1.2 * random.next(),
        },
  );
}

export function addSettling(
  rows: readonly Float32Array[],
  first: number,
  settling: readonly Settling[],
): void {
  rows.forEach((row, k) => {
    const { offset, seconds } = settling[k];
    const perSample = 1 / (seconds * SAMPLING_FREQUENCY);
    if (first * perSample > 12) return;
    for (let i = 0; i < row.length; i++) row[i] += offset * Math.exp(-(first + i) * perSample);
  });
}
