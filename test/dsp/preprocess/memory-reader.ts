import type { RecordReader } from '../../../src-main/domain/record.ts';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { identifyLead } from '../../../src-main/domain/lead.ts';

/** A recording held in memory: mV in, 1000 ADC units a mV, NaN is a missing sample. */
export function memoryReader(
  signals: Readonly<Record<string, Float32Array>>,
  samplingFrequency: number,
): RecordReader {
  const names = Object.keys(signals);
  const samples = signals[names[0]].length;
  return {
    files: [],
    description: {
      name: 'memory',
      format: 'memory',
      samplingFrequency,
      samples,
      comments: [],
      warnings: [],
      signals: names.map((originalName) => ({
        originalName,
        ...identifyLead(originalName),
        units: 'mV',
        gain: 1000,
        baseline: 0,
        adcResolution: 16,
        adcZero: 0,
      })),
    },
    readDigital: async (channels, from, to) =>
      channels.map((channel) =>
        Int32Array.from(signals[names[channel]].subarray(from, to), (value) =>
          Number.isNaN(value) ? MISSING_SAMPLE : Math.round(value * 1000),
        ),
      ),
    readAnnotations: async () => [],
    close: async () => {},
  };
}

/** A lead with a P, a QRS of the given width (s) and a T around each R peak, at `fs`. */
export function drawnLead(
  samples: number,
  fs: number,
  beats: readonly {
    readonly at: number;
    readonly width?: number;
    readonly p?: boolean;
    readonly sign?: number;
  }[],
): Float32Array {
  const lead = new Float32Array(samples);
  const add = (centre: number, width: number, height: number): void => {
    for (let n = Math.max(0, Math.floor(centre - 5 * width)); n < Math.min(samples, centre + 5 * width); n++)
      lead[n] += height * Math.exp(-0.5 * ((n - centre) / width) ** 2);
  };
  for (const { at, width = 0.012, p = true, sign = 1 } of beats) {
    if (p) add(at - 0.16 * fs, 0.02 * fs, 0.15);
    add(at, width * fs, sign);
    add(at + 0.28 * fs, 0.04 * fs, 0.3);
  }
  return lead;
}
