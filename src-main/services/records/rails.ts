import type { SignalDescription } from '../../domain/record.ts';

/** Lowest and highest digital value that the converter can give. */
export interface Rails {
  readonly low: number;
  readonly high: number;
}

/** From the resolution that the file tells (WFDB header: bits around `adcZero`); undefined where it tells none. */
export function railsOf({ adcResolution, adcZero }: SignalDescription): Rails | undefined {
  if (adcResolution <= 1) return undefined;
  const half = 2 ** (adcResolution - 1);
  return { low: adcZero - half, high: adcZero + half - 1 };
}

/** Whether a stretch with these extremes touches a rail: what lay beyond was cut off by the recorder. */
export function isClipped(low: number, high: number, rails: Rails | undefined): boolean {
  return rails !== undefined && (low <= rails.low || high >= rails.high);
}
