import type { RecordDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { median } from '../../dsp/normalise.ts';

/** A channel that shapes are compared on, with its typical deflection (mV) to weigh it by. */
export interface FamilyChannel {
  readonly channelIndex: number;
  readonly scale: number;
}

/** Each a choice, the first that is there: frontal and precordial views that differ most, then every catheter. */
const WANTED: readonly (readonly string[])[] = [
  ['I'],
  ['II'],
  ['V1'],
  ['V5', 'V6'],
  ['CS12'],
  ['CS56'],
  ['CS90'],
  ['RVA12'],
  ['ABL12'],
];
/** Stretches that the typical deflection is a median of: each holds a beat at 30/min, 2,000 of them are read at once. */
const STRETCH_SECONDS = 2;
const MOST_STRETCHES = 2000;

/** The channels that shapes are compared on: by name, and the first four where no name is known. Flat ones are left out. */
export function familyChannels(file: SignalFile, record: RecordDescription): FamilyChannel[] {
  const named = WANTED.flatMap((names) => {
    const found = names.map((name) => record.signals.findIndex((signal) => signal.name === name));
    return found.filter((index) => index >= 0).slice(0, 1);
  });
  const usable = record.signals.flatMap(({ kind }, index) => (kind === 'pressure' ? [] : [index]));
  const chosen = named.length > 0 ? named : usable.slice(0, 4);
  return chosen
    .map((channelIndex) => ({ channelIndex, scale: typicalDeflection(file, record, channelIndex) }))
    .filter(({ scale }) => scale > 0);
}

/** Median peak-to-peak of stretches of the record, mV; 0 for a flat or missing signal. */
function typicalDeflection(file: SignalFile, record: RecordDescription, channelIndex: number): number {
  const { samples, samplingFrequency, signals } = record;
  if (samples === 0) return 0;
  const stretches = Math.ceil(samples / (STRETCH_SECONDS * samplingFrequency));
  const { min, max } = file.readEnvelope([channelIndex], 0, samples, Math.min(stretches, MOST_STRETCHES));
  const heights = Array.from(max[0], (top, i) => (top === MISSING_SAMPLE ? NaN : top - min[0][i]));
  const height = median(heights) / Math.abs(signals[channelIndex].gain);
  return Number.isFinite(height) ? height : 0;
}
