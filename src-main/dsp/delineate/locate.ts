import type { WaveSignal } from './wave-signal.ts';

/** A stretch between QRS complexes, working-rate indices. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A wave found on all leads together. */
export interface Located {
  /** Peak on each lead. */
  readonly peaks: readonly number[];
  readonly centre: number;
  /** Height of the joint deflection at the centre, in the leads' units (their QRS height), and over its median in the stretch. */
  readonly height: number;
  readonly prominence: number;
}

/** Deviation of each sample of the stretch from the line through its ends. */
function fromLine(smooth: Float64Array, { from, to }: Stretch): Float64Array {
  const [first, last] = [smooth[from], smooth[to]];
  return Float64Array.from(
    { length: to - from + 1 },
    (_, k) => smooth[from + k] - first - ((last - first) * k) / Math.max(1, to - from),
  );
}

function middleOf(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1];
}

function largest(values: Float64Array, low: number, high: number): number {
  let best = low;
  for (let k = Math.max(0, low); k <= Math.min(high, values.length - 1); k++)
    if (values[k] > values[best]) best = k;
  return best;
}

/**
 * The largest deflection of a stretch over all leads, and the peak on each lead near it.
 * @param units what each lead's deflection is divided by (its QRS height), mV
 * @param likely weight of each sample of the stretch: where such a wave usually is
 * @param reach at this distance from the joint peak a lead's own counts 1/e, samples
 * @returns undefined where the stretch is too short
 */
export function locateWave(
  signals: readonly WaveSignal[],
  stretch: Stretch,
  units: readonly number[],
  likely: (index: number) => number,
  reach: number,
): Located | undefined {
  if (stretch.to - stretch.from < 4) return undefined;
  const deviations = signals.map(({ smooth }) => fromLine(smooth, stretch).map(Math.abs));
  const joint = new Float64Array(stretch.to - stretch.from + 1);
  for (const [lead, deviation] of deviations.entries())
    for (let k = 0; k < joint.length; k++) joint[k] += deviation[k] / units[lead] / signals.length;
  const weighted = joint.map((value, k) => value * likely(stretch.from + k));
  const centre = largest(weighted, 0, joint.length - 1);
  const nearCentre = (values: Float64Array) =>
    values.map((value, k) => value * Math.exp(-(((k - centre) / reach) ** 2)));
  const peaks = deviations.map(
    (deviation) => stretch.from + largest(nearCentre(deviation), centre - 2 * reach, centre + 2 * reach),
  );
  return {
    peaks,
    centre: stretch.from + centre,
    height: joint[centre],
    prominence: joint[centre] / (middleOf(joint) + 1e-4),
  };
}
