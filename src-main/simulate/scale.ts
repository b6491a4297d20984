import type { Annotation } from '../domain/annotation.ts';
import type { SignalDescription } from '../domain/record.ts';
import { simulateStudy } from './study.ts';

/** A study long enough to measure with. */
export interface LongStudy {
  readonly name: string;
  readonly samplingFrequency: 977;
  readonly samples: number;
  readonly signals: readonly SignalDescription[];
  readonly annotations: readonly Annotation[];
  blocks(): Iterable<Int32Array[]>;
}

/**
 * A study of any length for benchmarks, cheaply: ten simulated minutes, repeated. 150 minutes of a child's heart give
 * 20,000 beats and, with 19 signals, 168 million samples.
 */
export function longStudy(options: { seed?: number; minutes?: number } = {}): LongStudy {
  const { seed = 1, minutes = 150 } = options;
  const piece = simulateStudy({ seed, minutes: 10, subject: { age: 6, diagnosis: 'AVNRT' } });
  const samples = Math.round(minutes * 60 * piece.samplingFrequency);
  const repeats = Math.ceil(samples / piece.samples);
  const annotations = Array.from({ length: repeats }, (_, k) =>
    piece.annotations.map((annotation) => ({
      ...annotation,
      sampleIndex: annotation.sampleIndex + k * piece.samples,
    })),
  )
    .flat()
    .filter(({ sampleIndex }) => sampleIndex < samples);
  const kept = [...piece.blocks()];
  return {
    name: 'long',
    samplingFrequency: piece.samplingFrequency,
    samples,
    signals: piece.signals,
    annotations,
    *blocks() {
      let left = samples;
      for (let k = 0; left > 0; k = (k + 1) % kept.length) {
        const length = Math.min(left, kept[k][0].length);
        yield kept[k].map((row) => (length < row.length ? row.slice(0, length) : row));
        left -= length;
      }
    },
  };
}
