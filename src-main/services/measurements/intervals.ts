import { median } from '../../dsp/normalise.ts';
import type { BeatPlaces, MeasuredBeats } from './measure-beats.ts';
import type { RefusedInterval } from '../../domain/kept-interval.ts';
import {
  FEWEST_QTC_BEATS,
  hasBundleBranchBlock,
  MOST_QTC_BEATS,
  whyNoPr,
  whyNoQtc,
  whyNoQtcAt,
  whyNoVa,
} from '../../domain/interval-rules.ts';
import type { SetBeat } from './beat-run.ts';
import type { HisTimes } from './his.ts';

export interface IntervalValue {
  readonly name: string;
  /** Median over the beats. */
  readonly ms: number;
  readonly beats: number;
  /** Channels that it was measured on, and how. */
  readonly on: string;
}

export interface Intervals {
  readonly values: IntervalValue[];
  /** What is not given, and why. */
  readonly refused: RefusedInterval[];
}

export const MOST_BEATS = MOST_QTC_BEATS;
const QTC = ['QTc (Bazett)', 'QTc (Fridericia)'];
const JTC = ['JTc (Bazett)', 'JTc (Fridericia)'];
const SURROGATE = 'CS90, a surrogate of the septum';

interface Run {
  readonly beats: readonly SetBeat[];
  readonly measured: MeasuredBeats;
  /** RR before each beat, ms; undefined where the beat before is of another class. */
  readonly rr: readonly (number | undefined)[];
  readonly his: HisTimes | string;
  readonly samplingFrequency: number;
  /** Of the patient at the recording; undefined: not known. */
  readonly ageYears?: number;
}

/** Intervals of a run of beats of one class, measured on the unfiltered signal. */
export function intervalsOfRun(run: Run): Intervals {
  const list = new IntervalList();
  const { measured } = run;
  const ms = 1000 / run.samplingFrequency;
  const each = (from: keyof BeatPlaces, to: keyof BeatPlaces): (number | undefined)[] =>
    measured.places.map((one) => difference(one[from], one[to], ms));
  const surface = `${measured.leads.join(' ')} together`;
  list.add('cycle length', run.rr, 'R peaks');
  list.addUnless(whyNoPr(run.beats[0]), 'PR', each('pOnset', 'qrsOnset'), surface);
  const qrs = list.add('QRS', each('qrsOnset', 'qrsOffset'), surface);
  addQt(list, run, each('qtOnset', 'tOffset'), qrs);
  addVa(list, run, each('qrsOnset', 'septalAfter'));
  addHis(list, run, ms);
  return list;
}

function addQt(
  list: IntervalList,
  run: Run,
  qts: readonly (number | undefined)[],
  qrs: number | undefined,
): void {
  const lead = run.measured.qtLead;
  if (lead === undefined) return list.refuse(['QT', 'QTc'], 'neither II nor V5 is recorded');
  list.add('QT', qts, lead);
  const why = whyNoQtc(run.beats[0]) ?? whyTooFast(run);
  if (why !== undefined) return list.refuse(QTC, why);
  const block = hasBundleBranchBlock(run.beats[0]);
  const both = qts.flatMap((qt, i) =>
    qt === undefined || run.rr[i] === undefined ? [] : [{ qt, rr: run.rr[i] / 1000 }],
  );
  if (both.length < FEWEST_QTC_BEATS)
    return list.refuse(
      block ? [...QTC, ...JTC] : QTC,
      `fewer than ${FEWEST_QTC_BEATS} beats with QT and RR`,
      {
        follows: run.rr.filter((rr) => rr !== undefined).length >= FEWEST_QTC_BEATS,
      },
    );
  const bazett = list.add(
    'QTc (Bazett)',
    both.map(({ qt, rr }) => qt / Math.sqrt(rr)),
    lead,
  );
  const fridericia = list.add(
    'QTc (Fridericia)',
    both.map(({ qt, rr }) => qt / Math.cbrt(rr)),
    lead,
  );
  if (!block || qrs === undefined) return;
  list.add('JTc (Bazett)', [bazett! - qrs], `${lead}, QTc less QRS`);
  list.add('JTc (Fridericia)', [fridericia! - qrs], `${lead}, QTc less QRS`);
}

function whyTooFast({ rr, ageYears }: Run): string | undefined {
  const there = rr.filter((one) => one !== undefined);
  return there.length === 0 ? undefined : whyNoQtcAt(median(there), ageYears);
}

function addVa(list: IntervalList, { beats, measured }: Run, values: readonly (number | undefined)[]): void {
  const { septalChannel } = measured;
  if (septalChannel === undefined) return list.refuse(['VA'], 'no His channel and no CS90');
  const on = `QRS onset to ${septalChannel === 'CS90' ? SURROGATE : septalChannel}`;
  list.addUnless(whyNoVa(beats[0]), 'VA', values, on);
}

function addHis(list: IntervalList, { his, measured }: Run, ms: number): void {
  if (typeof his === 'string') return list.refuse(['AH', 'HV'], his);
  const { channel, beats } = his;
  list.add(
    'AH',
    beats.map(({ a, h }) => difference(a, h, ms)),
    `${channel}, H confirmed by a person`,
  );
  const hv = beats.map(({ h }, i) => difference(h, measured.places[i].qrsOnset, ms));
  list.add('HV', hv, `${channel} to the earliest QRS onset, H confirmed by a person`);
}

function difference(from: number | undefined, to: number | undefined, ms: number): number | undefined {
  return from === undefined || to === undefined ? undefined : (to - from) * ms;
}

class IntervalList implements Intervals {
  readonly values: IntervalValue[] = [];
  readonly refused: RefusedInterval[] = [];

  /** @returns the median, undefined where no beat has the interval */
  add(name: string, each: readonly (number | undefined)[], on: string): number | undefined {
    const there = each.filter((value) => value !== undefined);
    if (there.length === 0) {
      this.refuse([name], 'not found in these beats', { missingOn: on });
      return undefined;
    }
    const ms = Math.round(median(there));
    this.values.push({ name, ms, beats: there.length, on });
    return ms;
  }

  addUnless(why: string | undefined, name: string, each: readonly (number | undefined)[], on: string): void {
    if (why === undefined) this.add(name, each, on);
    else this.refuse([name], why);
  }

  refuse(
    names: readonly string[],
    why: string,
    open: Pick<RefusedInterval, 'missingOn' | 'follows'> = {},
  ): void {
    for (const name of names) this.refused.push({ name, why, ...open });
  }
}
