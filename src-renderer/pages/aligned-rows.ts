/** Beats aligned to the onset of their QRS: where each is drawn, in a waterfall beside its intervals or all over each other. Pure. */
import type { TileSamples } from '../trace/tile-samples.ts';

/** Seconds before and behind the QRS onset: a P wave and its His before, the atrial echo behind. */
export const ALIGNED_BEFORE = 0.2;
export const ALIGNED_AFTER = 0.5;
/** CSS pixels of a beat in the waterfall, as high as its row of the table. */
export const BEAT_HEIGHT = 40;
export const SCALE_HEIGHT = 18;

export interface AlignedBeat {
  readonly sampleIndex: number;
  /** Samples; the R peak where the onset was not found. */
  readonly onset: number;
  readonly foundOnset: boolean;
}

export function alignedBeat(row: { readonly sampleIndex: number; readonly qrsOnset?: number }): AlignedBeat {
  return {
    sampleIndex: row.sampleIndex,
    onset: row.qrsOnset ?? row.sampleIndex,
    foundOnset: row.qrsOnset !== undefined,
  };
}

/**
 * Channels of the waterfall, four at most: a surface lead, the septum, a far coronary sinus, the ventricle. One that was
 * chosen is among them: a surface lead in place of II, an electrogram in place of the last.
 */
export function alignedChannels(
  channels: readonly { readonly name: string; readonly channelIndex: number; readonly kind: string }[],
  chosen: number | undefined,
): number[] {
  const wanted = ['II', 'HIS', 'CS90', 'CS12', 'RVA12', 'ABL12', 'V1', 'I'];
  const found = wanted.flatMap((name) => channels.find((one) => one.name === name)?.channelIndex ?? []);
  const all = found.length > 0 ? found : channels.map(({ channelIndex }) => channelIndex);
  const four = all.slice(0, 4);
  if (chosen === undefined || four.includes(chosen)) return four;
  if (four.length < 4) return [...four, chosen];
  const kindOf = (index: number): string | undefined =>
    channels.find(({ channelIndex }) => channelIndex === index)?.kind;
  return kindOf(chosen) === 'ecg' && kindOf(four[0]) === 'ecg'
    ? [chosen, ...four.slice(1)]
    : [...four.slice(0, 3), chosen];
}

/** Least and greatest value of a channel in the gathered samples, of what is there. */
export function extentOf(samples: TileSamples, position: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  const minima = samples.minima[position];
  const maxima = samples.maxima[position];
  for (let k = 0; k < samples.columns; k++) {
    if (minima[k] < low) low = minima[k];
    if (maxima[k] > high) high = maxima[k];
  }
  return low > high ? [-1, 1] : [low, high];
}
