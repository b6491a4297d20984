/** Samples of a page: asks a window source for what is shown, and gathers stretches of it. Who holds it: a page's view. */
import { reductionFor } from '../trace/scale.ts';
import { TileSamples } from '../trace/tile-samples.ts';
import { BLOCK_COLUMNS, type WindowSource, type WindowVariant } from '../trace/window-source.ts';

export class SamplesReader {
  readonly source: WindowSource;
  #held: TileSamples[] = [];

  constructor(source: WindowSource) {
    this.source = source;
  }

  /** Asks for what lies in [from, to), with a block on either side, so that panning finds it there. */
  want(variants: readonly WindowVariant[], samplesPerColumn: number, from: number, to: number): void {
    const span = BLOCK_COLUMNS * samplesPerColumn;
    const first = Math.floor(from / span);
    const last = Math.floor(to / span);
    this.source.want(variants, samplesPerColumn, first - 1, last + 1, (from + to) / 2 / span);
  }

  /** The n-th stretch of a drawing: its arrays are used again by the next drawing. */
  gather(n: number, variant: WindowVariant, samplesPerColumn: number, from: number, to: number): TileSamples {
    const samples = (this.#held[n] ??= new TileSamples());
    samples.gather(this.source, variant, samplesPerColumn, from, to);
    return samples;
  }
}

/** Samples a column for a scale on a screen. */
export function columnFor(samplesPerPixel: number, ratio: number): number {
  return reductionFor(samplesPerPixel / ratio);
}
