/** What a WFDB header says (WFDB Applications Guide, header(5)), with the defaults of its optional fields filled in. */
export interface WfdbHeader {
  /** Path of the header inside its folder, for messages. */
  readonly path: string;
  readonly name: string;
  /** Frames a second; a frame holds `samplesPerFrame` samples of each signal. */
  readonly frameFrequency: number;
  readonly counterFrequency: number;
  readonly baseCounter: number;
  /** Frames; undefined where the header leaves it out (or says 0) and the signal files tell it. */
  readonly frames: number | undefined;
  /** `HH:MM:SS.sss` as recorded, and `YYYY-MM-DD`. */
  readonly baseTime: string | undefined;
  readonly baseDate: string | undefined;
  readonly signals: readonly WfdbSignal[];
  /** Of a multi-segment record, in order of time; a record of one segment has none. */
  readonly segments: readonly WfdbSegment[];
  /** Without the leading `#`. */
  readonly comments: readonly string[];
}

export interface WfdbSegment {
  /** Name of the segment's record; `~` is a gap. */
  readonly name: string;
  readonly frames: number;
}

export interface WfdbSignal {
  readonly fileName: string;
  readonly format: number;
  readonly samplesPerFrame: number;
  /** Frames by which the signal lies too late in its file. */
  readonly skew: number;
  readonly byteOffset: number;
  /** ADC units per physical unit; 200 where the header gives none or 0, and then `calibrated` is false. */
  readonly gain: number;
  readonly calibrated: boolean;
  readonly baseline: number;
  readonly units: string;
  readonly adcResolution: number;
  readonly adcZero: number;
  readonly initialValue: number;
  /** As written, signed or unsigned; undefined where the header gives none. */
  readonly checksum: number | undefined;
  readonly blockSize: number;
  readonly description: string;
}

/** header(5): frames a second where the field is left out. */
export const DEFAULT_FRAME_FREQUENCY = 250;
/** header(5): ADC units per physical unit of an uncalibrated signal. */
export const DEFAULT_GAIN = 200;
/** The name of a file or segment that is not there. */
export const NULL_NAME = '~';

/** A variable-layout record begins with a segment of no length, which only describes the signals. */
export function hasLayout(header: WfdbHeader): boolean {
  return header.segments[0]?.frames === 0 && header.segments[0].name !== NULL_NAME;
}
