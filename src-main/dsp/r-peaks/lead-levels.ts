import { median, percentile } from '../normalise.ts';
import type { LeadFeature } from './lead-feature.ts';

/** A block holds a beat at any rate above 30/min. */
const BLOCK_SECONDS = 2;
/** Blocks on either side whose median counts: half a minute in all follows slow changes and outlives a burst of noise. */
const REACH = 7;
/** Percentile of the envelope that lies between beats. */
const FLOOR_PERCENTILE = 30;
/** No lead counts as having beats below this height of the envelope, mV: 10 uV is the noise of a good recorder. */
const LEAST_TOP = 0.01;
/** A lead clearer than this counts no more: beats stand out anyway. */
const CLEAREST = 20;
/** Of a lead that is flat or fell off: it has no say unless every lead is so. */
const LEAST_WEIGHT = 1e-6;

/** Levels of one lead by block. */
export interface LeadLevels {
  readonly block: number;
  /** Typical height of the envelope's tops (beats), mV. */
  readonly top: Float64Array;
  /** Envelope between beats, mV. */
  readonly floor: Float64Array;
  /** Weight of the lead in the decision: its squared clearness. */
  readonly weight: Float64Array;
}

function runningMedian(values: Float64Array): Float64Array {
  return values.map((_, b) => median(values.subarray(Math.max(0, b - REACH), b + REACH + 1)));
}

export function leadLevels({ envelope, rate }: LeadFeature): LeadLevels {
  const block = Math.round(BLOCK_SECONDS * rate);
  const blocks = Math.max(1, Math.floor(envelope.length / block));
  const tops = new Float64Array(blocks);
  const floors = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const part = envelope.subarray(b * block, b + 1 === blocks ? envelope.length : (b + 1) * block);
    let top = 0;
    for (const value of part) if (value > top) top = value;
    tops[b] = top;
    floors[b] = percentile(part, FLOOR_PERCENTILE);
  }
  const highest = runningMedian(tops);
  const top = highest.map((value) => Math.max(value, LEAST_TOP));
  const usual = runningMedian(floors);
  const floor = floors.map((value, b) => Math.max(value, usual[b]) + 1e-4);
  const weight = highest.map((value, b) => {
    const clearness = Math.max(0, value - LEAST_TOP) / floor[b];
    return Math.min(clearness, CLEAREST) ** 2 + LEAST_WEIGHT;
  });
  return { block, top, floor, weight };
}

export function blockOf(levels: LeadLevels, n: number): number {
  return Math.min(Math.floor(n / levels.block), levels.top.length - 1);
}
