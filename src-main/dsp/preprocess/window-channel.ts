import type { PreprocessParameters } from './parameters.ts';
import { type ChannelScale, ecgScaleOf, isFlat, writeNormalised } from './window-normalise.ts';

/** A window of which more than this part is missing is treated as if the channel were absent. */
const MOST_MISSING = 0.5;

/** One channel of a stretch of a record, of which windows are cut. */
export interface WindowChannel {
  readonly band: 'ecg' | 'iegm';
  /** mV at the model's frequency, missing samples NaN. */
  readonly samples: Float32Array;
  /** The record's own. */
  readonly scale: ChannelScale;
}

/** Writes the window that begins at `start` into `target` at `at`, normalised; false where nothing usable is there. */
export type WriteWindow = (start: number, target: Float32Array, at: number) => boolean;

/** Whether each window of the channel is scaled by itself. */
export function scalesEachWindow(band: 'ecg' | 'iegm', { ecgScale }: PreprocessParameters): boolean {
  return band === 'ecg' && ecgScale === 'window';
}

export function clipOf(band: 'ecg' | 'iegm', { ecgClip, iegmClip }: PreprocessParameters): number {
  return band === 'ecg' ? ecgClip : iegmClip;
}

function missingOf(samples: Float32Array): number {
  let missing = 0;
  for (let n = 0; n < samples.length; n++) if (samples[n] !== samples[n]) missing++; // NaN differs from itself
  return missing;
}

/** The writer that says what a window is; a faster one gives the same to the last bit (`WindowCutter`). */
export function windowWriter(channel: WindowChannel, parameters: PreprocessParameters): WriteWindow {
  const { band, scale: recordScale } = channel;
  return (start, target, at) => {
    const samples = channel.samples.subarray(start, start + parameters.windowSamples);
    const missing = missingOf(samples);
    if (missing > MOST_MISSING * samples.length || isFlat(samples, recordScale.centre)) return false;
    const present = missing === 0 ? samples : samples.filter((value) => !Number.isNaN(value));
    const scale = scalesEachWindow(band, parameters) ? ecgScaleOf(present, parameters) : recordScale;
    writeNormalised(samples, scale, clipOf(band, parameters), target, at);
    return true;
  };
}
