import { isBeat } from '../../src-main/domain/annotation.ts';
import type { Annotation } from '../../src-main/domain/annotation.ts';
import type { RecordReader } from '../../src-main/domain/record.ts';
import { toPhysical } from '../../src-main/domain/record.ts';
import type { RPeakLead } from '../../src-main/dsp/r-peaks/r-peak-lead.ts';
import { openRecord } from '../../src-main/formats/open-record.ts';
import { diskFolder } from '../formats/disk-folder.ts';

/** A record in memory as dsp takes it. */
export interface LoadedRecord {
  readonly name: string;
  readonly samplingFrequency: number;
  readonly samples: number;
  /** Every signal, mV, NaN where missing. */
  readonly leads: readonly RPeakLead[];
  /** Annotations by set name. */
  readonly annotations: ReadonlyMap<string, readonly Annotation[]>;
}

async function readLeads(reader: RecordReader): Promise<RPeakLead[]> {
  const { signals, samples } = reader.description;
  const digital = await reader.readDigital([...signals.keys()], 0, samples);
  return signals.map((signal, channel) => ({
    name: signal.name,
    samples: Float32Array.from(digital[channel], (value) => toPhysical(value, signal)),
  }));
}

export async function loadRecord(folder: string, name: string): Promise<LoadedRecord> {
  const reader = await openRecord(diskFolder(folder), `${name}.hea`);
  const { samplingFrequency, samples } = reader.description;
  const leads = await readLeads(reader);
  const sets = await reader.readAnnotations();
  await reader.close();
  const annotations = new Map(sets.map((set) => [set.name, set.annotations]));
  return { name, samplingFrequency, samples, leads, annotations };
}

/** Whether a sample lies outside ventricular flutter, `[` to `]`: such spans are left out on both sides. */
export function outsideFlutter(annotations: readonly Annotation[]): (sampleIndex: number) => boolean {
  const spans: [number, number][] = [];
  let start: number | undefined;
  for (const { symbol, sampleIndex } of annotations) {
    if (symbol === '[') start = sampleIndex;
    if (symbol !== ']' || start === undefined) continue;
    spans.push([start, sampleIndex]);
    start = undefined;
  }
  return (sampleIndex) => !spans.some(([from, to]) => from <= sampleIndex && sampleIndex <= to);
}

export function beatSamples(annotations: readonly Annotation[]): number[] {
  return annotations.filter(isBeat).map(({ sampleIndex }) => sampleIndex);
}
