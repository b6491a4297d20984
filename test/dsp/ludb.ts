import { detectRPeaks } from '../../src-main/dsp/r-peaks/detect.ts';
import type { LoadedRecord } from './real-record.ts';
import { loadRecord } from './real-record.ts';

/** Suffixes of LUDB's annotation files, in the order of its leads. */
export const LUDB_LEADS = [
  'i',
  'ii',
  'iii',
  'avr',
  'avl',
  'avf',
  'v1',
  'v2',
  'v3',
  'v4',
  'v5',
  'v6',
] as const;

/** A wave as a cardiologist marked it on one lead. */
export interface MarkedWave {
  readonly kind: 'p' | 'qrs' | 't';
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
}

const KINDS: Readonly<Record<string, MarkedWave['kind']>> = { p: 'p', N: 'qrs', t: 't' };

export const loadLudb = loadRecord;

/** R peaks from all leads, on lead II. */
export function detectLudb({ leads, samplingFrequency }: LoadedRecord): Int32Array {
  return detectRPeaks(leads, samplingFrequency, { refineOn: leads[1].name }).rPeaks;
}

/** The waves of one lead that have all three marks. */
export function markedWaves({ annotations }: LoadedRecord, suffix: string): MarkedWave[] {
  const marks = annotations.get(suffix) ?? [];
  return marks.flatMap(({ symbol, sampleIndex }, index) => {
    const [before, after] = [marks[index - 1], marks[index + 1]];
    const kind = KINDS[symbol];
    if (!kind || before?.symbol !== '(' || after?.symbol !== ')') return [];
    return [{ kind, onset: before.sampleIndex, peak: sampleIndex, offset: after.sampleIndex }];
  });
}

/** Marked QRS peaks of one lead. */
export function markedPeaks({ annotations }: LoadedRecord, suffix: string): number[] {
  return (annotations.get(suffix) ?? [])
    .filter(({ symbol }) => symbol === 'N')
    .map(({ sampleIndex }) => sampleIndex);
}
