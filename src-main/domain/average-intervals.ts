/** Intervals of an average beat from the places of its waves: found, or put right by hand. The same for screen and paper. */
import { beatClassByCode } from './beat-class.ts';
import {
  FEWEST_QTC_BEATS,
  hasBundleBranchBlock,
  MOST_QTC_BEATS,
  QT_LEADS,
  whyNoPr,
  whyNoQtc,
  whyNoQtcAt,
  type LabelledBeat,
} from './interval-rules.ts';
import { samplesToMilliseconds, type Hertz, type Milliseconds } from './units.ts';

export const AVERAGE_MARKS = ['pOnset', 'qrsOnset', 'qrsOffset', 'tOffset'] as const;
export type AverageMark = (typeof AVERAGE_MARKS)[number];

/** Samples from R; undefined where none was found, or the clinical rules give none. */
export type AverageMarks = Readonly<Record<AverageMark, number | undefined>>;

/** As drawn: P, Q, J, T. */
export const MARK_LETTERS: Readonly<Record<AverageMark, string>> = {
  pOnset: 'P',
  qrsOnset: 'Q',
  qrsOffset: 'J',
  tOffset: 'T',
};

export interface AveragedBeats {
  readonly marks: AverageMarks;
  /** QRS onset of the QT lead alone; of all surface leads where a person put it right. */
  readonly qtOnset: number | undefined;
  readonly samplingFrequency: Hertz;
  /** The class of all of them; undefined where they are of several. */
  readonly code: string | undefined;
  /** Those that it is of; where they are very many it is made of some of them. */
  readonly beats: number;
  /** Median RR before a beat that follows one of its class; undefined where none does. */
  readonly rrMs: Milliseconds | undefined;
  /** Beats that it is the median of. */
  readonly rrBeats: number;
  /** II, else V5; undefined where neither is averaged. */
  readonly qtLead: string | undefined;
  /** Of the patient at the recording; undefined: not known. */
  readonly ageYears: number | undefined;
}

export interface AverageIntervals {
  readonly values: readonly { readonly name: string; readonly ms: Milliseconds }[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** The lead that QT is measured on, of those averaged. */
export function qtLeadOf(names: readonly string[]): string | undefined {
  return QT_LEADS.find((name) => names.includes(name));
}

/** Why a mark may not be placed: the clinical rules give no interval that ends on it. QT they give at any rate; QTc they do not. */
export function whyNoMark(mark: AverageMark, code: string | undefined): string | undefined {
  if (mark === 'qrsOnset' || mark === 'qrsOffset') return undefined;
  if (code === undefined) return 'beats of several classes';
  return mark === 'pOnset' ? whyNoPr(labelled(code)) : undefined;
}

/** PR, QRS, QT, RR, QTc by Bazett and Fridericia, JTc with bundle branch block; what is not given says why. */
export function averageIntervals(average: AveragedBeats): AverageIntervals {
  const { marks, code, rrMs, qtLead } = average;
  const list = new IntervalList(average.samplingFrequency);
  list.addUnless(whyNoMark('pOnset', code), 'PR', marks.pOnset, marks.qrsOnset);
  list.addUnless(undefined, 'QRS', marks.qrsOnset, marks.qrsOffset);
  if (rrMs !== undefined) list.values.push({ name: 'RR', ms: Math.round(rrMs) });
  const why =
    whyNoMark('tOffset', code) ?? (qtLead === undefined ? 'neither II nor V5 is averaged' : undefined);
  const qt = list.addUnless(
    why,
    `QT${qtLead === undefined ? '' : ` (${qtLead})`}`,
    average.qtOnset,
    marks.tOffset,
  );
  const noQtc =
    why ?? (code === undefined ? undefined : whyNoQtc(labelled(code))) ?? whyNoCorrection(average);
  if (noQtc !== undefined) list.refused.push({ name: 'QTc', why: noQtc });
  else if (qt !== undefined) addCorrected(list, average, qt);
  return list;
}

function labelled(code: string): LabelledBeat {
  return { code, beatClass: beatClassByCode(code) };
}

/** QTc is over 3 to 5 beats with an RR, none of a tachycardia: as of single beats. */
function whyNoCorrection({ beats, rrMs, rrBeats, ageYears }: AveragedBeats): string | undefined {
  if (beats < FEWEST_QTC_BEATS) return `fewer than ${FEWEST_QTC_BEATS} beats`;
  if (beats > MOST_QTC_BEATS)
    return `it is given over ${FEWEST_QTC_BEATS} to ${MOST_QTC_BEATS} beats, these are ${beats}`;
  if (rrMs === undefined) return 'no two of these beats follow one another';
  if (rrBeats < FEWEST_QTC_BEATS)
    return `fewer than ${FEWEST_QTC_BEATS} of these beats follow one of their class`;
  return whyNoQtcAt(rrMs, ageYears);
}

/** Bazett 1920, Fridericia 1920: RR in seconds. */
function addCorrected(list: IntervalList, { marks, code, rrMs }: AveragedBeats, qt: Milliseconds): void {
  const rr = rrMs! / 1000;
  const corrected = { Bazett: qt / Math.sqrt(rr), Fridericia: qt / Math.cbrt(rr) };
  const qrs =
    marks.qrsOnset === undefined || marks.qrsOffset === undefined
      ? undefined
      : list.between(marks.qrsOnset, marks.qrsOffset);
  const block = hasBundleBranchBlock(labelled(code!)) && qrs !== undefined;
  for (const [name, ms] of Object.entries(corrected))
    list.values.push({ name: `QTc (${name})`, ms: Math.round(ms) });
  if (!block) return;
  for (const [name, ms] of Object.entries(corrected))
    list.values.push({ name: `JTc (${name})`, ms: Math.round(ms - qrs) });
}

class IntervalList {
  readonly values: { name: string; ms: Milliseconds }[] = [];
  readonly refused: { name: string; why: string }[] = [];
  readonly #samplingFrequency: Hertz;

  constructor(samplingFrequency: Hertz) {
    this.#samplingFrequency = samplingFrequency;
  }

  between(from: number, to: number): Milliseconds {
    return samplesToMilliseconds(to - from, this.#samplingFrequency);
  }

  addUnless(
    why: string | undefined,
    name: string,
    from: number | undefined,
    to: number | undefined,
  ): Milliseconds | undefined {
    if (why !== undefined || from === undefined || to === undefined) {
      this.refused.push({ name, why: why ?? 'not found in the average' });
      return undefined;
    }
    const ms = this.between(from, to);
    this.values.push({ name, ms: Math.round(ms) });
    return ms;
  }
}
