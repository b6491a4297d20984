import type { Random } from '../../domain/random.ts';
import { onAnnulus } from '../body/atria.ts';
import { nearestPoint } from '../body/tissue.ts';
import type { Anatomy } from '../heart/places.ts';
import { CS_ANGLES } from '../heart/places.ts';
import type { BipoleName } from './body-model.ts';

/**
 * The sharp part of a bipolar electrogram: the front passing under the electrode pair. Along the pair it is triphasic
 * and its sign tells the direction; across it, biphasic and smaller.
 */
export interface NearField {
  readonly bipole: BipoleName;
  /** Point of the chamber's tissue that the pair lies on; unused for the bundle of His. */
  readonly point: number;
  /** A point farther along the pair and ms between the two at full speed; undefined for a fixed direction. */
  readonly towards?: { readonly point: number; readonly lag: number };
  /** mV. */
  readonly amplitude: number;
  /** ms. */
  readonly width: number;
  /** Smaller deflections after the main one: delay ms, share of the amplitude. */
  readonly fragments: readonly { readonly delay: number; readonly share: number }[];
}

export type NearFields = Record<'atria' | 'ventricles' | 'his' | 'rightBundle', readonly NearField[]>;

function fragments(random: Random, most = 3): { delay: number; share: number }[] {
  const count = random.integer(most);
  return Array.from({ length: count }, () => ({
    delay: 4 + 12 * random.next(),
    share: 0.35 * random.normal(),
  }));
}

const CS = ['CS12', 'CS34', 'CS56', 'CS78', 'CS90'] as const;

function coronarySinus(anatomy: Anatomy, random: Random): { atria: NearField[]; ventricles: NearField[] } {
  const loud = (typical: number): number => typical * Math.exp(0.5 * random.normal());
  const placeOf = (name: string) => anatomy.places.get(name)!;
  const atria = CS.map((bipole, k): NearField => {
    const far = placeOf(k === 0 ? CS[1] : CS[k - 1]);
    const lag = placeOf(bipole).arrival[far.point] * (k === 0 ? -1 : 1);
    return {
      bipole,
      point: placeOf(bipole).point,
      towards: { point: far.point, lag },
      amplitude: loud(1.3),
      width: 2.8 + 1.4 * random.next(),
      fragments: fragments(random),
    };
  });
  // The coronary sinus runs on the ventricle's base: a part of each pair's signal is the wall beneath it.
  const ventricles = CS.map((bipole): NearField => {
    const below = onAnnulus(anatomy.frame, 'mitral', CS_ANGLES[bipole], -7);
    const point = nearestPoint(
      anatomy.ventricles,
      below,
      ({ layer, region }) => layer === 'epicardium' && region === 'left-ventricle',
    );
    return {
      bipole,
      point,
      amplitude: loud(0.35),
      width: 3.5 + 3 * random.next(),
      fragments: fragments(random, 4),
    };
  });
  return { atria, ventricles };
}

/** A catheter across the tricuspid ring at the septum: both chambers, and the bundle of His between them. */
function hisCatheter(anatomy: Anatomy, random: Random): Record<'atria' | 'ventricles' | 'his', NearField> {
  const below = nearestPoint(
    anatomy.ventricles,
    onAnnulus(anatomy.frame, 'tricuspid', 335, -8),
    ({ region, layer }) => region === 'right-ventricle' || layer === 'epicardium',
  );
  const field = (point: number, typical: number, width: number): NearField => ({
    bipole: 'HIS12',
    point,
    amplitude: typical * Math.exp(0.35 * random.normal()),
    width,
    fragments: fragments(random, 2),
  });
  return {
    atria: field(anatomy.places.get('septum')!.point, 0.7, 3.4),
    ventricles: field(below, 1.3, 4),
    his: { ...field(0, 0.35, 1.9), fragments: [] },
  };
}

/** The contacts of the catheters with atrial and ventricular muscle and, for some, with the bundle of His or its right branch. */
export function makeNearFields(anatomy: Anatomy, bipoles: readonly BipoleName[], random: Random): NearFields {
  const loud = (typical: number): number => typical * Math.exp(0.45 * random.normal());
  const cs = coronarySinus(anatomy, random.fork('coronary-sinus'));
  const at = (name: string): number => anatomy.places.get(name)!.point;
  const hasPathway = anatomy.places.has('pathway-atrium');
  const contact = (bipole: BipoleName, point: number, typical: number, width: number): NearField => ({
    bipole,
    point,
    amplitude: loud(typical),
    width,
    fragments: fragments(random),
  });
  const strand = (bipole: BipoleName, amplitude: number): NearField => ({
    bipole,
    point: 0,
    amplitude,
    width: 1.8,
    fragments: [],
  });
  const own = bipoles.includes('HIS12') ? [hisCatheter(anatomy, random.fork('his-catheter'))] : [];
  return {
    atria: [
      ...cs.atria,
      contact('ABL12', at(hasPathway ? 'pathway-atrium' : 'CS-os'), 0.8, 3.6),
      ...own.map(({ atria }) => atria),
    ],
    ventricles: [
      ...cs.ventricles,
      contact('RVA12', at('RVA'), 4.5, 3.6),
      contact('ABL12', at(hasPathway ? 'pathway-ventricle' : 'right-branch'), 1.4, 4.6),
      ...own.map(({ ventricles }) => ventricles),
    ],
    his: [
      ...(random.next() < 0.35 ? [strand('ABL12', 0.1 + 0.15 * random.next())] : []),
      ...own.map(({ his }) => his),
    ],
    rightBundle: random.next() < 0.4 ? [strand('RVA12', 0.15 + 0.2 * random.next())] : [],
  };
}

/** Adds one deflection at `time` (samples, relative to `row`'s first). `along` in [-1, 1]: direction against the pair. */
export function addDeflection(
  row: Float32Array,
  time: number,
  field: NearField,
  perMs: number,
  along: number,
): void {
  addShape(row, time, field.amplitude, field.width * perMs, along);
  for (const { delay, share } of field.fragments) {
    addShape(row, time + delay * perMs, field.amplitude * share, field.width * perMs * 0.8, -along);
  }
}

function addShape(row: Float32Array, time: number, amplitude: number, width: number, along: number): void {
  const across = 0.55 * Math.sqrt(1 - along * along);
  const from = Math.max(0, Math.ceil(time - 5 * width));
  const to = Math.min(row.length - 1, Math.floor(time + 5 * width));
  for (let i = from; i <= to; i++) {
    const x = (i - time) / width;
    const bell = Math.exp(-0.5 * x * x);
    row[i] += amplitude * bell * (along * (1 - x * x) - across * 1.65 * x);
  }
}

/** Direction of the front along a pair, from the times at the pair and at its neighbour. */
export function directionOf(field: NearField, times: Float64Array): number {
  if (!field.towards) return 0.5;
  const { point, lag } = field.towards;
  const measured = times[point] - times[field.point];
  return Math.max(-1, Math.min(1, measured / lag)) * 0.95;
}
