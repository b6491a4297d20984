import type { RecordDescription } from '../../domain/record.ts';
import { findStimuli, type Stimulus } from '../../dsp/stimulus.ts';
import { openSignalFile } from '../../store/signal-file.ts';
import { readMillivolts } from '../analysis/millivolts.ts';

export interface StimulusTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
}

export interface FoundStimulus extends Omit<Stimulus, 'signalIndex'> {
  /** Surface lead on which the artefact is largest. */
  readonly channelIndex: number;
  /** Catheter on which it is largest by far: the paced one saturates. */
  readonly siteIndex?: number;
}

/** Noise is judged within a stretch; the overlap keeps an artefact at its edge whole. */
const STRETCH_SECONDS = 60;
const OVERLAP_SECONDS = 0.1;
/** Around the stimulus where a catheter's artefact is measured: the pulse and the amplifier's saturation. */
const ARTEFACT_SECONDS = 0.006;
/** The paced pair's artefact beside the next largest. Chosen on simulated studies, see test. */
const LARGEST_BY = 1.5;

/**
 * Pacing artefacts of a whole record, in time order. They are looked for on the surface, where nothing else is as
 * narrow; a near electrogram is. The site is told by the catheters. Runs in the analysis thread.
 */
export function findRecordStimuli({ path, record }: StimulusTask): FoundStimulus[] {
  const of = (wanted: string): number[] =>
    record.signals.flatMap(({ kind }, index) => (kind === wanted ? [index] : []));
  const [surface, catheters] = [of('ecg'), of('iegm')];
  if (surface.length === 0) return [];
  const file = openSignalFile(path);
  try {
    const { samplingFrequency, samples } = record;
    const step = Math.round(STRETCH_SECONDS * samplingFrequency);
    const overlap = Math.round(OVERLAP_SECONDS * samplingFrequency);
    const reach = Math.round(ARTEFACT_SECONDS * samplingFrequency);
    const found: FoundStimulus[] = [];
    for (let from = 0; from < samples; from += step) {
      const block = readMillivolts(file, record, surface, from - overlap, from + step + overlap);
      for (const { signalIndex, amplitude, ...stimulus } of findStimuli(block.signals, samplingFrequency)) {
        const sampleIndex = stimulus.sampleIndex + block.from;
        if (sampleIndex < from || sampleIndex >= from + step) continue;
        const near = readMillivolts(file, record, catheters, sampleIndex - reach, sampleIndex + reach);
        const siteIndex = largestOf(near.signals, catheters);
        found.push({ sampleIndex, amplitude, channelIndex: surface[signalIndex], siteIndex });
      }
    }
    return found;
  } finally {
    file.close();
  }
}

/** The catheter with by far the largest peak to peak; undefined where two are alike. */
function largestOf(signals: readonly Float32Array[], catheters: readonly number[]): number | undefined {
  const heights = signals
    .map((signal, i) => ({ height: peakToPeak(signal), channel: catheters[i] }))
    .sort((a, b) => b.height - a.height);
  const [first, second] = heights;
  if (first === undefined || first.height === 0) return undefined;
  return first.height >= LARGEST_BY * (second?.height ?? 0) ? first.channel : undefined;
}

/** mV; 0 where nothing is there. */
function peakToPeak(signal: Float32Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of signal) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : 0;
}
