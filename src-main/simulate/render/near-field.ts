import type { Random } from '../../domain/random.ts';
import type { Place } from '../heart/places.ts';
import type { BipoleName } from './body-model.ts';

/**
 * The sharp part of a bipolar electrogram: the front passing under the electrode pair. Along the pair it is triphasic
 * and its sign tells the direction; across it, biphasic and smaller.
 */
export interface NearField {
  readonly bipole: BipoleName;
  readonly place: string;
  /** The neighbouring place towards which the pair's positive electrode points; undefined for a fixed direction. */
  readonly towards?: string;
  /** mV. */
  readonly amplitude: number;
  /** ms. */
  readonly width: number;
  /** Smaller deflections after the main one: delay ms, share of the amplitude. */
  readonly fragments: readonly { readonly delay: number; readonly share: number }[];
}

function fragments(random: Random): { delay: number; share: number }[] {
  const count = random.integer(3);
  return Array.from({ length: count }, () => ({
    delay: 5 + 12 * random.next(),
    share: 0.35 * random.normal(),
  }));
}

const CS = ['CS12', 'CS34', 'CS56', 'CS78', 'CS90'] as const;

/** The contacts of the catheters with atrial and ventricular muscle and, for some, with the bundle of His. */
export function makeNearFields(
  random: Random,
  hasPathway: boolean,
): Record<'atria' | 'ventricles' | 'his', NearField[]> {
  const loud = (typical: number): number => typical * Math.exp(0.45 * random.normal());
  const cs = CS.map((bipole, k): NearField => ({
    bipole,
    place: bipole,
    towards: k === 0 ? CS[1] : CS[k - 1],
    amplitude: loud(1.3),
    width: 3.4 + 1.2 * random.next(),
    fragments: fragments(random),
  }));
  const ablationPlace = hasPathway ? 'pathway-atrium' : 'CS-os';
  const atHis = random.next() < 0.35;
  return {
    atria: [
      ...cs,
      { bipole: 'ABL12', place: ablationPlace, amplitude: loud(0.7), width: 4, fragments: fragments(random) },
    ],
    ventricles: [
      { bipole: 'RVA12', place: 'RVA', amplitude: loud(5), width: 4, fragments: fragments(random) },
      {
        bipole: 'ABL12',
        place: hasPathway ? 'pathway-ventricle' : 'right-branch',
        amplitude: loud(1.2),
        width: 5,
        fragments: fragments(random),
      },
    ],
    his: atHis ? [{ bipole: 'ABL12', place: 'his', amplitude: 0.18, width: 2.2, fragments: [] }] : [],
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
export function directionOf(
  field: NearField,
  timeAt: (place: string) => number,
  places: ReadonlyMap<string, Place>,
): number {
  if (!field.towards) return 0.5;
  const lag = timeAt(field.towards) - timeAt(field.place);
  const most = places.get(field.place)!.arrival[places.get(field.towards)!.point];
  const signed = field.place === 'CS12' ? -lag : lag;
  return Math.max(-1, Math.min(1, signed / most)) * 0.95;
}
