/**
 * Flavoured numbers: a plain number fits each, but a `Seconds` does not fit where `Milliseconds` is asked for.
 * All conversions between them are here.
 */
declare const unit: unique symbol;
type Flavoured<U extends string> = number & { readonly [unit]?: U };

export type Hertz = Flavoured<'Hz'>;
export type Seconds = Flavoured<'s'>;
export type Milliseconds = Flavoured<'ms'>;
export type Millivolts = Flavoured<'mV'>;
/** Counted from the record's start, at the record's sampling frequency. */
export type SampleIndex = Flavoured<'sample'>;

export function secondsToSamples(seconds: Seconds, samplingFrequency: Hertz): SampleIndex {
  return Math.round(seconds * samplingFrequency);
}

export function samplesToSeconds(samples: SampleIndex, samplingFrequency: Hertz): Seconds {
  return samples / samplingFrequency;
}

export function samplesToMilliseconds(samples: SampleIndex, samplingFrequency: Hertz): Milliseconds {
  return (samples * 1000) / samplingFrequency;
}

export function millisecondsToSamples(ms: Milliseconds, samplingFrequency: Hertz): SampleIndex {
  return Math.round((ms * samplingFrequency) / 1000);
}

/** Beats per minute of a cycle length. */
export function rateOf(cycleLength: Milliseconds): number {
  return 60_000 / cycleLength;
}
