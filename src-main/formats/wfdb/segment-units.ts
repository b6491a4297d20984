import type { RecordWarning } from '../../domain/record.ts';
import type { WfdbHeader, WfdbSignal } from './header.ts';
import type { ChannelMapping } from './record-part.ts';

/**
 * How much finer than the finest segment's the common ADC unit of a signal is where its segments differ: rounding to
 * it then moves a value by at most 1/512 of the finest unit.
 */
const FINER = 256;

/** A signal's counterpart in a segment: by position in a fixed layout, by description in a variable one. */
function counterpartOf(
  signals: readonly WfdbSignal[],
  index: number,
  segment: WfdbHeader,
  variable: boolean,
): number {
  if (!variable) return index < segment.signals.length ? index : -1;
  return segment.signals.findIndex(({ description }) => description === signals[index].description);
}

/**
 * The record's signals: the layout's, each with a gain and baseline that every segment's values can be brought to.
 * Where all segments agree these are theirs and values stay as stored; otherwise the unit is finer and the baseline 0.
 */
export function commonSignals(
  layout: readonly WfdbSignal[],
  segments: readonly WfdbHeader[],
  variable: boolean,
): { signals: WfdbSignal[]; warnings: RecordWarning[] } {
  const warnings: RecordWarning[] = [];
  const signals = layout.map((signal, index) => {
    const others = segments.flatMap(
      (segment) => segment.signals[counterpartOf(layout, index, segment, variable)] ?? [],
    );
    const [first = signal] = others;
    if (others.every(({ gain, baseline }) => gain === first.gain && baseline === first.baseline)) {
      return { ...signal, gain: first.gain, baseline: first.baseline };
    }
    const finest = others.reduce((most, { gain }) => Math.max(most, Math.abs(gain)), 0);
    warnings.push({
      code: 'units',
      message: `${signal.description}: the segments' gains differ; values are brought to ${finest * FINER} per ${signal.units}.`,
      signal: signal.description,
    });
    return { ...signal, gain: finest * FINER, baseline: 0 };
  });
  return { signals, warnings };
}

/** Where each signal of the record is found in a segment, and how its values are brought to the record's units. */
export function mapChannels(
  signals: readonly WfdbSignal[],
  segment: WfdbHeader,
  variable: boolean,
): (ChannelMapping | undefined)[] {
  return signals.map(({ gain, baseline }, index) => {
    const signal = counterpartOf(signals, index, segment, variable);
    const found = segment.signals[signal];
    if (!found) return undefined;
    const scale = gain / found.gain;
    return {
      signal,
      samplesPerFrame: found.samplesPerFrame,
      scale,
      shift: baseline - found.baseline * scale,
    };
  });
}
