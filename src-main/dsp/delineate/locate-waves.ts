import type { Located, Stretch } from './locate.ts';
import { locateWave } from './locate.ts';
import type { WaveSignal } from './wave-signal.ts';

/*
 * Where P and T lie, seconds; chosen on LUDB's records (see the bench) within the limits that textbooks give: a PR
 * interval of up to 0.32 s, a QT of up to 0.6 s (Surawicz & Knilans, Chou's Electrocardiography, 6th ed.).
 */
const T_WINDOW = { afterQrs: 0.06, shareOfRr: 0.62, more: 0.05, latest: 0.56 };
/** The usual T peak: this long after R, more with slow rates; and how far off it may be (1/e). */
const T_USUAL = { afterR: 0.2, shareOfRr: 0.12, longestRr: 1.2, spread: 0.3 };
const T_REACH = 0.025;
const P_WINDOW = { beforeQrs: 0.03, shareOfRr: 0.45, earliest: 0.32 };
const P_USUAL = { beforeQrs: 0.11, spread: 0.09 };
const P_REACH = 0.02;

/** Surroundings of one beat, working-rate indices. */
export interface BeatPlace {
  readonly rPeak: number;
  /** Over all leads. */
  readonly qrsOnset: number;
  readonly qrsOffset: number;
  /** RR to the beat before and to the one after. */
  readonly rrBefore: number;
  readonly rrAfter: number;
  /** QRS height of each lead, mV. */
  readonly qrsHeights: readonly number[];
}

function bell(offset: number, spread: number): number {
  return Math.exp(-((offset / spread) ** 2));
}

function withinSignal({ from, to }: Stretch, length: number): Stretch {
  return { from: Math.max(0, Math.round(from)), to: Math.min(Math.round(to), length - 1) };
}

export function locateT(signals: readonly WaveSignal[], place: BeatPlace): Located | undefined {
  const { rate, smooth } = signals[0];
  const { rPeak, rrAfter } = place;
  const latest = Math.min(T_WINDOW.latest * rate, T_WINDOW.shareOfRr * rrAfter + T_WINDOW.more * rate);
  const stretch = { from: place.qrsOffset + T_WINDOW.afterQrs * rate, to: rPeak + latest };
  const usual =
    rPeak + T_USUAL.afterR * rate + T_USUAL.shareOfRr * Math.min(rrAfter, T_USUAL.longestRr * rate);
  return locateWave(
    signals,
    withinSignal(stretch, smooth.length),
    place.qrsHeights,
    (n) => bell(n - usual, T_USUAL.spread * rate),
    Math.round(T_REACH * rate),
  );
}

export function locateP(signals: readonly WaveSignal[], place: BeatPlace): Located | undefined {
  const { rate, smooth } = signals[0];
  const { qrsOnset, rrBefore } = place;
  const earliest = Math.min(P_WINDOW.earliest * rate, P_WINDOW.shareOfRr * rrBefore);
  const stretch = { from: qrsOnset - earliest, to: qrsOnset - P_WINDOW.beforeQrs * rate };
  const usual = qrsOnset - P_USUAL.beforeQrs * rate;
  return locateWave(
    signals,
    withinSignal(stretch, smooth.length),
    place.qrsHeights,
    (n) => bell(n - usual, P_USUAL.spread * rate),
    Math.round(P_REACH * rate),
  );
}
