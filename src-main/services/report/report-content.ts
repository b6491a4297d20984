import type { Episode } from '../episodes/episodes.ts';
import type { ShownInterval } from '../../domain/kept-interval.ts';
import type { Signature } from '../people/sign-offs.ts';
import type { Frame } from './frame.ts';

export { NO_DIAGNOSIS } from './frame.ts';

export interface ClassCount {
  readonly code: string;
  readonly meaning: string;
  readonly count: number;
}

export interface ReportedInterval extends Omit<ShownInterval, 'mark'> {
  /** Beats that the program measured it over. */
  readonly beats: number;
  /** When a person put it right or measured it; undefined for what the program measured. */
  readonly keptAt?: string;
}

/** Intervals of a run of beats of one class, those that a person put right beside what the program measured. */
export interface ReportedRun {
  readonly code: string;
  readonly beats: number;
  readonly from: number;
  readonly to: number;
  readonly values: readonly ReportedInterval[];
  /** `putRightBy`: somebody typed a number all the same. It is not given. */
  readonly refused: readonly { readonly name: string; readonly why: string; readonly putRightBy?: string }[];
}

/** Labels that a person signed, with what follows from them. */
export interface SignedLabels {
  readonly name: string;
  readonly author: string;
  readonly beats: number;
  readonly classes: readonly ClassCount[];
  readonly signatures: readonly Signature[];
  readonly episodes: readonly Episode[];
  readonly intervals: readonly ReportedRun[];
  /** Signed intervals whose beats are labelled no more: named, without a value. */
  readonly stray: readonly { readonly name: string; readonly by: string; readonly sampleIndex: number }[];
}

/** What a model said: stands apart from what people signed. */
export interface MachineLabels {
  readonly model: string;
  readonly createdAt: string;
  readonly beats: number;
  readonly classes: readonly ClassCount[];
  readonly abstained: number;
  readonly without: readonly string[];
  readonly warnings: readonly string[];
  /** The card's section on limits; undefined where the model is not installed any more. */
  readonly limits?: string;
}

export interface Strip {
  readonly title: string;
  /** First sample. */
  readonly from: number;
  readonly channels: readonly number[];
  readonly millimetresPerSecond: 25 | 50;
}

/** Everything that a report says; made on the answering side, drawn in the thread. */
export interface ReportContent extends Frame {
  readonly study: string;
  readonly recordLines: readonly string[];
  readonly warnings: readonly string[];
  readonly findings: string;
  readonly signed: readonly SignedLabels[];
  /** Human sets that nobody signed: left out, and said to be. */
  readonly unsigned: readonly string[];
  /** Who put intervals right that no signature covers, and how many: left out, and said to be. */
  readonly unsignedIntervals: readonly { readonly by: string; readonly count: number }[];
  readonly machine: readonly MachineLabels[];
  readonly log: readonly { readonly sampleIndex: number; readonly text: string }[];
  readonly strips: readonly Strip[];
  /** Beats of the first signed set, to be written over the strips. */
  readonly beats: readonly { readonly sampleIndex: number; readonly code: string }[];
}
