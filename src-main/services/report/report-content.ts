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

/** An average beat whose onsets and offsets a person moved. */
export interface ReportedAverage {
  readonly by: string;
  readonly keptAt: string;
  /** First and last beat, sample indices. */
  readonly from: number;
  readonly to: number;
  readonly statistic: 'mean' | 'median';
  /** The class of all its beats; undefined where they are of several. */
  readonly code?: string;
  readonly beats: number;
  /** How many of them the average is made of: evenly some of very many. */
  readonly averaged: number;
  readonly on: string;
  /** Why nothing of it is given. */
  readonly why?: string;
  /** `found`: from the onsets and offsets that the program finds; undefined where it finds none. */
  readonly values: readonly { readonly name: string; readonly ms: number; readonly found?: number }[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
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
  readonly averages: readonly ReportedAverage[];
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

export interface UnsignedMarks {
  readonly by: string;
  readonly count: number;
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
  readonly unsignedIntervals: readonly UnsignedMarks[];
  /** The same of moved onsets of average beats. */
  readonly unsignedAverages: readonly UnsignedMarks[];
  readonly machine: readonly MachineLabels[];
  readonly log: readonly { readonly sampleIndex: number; readonly text: string }[];
  readonly strips: readonly Strip[];
  /** Beats of the first signed set, to be written over the strips. */
  readonly beats: readonly { readonly sampleIndex: number; readonly code: string }[];
}
