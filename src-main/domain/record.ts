import type { SignalKind, LeadGroup } from './lead.ts';
import type { Hertz, SampleIndex, Seconds } from './units.ts';
import type { Annotation } from './annotation.ts';

/** One sampled series of a record. */
export interface SignalDescription {
  /** As written in the file. */
  readonly originalName: string;
  /** Canonical name (`domain/lead`). */
  readonly name: string;
  readonly kind: SignalKind;
  readonly group: LeadGroup;
  /** Physical unit; `mV` for ECG and IEGM. */
  readonly units: string;
  /** ADC units per physical unit; never 0. */
  readonly gain: number;
  /** ADC value of physical 0. */
  readonly baseline: number;
  /** Bits, 0 where unknown. */
  readonly adcResolution: number;
  readonly adcZero: number;
  /** Band of the recorder, where the file tells it. */
  readonly acquisitionBand?: { readonly low: Hertz; readonly high: Hertz };
}

/** Who a file says was recorded; no field where it does not say. Conflicting identifiers within one import stop it. */
export interface PatientIdentity {
  /** What joins the studies of one patient. */
  readonly identifier?: string;
  readonly name?: string;
  readonly sex?: string;
  readonly birthYear?: number;
}

/** One continuous recording. All signals share `samplingFrequency` (files that do not are brought to one when read). */
export interface RecordDescription {
  readonly name: string;
  readonly format: string;
  readonly samplingFrequency: Hertz;
  readonly samples: SampleIndex;
  readonly signals: readonly SignalDescription[];
  /** As recorded, never converted: `2026-03-01T09:30:00.000` without a zone, or undefined. */
  readonly startTime?: string;
  readonly comments: readonly string[];
  /** undefined for a format, or a file, that does not say. */
  readonly patient?: PatientIdentity;
  /** What the reader noticed: checksum mismatches, shorter than said, ... Carried by the study and shown. */
  readonly warnings: readonly RecordWarning[];
}

export interface RecordWarning {
  readonly code: 'checksum' | 'truncated' | 'missing-signal-file' | 'clipped' | 'flat' | 'units' | 'other';
  readonly message: string;
  readonly signal?: string;
  /** Of an ambiguous start: the times that may be meant, as `startTime` is written, month first, then day first. Kept until a person says which. */
  readonly candidates?: readonly string[];
}

/** The digital value of a sample that is not there (a gap, a missing file, a skewed-out end). */
export const MISSING_SAMPLE = -2147483648;

/**
 * An open recording. Readers of every format give this.
 * Ownership: the arrays returned are the caller's; `close` frees the files.
 */
export interface RecordReader {
  readonly description: RecordDescription;
  /**
   * Digital values, `[channels][to - from]`, `MISSING_SAMPLE` where there is none. Touches only the window's bytes.
   * @param into arrays to fill and give back instead of new ones, one a channel, each at least `to - from` long
   * @throws StudyUnreadable naming file and byte; InvalidInput for a window outside [0, samples]
   */
  readDigital(
    channelIndices: readonly number[],
    from: SampleIndex,
    to: SampleIndex,
    into?: readonly Int32Array[],
  ): Promise<Int32Array[]>;
  /**
   * Compares the samples with the checksums that the files carry; formats without any don't have this. Costs nothing
   * after every channel was read once from beginning to end in order, otherwise it reads what is left.
   */
  verifyChecksums?(): Promise<readonly RecordWarning[]>;
  /** Annotation sets that came with the recording: file suffix or set name -> annotations in time order. */
  readAnnotations(): Promise<readonly ImportedAnnotations[]>;
  /** Files of the recording relative to its folder: what an import keeps. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

export interface ImportedAnnotations {
  /** `atr`, `qrs` ... */
  readonly name: string;
  readonly annotations: readonly Annotation[];
  readonly warnings: readonly RecordWarning[];
  /** The file could not be read: there are no annotations, and the warning says where it breaks. */
  readonly damaged?: true;
}

export function durationOf(record: RecordDescription): Seconds {
  return record.samples / record.samplingFrequency;
}

/** Physical value of a digital one; NaN for a missing sample. */
export function toPhysical(digital: number, signal: SignalDescription): number {
  return digital === MISSING_SAMPLE ? NaN : (digital - signal.baseline) / signal.gain;
}
