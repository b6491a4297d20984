import { CIRCUIT_SITES } from '../heart/places.ts';
import type { Heart } from '../heart/heart.ts';
import type { Laboratory } from './laboratory.ts';
import { nextSinusBeat } from './ignite.ts';

/** `flutter` round the tricuspid valve (common flutter, intra-atrial re-entry); `scar` along a repair's scar. */
export type Circuit = 'flutter' | 'scar';

const ORIGINS = { flutter: 'circuit', scar: 'ventricular-circuit' } as const;
/** Where each is paced: near the isthmus; the right ventricle's apex. */
const PACED_AT = { flutter: 'CS90', scar: 'RVA' } as const;
const CHAMBERS = { flutter: 'atria', scar: 'ventricles' } as const;

/** ms from beat to S2 and from S2 to S3, in the order of trial. A scar's tachycardia asks for two extra-stimuli, as a rule. */
const COUPLINGS: Readonly<Record<Circuit, readonly { readonly second: number; readonly third?: number }[]>> =
  {
    flutter: [400, 388, 376, 364, 352, 340, 328, 316, 304].map((second, k) =>
      k % 2 === 1 ? { second, third: 232 - 3 * k } : { second },
    ),
    scar: [388, 360, 336, 316].map((second, k) => ({ second, third: 296 - 14 * k })),
  };

function pathwaysOf(circuit: Circuit): string[] {
  if (circuit === 'scar') return ['scar'];
  return ['isthmus', ...CIRCUIT_SITES.slice(1).map((_, k) => `ring-${k}`)];
}

/** Lays or lifts the substrate: slow conduction in the circuit, or none at all. */
export function setCircuit(heart: Heart, circuit: Circuit, conducts: boolean): void {
  for (const name of pathwaysOf(circuit)) {
    const pathway = heart.pathway(name);
    if (pathway) pathway.blocked = !conducts;
  }
}

export function hasScar(heart: Heart): boolean {
  return heart.pathway('scar') !== undefined;
}

/** Whether a circuit has been going round in the last `span` ms. */
export function circuitRuns(heart: Heart, circuit: Circuit, span = 500): boolean {
  const { waves } = heart.happenings;
  for (let i = waves.length - 1; i >= 0 && waves[i].start > heart.now - span; i--) {
    if (waves[i].chamber === CHAMBERS[circuit] && waves[i].origin === ORIGINS[circuit]) return true;
  }
  return false;
}

/** Where the scar's circuit leaves it: beside it lies the second site of a stimulation protocol. */
function exitOf(heart: Heart): string {
  const [, exit] = heart.pathway('scar')!.ends;
  return heart.network.sites[exit].name;
}

/**
 * Starts a circuit from sinus rhythm: one extra-stimulus (or a focus's premature beat), then two, ever earlier; where
 * that does not do, from a second site.
 * @returns whether it runs
 */
export function* startCircuit(
  { heart }: Laboratory,
  circuit: Circuit,
  by: 'stimulus' | 'focus' = 'stimulus',
): Generator<number, boolean, void> {
  setCircuit(heart, circuit, true);
  const sites = [PACED_AT[circuit], circuit === 'scar' ? exitOf(heart) : 'CS-os'];
  const attempts = sites.flatMap((site) => COUPLINGS[circuit].map((coupling) => ({ site, ...coupling })));
  for (const { site, second, third } of attempts) {
    yield* nextSinusBeat(heart);
    yield* untilExcited(heart, site);
    yield second;
    fire(heart, site, 'S2', by);
    if (third) {
      yield third;
      fire(heart, site, 'S3', by);
    }
    yield 1100;
    if (circuitRuns(heart, circuit)) return true;
  }
  return false;
}

function fire(heart: Heart, site: string, kind: 'S2' | 'S3', by: 'stimulus' | 'focus'): void {
  if (by === 'stimulus') heart.stimulate(site, kind);
  else heart.premature(site, 0);
}

function* untilExcited(heart: Heart, site: string): Generator<number, void, void> {
  const before = heart.lastAt(site);
  for (let waited = 0; waited < 400 && heart.lastAt(site) === before; waited += 4) yield 4;
}

/** ms between the last two excitations of the circuit's pacing site, as a stimulator would measure them. */
function* measure(heart: Heart, site: string): Generator<number, number, void> {
  yield* untilExcited(heart, site);
  const first = heart.lastAt(site);
  yield* untilExcited(heart, site);
  return heart.lastAt(site) - first;
}

/** Burst pacing a little faster than the circuit, then faster still, until it stops; at last the slow zone is ablated for a moment. */
export function* stopCircuit({ heart }: Laboratory, circuit: Circuit): Generator<number, void, void> {
  const site = PACED_AT[circuit];
  const cycle = circuitRuns(heart, circuit) ? yield* measure(heart, site) : 0;
  for (let attempt = 0; attempt < 5 && circuitRuns(heart, circuit); attempt++) {
    for (let beat = 0; beat < 8; beat++) {
      yield Math.max(150, cycle * (0.86 - 0.05 * attempt));
      heart.stimulate(site, 'S1');
    }
    yield 1200;
  }
  yield* interrupt(heart, circuit);
}

/** Nothing passes the circuit for a moment: what a run that ends by itself comes to. */
export function* interrupt(heart: Heart, circuit: Circuit): Generator<number, void, void> {
  setCircuit(heart, circuit, false);
  yield 500;
}
