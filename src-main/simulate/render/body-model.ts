import type { Random } from '../../domain/random.ts';
import { bipolarTransfer, makeTorso, surfaceTransfers } from '../body/lead-field.ts';
import type { Tissue } from '../body/tissue.ts';
import { arrivalTimes } from '../body/tissue.ts';
import type { Vector } from '../body/vector.ts';
import { add, scale, subtract, unit } from '../body/vector.ts';
import type { Anatomy, Place } from '../heart/places.ts';
import type { Subject } from '../subject.ts';
import type { TissueSource } from './tissue-source.ts';
import { ownersOf } from './tissue-source.ts';

/** Rows that are computed: I, II, V1 to V6, then the catheters' far fields. The other leads follow from I and II. */
export const INDEPENDENT_LEADS = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
export const BIPOLES = ['ABL12', 'RVA12', 'CS12', 'CS34', 'CS56', 'CS78', 'CS90', 'HIS12'] as const;
export type BipoleName = (typeof BIPOLES)[number];

/** mV of dipole per mm^2 of excited muscle, for ventricles and atria: chosen so that amplitudes are LUDB's. */
const VENTRICULAR_SOURCE = 0.00052;
const ATRIAL_SOURCE = 0.0005;
const FAR_FIELD_GAIN = 4200;
const FAR_FIELD_BLUR = 9;

export interface BodyModel {
  readonly atria: TissueSource;
  readonly ventricles: TissueSource;
  /** The pairs whose rows follow those of `INDEPENDENT_LEADS`. */
  readonly bipoles: readonly BipoleName[];
}

type Bipoles = ReadonlyMap<BipoleName, { readonly at: Vector; readonly along: Vector }>;

function placeBipoles(anatomy: Anatomy): Bipoles {
  const at = (name: string): Vector => anatomy.places.get(name)!.at;
  const cs = ['CS12', 'CS34', 'CS56', 'CS78', 'CS90'] as const;
  const outward = scale(anatomy.frame.axis, 4 * anatomy.frame.size);
  const bipoles = new Map<BipoleName, { at: Vector; along: Vector }>();
  cs.forEach((name, k) => {
    const along = k === 0 ? subtract(at(name), at(cs[1])) : subtract(at(cs[k - 1]), at(name));
    bipoles.set(name, { at: add(at(name), outward), along: unit(along) });
  });
  bipoles.set('RVA12', { at: at('RVA'), along: unit(subtract(at('RVA'), at('septum'))) });
  const ablation = anatomy.places.has('pathway-atrium') ? at('pathway-atrium') : at('CS-os');
  bipoles.set('ABL12', { at: add(ablation, scale(anatomy.frame.axis, 5)), along: unit([0.4, -0.5, 0.6]) });
  bipoles.set('HIS12', { at: add(at('septum'), scale(anatomy.frame.axis, 5)), along: anatomy.frame.axis });
  return bipoles;
}

function sourceOf(
  tissue: Tissue,
  places: readonly Place[],
  strength: number,
  options: {
    torso: ReturnType<typeof makeTorso>;
    bipoles: Bipoles;
    recorded: readonly BipoleName[];
    duration: Float64Array;
    upstroke: number;
    repolarisation: TissueSource['repolarisation'];
    size: number;
  },
): TissueSource {
  const pick = (transfers: readonly Float64Array[]): Float64Array[] =>
    [0, 1, 6, 7, 8, 9, 10, 11].map((k) => transfers[k].map((value) => value * strength));
  const surface = pick(surfaceTransfers(tissue, options.torso));
  const inspired = pick(surfaceTransfers(tissue, options.torso, [1, -9 * options.size, -2]));
  const far = options.recorded.map((name) => {
    const { at, along } = options.bipoles.get(name)!;
    const half = scale(along, 2.5);
    return bipolarTransfer(
      tissue,
      add(at, half),
      subtract(at, half),
      FAR_FIELD_GAIN * strength,
      FAR_FIELD_BLUR,
    );
  });
  return {
    tissue,
    places: new Map(places.map((place) => [place.name, place])),
    rows: [...surface, ...far],
    breathing: [
      ...inspired.map((row, k) => row.map((value, i) => value - surface[k][i])),
      ...far.map((row) => row.map((v) => 0.04 * v)),
    ],
    duration: options.duration,
    owner: ownersOf(tissue, places),
    upstroke: options.upstroke,
    repolarisation: options.repolarisation,
  };
}

/** ms of action potential lost for each ms of later activation: over 1, so that the T wave follows the QRS (Cowan 1988; Franz 1987). */
const CONCORDANCE = 1.35;

/**
 * Action potential durations are the tissue's own, fitted to conducted beats: what is activated late repolarises early,
 * and the outside before the inside. In children the right ventricle's outside lasts longer than its inside (T inverted in V1 to V3). Paced and
 * ectopic beats run against them, which inverts their T waves.
 */
function ventricularDurations(anatomy: Anatomy, age: number, random: Random): Float64Array {
  const juvenile = Math.min(1, Math.max(0, (17 - age) / 9));
  const offset = 5 * random.normal();
  // As conducted by both branches, whatever is blocked now: a block's late activation makes its T wave discordant.
  const conducted = (name: string): Float64Array =>
    arrivalTimes(anatomy.ventricles, [{ point: anatomy.places.get(name)!.point, time: 0 }], true);
  const [left, right] = [conducted('left-branch'), conducted('right-branch')];
  return Float64Array.from(anatomy.ventricles.points, ({ region, layer, depth }, i) => {
    const activation = Math.min(left[i], right[i] + 4);
    const transmural = { endocardium: 4, middle: 5, epicardium: -6 }[layer];
    const reversed = layer === 'epicardium' ? 32 : -8;
    const ofRight = region === 'right-ventricle' ? -8 + reversed * juvenile + offset : 0;
    return 285 + transmural - 8 * depth + ofRight - CONCORDANCE * activation;
  });
}

/** The subject's body: everything that turns waves into potentials. */
export function makeBodyModel(
  subject: Subject,
  anatomy: Anatomy,
  recorded: readonly BipoleName[],
  random: Random,
): BodyModel {
  const misplaced = Array.from({ length: 6 }, (): Vector => [4 * random.normal(), 5 * random.normal(), 0]);
  const habitus = 1 + 0.12 * random.normal() + (subject.age > 18 ? 0.1 : -0.05);
  const torso = makeTorso({ size: subject.size, habitus, misplaced });
  const bipoles = placeBipoles(anatomy);
  const places = [...anatomy.places.values()];
  const of = (chamber: Place['chamber']): Place[] => places.filter((place) => place.chamber === chamber);
  const loudness = (subject.voltage * Math.exp(0.15 * random.normal())) / subject.size ** 1.6;
  return {
    bipoles: recorded,
    atria: sourceOf(anatomy.atria, of('atria'), ATRIAL_SOURCE * loudness, {
      torso,
      bipoles,
      recorded,
      duration: Float64Array.from(anatomy.atria.points, () => 150 + 8 * random.normal()),
      upstroke: 5,
      repolarisation: { spread: 0, before: 75, after: 65 },
      size: subject.size,
    }),
    ventricles: sourceOf(anatomy.ventricles, of('ventricles'), VENTRICULAR_SOURCE * loudness, {
      torso,
      bipoles,
      recorded,
      duration: ventricularDurations(anatomy, subject.age, random),
      upstroke: 4.2,
      repolarisation: { spread: 15, before: 32, after: 9 },
      size: subject.size,
    }),
  };
}
