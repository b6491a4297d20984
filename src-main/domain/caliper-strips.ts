/**
 * Where a caliper stands on a page whose time runs in several strips: the columns and the rhythm strip of a 12-lead page, the
 * lines of a full disclosure. The same for screen and paper.
 */
import type { SampleIndex } from './units.ts';

/** A stretch of time that runs from left to right in one place; sample indices, `to` exclusive. */
export interface TimeStrip {
  readonly from: number;
  readonly to: number;
}

export interface CaliperPlaces {
  readonly from: SampleIndex;
  readonly to: SampleIndex;
  /** Repeats of the interval behind the second leg. */
  readonly marches: number;
}

export interface CaliperLeg {
  readonly at: number;
  /** undefined: a repeat of the interval, not a leg. */
  readonly leg: 'from' | 'to' | undefined;
}

/** What of a caliper lies on one strip. */
export interface StripCaliper {
  /** Position of the strip. */
  readonly strip: number;
  readonly legs: readonly CaliperLeg[];
  /** The part of the interval that lies on the strip, earlier end first; undefined where none does. */
  readonly span: TimeStrip | undefined;
  /** Its numbers are written on this strip: once a caliper. */
  readonly named: boolean;
}

/** The parts of a caliper, a strip each that shows any of it, in the order of the strips. */
export function caliperOnStrips(
  caliper: CaliperPlaces,
  strips: readonly TimeStrip[],
): readonly StripCaliper[] {
  const legs = legsOf(caliper);
  const from = Math.min(caliper.from, caliper.to);
  const to = Math.max(caliper.from, caliper.to);
  const parts = strips.flatMap((strip, position) => {
    const within = legs.filter(({ at }) => at >= strip.from && at < strip.to);
    const begin = Math.max(from, strip.from);
    const end = Math.min(to, strip.to);
    const span = end > begin ? { from: begin, to: end } : undefined;
    return within.length === 0 && !span ? [] : [{ strip: position, legs: within, span }];
  });
  const length = (span: TimeStrip | undefined): number => (span ? span.to - span.from : 0);
  const most = Math.max(0, ...parts.map(({ span }) => length(span)));
  const chosen = parts.find(({ span }) => most > 0 && length(span) === most);
  return parts.map((part) => ({ ...part, named: part === chosen }));
}

function legsOf({ from, to, marches }: CaliperPlaces): readonly CaliperLeg[] {
  const step = to - from;
  const repeats = Array.from({ length: marches }, (_, k) => ({ at: to + (k + 1) * step, leg: undefined }));
  return [{ at: from, leg: 'from' }, { at: to, leg: 'to' }, ...repeats];
}
