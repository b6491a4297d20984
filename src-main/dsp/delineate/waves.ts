/** Onset, peak and offset of a wave, sample indices; onset <= peak <= offset. */
export interface Wave {
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
}

/** The waves of one beat; undefined where none was found. */
export interface BeatWaves {
  readonly rPeak: number;
  readonly p: Wave | undefined;
  readonly qrs: Wave | undefined;
  readonly t: Wave | undefined;
}

/** ms; undefined where a wave that it needs was not found, or where it must not be given. */
export interface BeatIntervals {
  readonly rr: number | undefined;
  readonly pr: number | undefined;
  readonly qrs: number | undefined;
  readonly qt: number | undefined;
  /** QT / sqrt(RR in s): Bazett, Heart 7:353, 1920. */
  readonly qtcBazett: number | undefined;
  /** QT / cbrt(RR in s): Fridericia, Acta Med Scand 53:469, 1920. */
  readonly qtcFridericia: number | undefined;
}
