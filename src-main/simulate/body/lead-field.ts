import type { SurfaceLead } from '../../domain/lead.ts';
import { SURFACE_LEADS } from '../../domain/lead.ts';
import type { Tissue } from './tissue.ts';
import type { Vector } from './vector.ts';
import { add, dot, middle, scale, subtract } from './vector.ts';

/**
 * Lead fields: what a dipole at a place contributes to an electrode. The limb electrodes are far away, so each has one
 * lead vector (Burger's triangle: more sensitive along the body than across it); the chest electrodes are near, so
 * theirs falls with the distance.
 */
export interface Torso {
  /** Lead vectors of the limb electrodes. */
  readonly limbs: { readonly ra: Vector; readonly la: Vector; readonly ll: Vector };
  /** V1 to V6, mm from the heart's centre. */
  readonly chest: readonly Vector[];
}

/** After Burger & van Milaan 1946, turned into our axes; scaled together with the chest's gain. */
const LIMBS = {
  ra: [-0.38, 0.37, 0.05] as Vector,
  la: [0.38, 0.28, -0.08] as Vector,
  ll: [0.0, -0.65, 0.03] as Vector,
};

/** Standard places of V1 to V6 on an adult chest, seen from the heart's centre (25 mm left of the midline). */
const CHEST: readonly Vector[] = [
  [-46, 4, 72],
  [2, 4, 78],
  [30, -10, 76],
  [58, -24, 66],
  [88, -24, 28],
  [102, -24, -14],
];

/** Scale of the chest electrodes against the limbs', and mm by which tissue blurs them: chosen on LUDB's amplitudes. */
const CHEST_GAIN = 8600;
const CHEST_BLUR = 36;

export interface TorsoOptions {
  /** Size of chest and heart, 1 in an adult. */
  readonly size: number;
  /** 1 normal; under 1 slim (larger chest voltages), over 1 heavy. */
  readonly habitus: number;
  /** Displacement of each chest electrode, mm. */
  readonly misplaced: readonly Vector[];
}

export function makeTorso({ size, habitus, misplaced }: TorsoOptions): Torso {
  const chest = CHEST.map((at, index) => add(scale(at, size * (0.75 + 0.25 * habitus)), misplaced[index]));
  return { limbs: LIMBS, chest };
}

/** Potential at an electrode of a unit dipole at `at`, as a vector to be multiplied with the dipole. */
function nearField(electrode: Vector, at: Vector, gain: number, blur: number): Vector {
  const d = subtract(electrode, at);
  const distance = Math.sqrt(dot(d, d) + blur * blur);
  return scale(d, gain / (distance * distance * distance));
}

/** One weight for each point of a tissue: the electrode's potential is the sum of weight times transmembrane potential. */
export type Transfer = Float64Array;

function transferOf(tissue: Tissue, fieldAt: (at: Vector) => Vector): Transfer {
  const transfer = new Float64Array(tissue.points.length);
  for (const { from, to, area } of tissue.edges) {
    if (area === 0) continue;
    const a = tissue.points[from].at;
    const b = tissue.points[to].at;
    const along = subtract(b, a);
    const size = Math.sqrt(dot(along, along));
    const weight = (dot(along, fieldAt(middle(a, b))) / size) * area;
    transfer[from] += weight;
    transfer[to] -= weight;
  }
  return transfer;
}

/**
 * The twelve leads' weights, in the order of `SURFACE_LEADS`. III, aVR, aVL and aVF are formed from I and II, as a
 * recorder does.
 * @param shift displacement of the whole heart, mm (breathing)
 */
export function surfaceTransfers(tissue: Tissue, torso: Torso, shift: Vector = [0, 0, 0]): Transfer[] {
  const { ra, la, ll } = torso.limbs;
  const leadOne = transferOf(tissue, () => subtract(la, ra));
  const leadTwo = transferOf(tissue, () => subtract(ll, ra));
  const chest = torso.chest.map((electrode) =>
    transferOf(tissue, (at) => nearField(electrode, add(at, shift), CHEST_GAIN, CHEST_BLUR)),
  );
  const combine = (one: number, two: number): Transfer =>
    leadOne.map((value, i) => one * value + two * leadTwo[i]);
  const byLead: Partial<Record<SurfaceLead, Transfer>> = {
    I: leadOne,
    II: leadTwo,
    III: combine(-1, 1),
    aVR: combine(-0.5, -0.5),
    aVL: combine(1, -0.5),
    aVF: combine(-0.5, 1),
  };
  return SURFACE_LEADS.map((lead) => byLead[lead] ?? chest[Number(lead.slice(1)) - 1]);
}

/** Far field between the two electrodes of a catheter pair. `blur` mm keeps the nearest points from dominating. */
export function bipolarTransfer(
  tissue: Tissue,
  positive: Vector,
  negative: Vector,
  gain: number,
  blur: number,
): Transfer {
  return transferOf(tissue, (at) =>
    subtract(nearField(positive, at, gain, blur), nearField(negative, at, gain, blur)),
  );
}
