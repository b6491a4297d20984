import type { Activation, Spark } from './excitation.ts';

/** One excitation of the atria or of the ventricles: which places fired, when, and what brought it there. */
export interface Wave {
  readonly chamber: 'atria' | 'ventricles';
  /** ms from the study's start: the first place of the chamber. */
  readonly start: number;
  /** Place name -> ms. */
  readonly times: Map<string, number>;
  /** Only the points nearest to each place follow it (fibrillation, circuits); otherwise the wave reaches all points. */
  readonly partial: boolean;
  readonly origin: WaveOrigin;
  /** Entries from outside the chamber or sparks, each with its place and origin: more than one where waves fuse. */
  readonly entries: WaveEntry[];
}

export interface WaveEntry {
  readonly place: string;
  readonly time: number;
  readonly origin: WaveOrigin;
  /** `his-left`, `his-right`, `accessory`, `fast`, `slow`, `scar`; undefined for a spark. */
  readonly pathway?: string;
}

/** Where an excitation came from in the end. */
export type WaveOrigin =
  | 'sinus'
  | 'atrial-focus'
  | 'paced-atria'
  | 'fibrillation'
  | 'circuit'
  | 'junctional-focus'
  | 'escape'
  | 'avnrt'
  | 'avrt'
  | 'antidromic'
  | 'ventricular-focus'
  | 'ventricular-circuit'
  | 'paced-ventricles'
  | 'retrograde';

type Chamber = 'atria' | 'node' | 'his' | 'ventricles';

const STEPS = 80; // enough for two turns of any circuit here

/** Segments of the ring's eight after which a front is no bystander: an ordinary beat's two fronts have met by then. */
export const CIRCLING_SEGMENTS = 6;

/**
 * What an excitation goes back to, by following its causes: a spark, or a circuit once it has come through the AV node
 * or an accessory pathway both up and down.
 */
export function originOf(activation: Activation, chamberOf: (site: number) => Chamber): WaveOrigin {
  let up: string | undefined; // pathway by which it had come up to the atria
  let downByAccessory = false;
  let at: Activation | undefined = activation;
  const begins = chamberOf(activation.site);
  for (let step = 0; at && step < STEPS; step++) {
    const chamber = chamberOf(at.site);
    const name = at.pathway?.name;
    const source = sourceAt(at);
    if (source) return sparkOrigin(source, chamber, begins, up, downByAccessory);
    if (name && chamber === 'atria') {
      up = name;
      if (begins === 'ventricles' && downByAccessory && name !== 'accessory') return 'antidromic';
      if (begins === 'ventricles' && !downByAccessory) return name === 'accessory' ? 'avrt' : 'avnrt';
    }
    if (name === 'accessory' && chamber === 'ventricles') downByAccessory = true;
    if (up && begins === 'atria' && name && chamber === 'node' && name !== 'lower' && up !== 'accessory')
      return 'avnrt';
    if (up === 'accessory' && begins === 'atria' && chamber === 'his' && name === 'lower') return 'avrt';
    if (up && begins === 'atria' && up !== 'accessory' && downByAccessory) return 'antidromic';
    at = at.cause;
  }
  return 'sinus';
}

type Source = Spark | 'circuit' | 'ventricular-circuit';

/** What an activation goes back to no further: its spark, or a circuit that keeps itself going. */
function sourceAt({ spark, pathway, ringSegments }: Activation): Source | undefined {
  if (pathway?.name === 'scar') return 'ventricular-circuit';
  return ringSegments >= CIRCLING_SEGMENTS ? 'circuit' : spark;
}

function sparkOrigin(
  spark: Source,
  chamber: Chamber,
  begins: Chamber,
  up: string | undefined,
  downByAccessory: boolean,
): WaveOrigin {
  const cameUp = begins === 'atria' && chamber !== 'atria';
  if (cameUp) return 'retrograde';
  if (begins === 'ventricles' && up && !downByAccessory) return up === 'accessory' ? 'avrt' : 'avnrt';
  if (spark === 'pace') return chamber === 'atria' ? 'paced-atria' : 'paced-ventricles';
  return spark;
}
