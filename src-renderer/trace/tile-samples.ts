/** The samples of one tile, gathered from blocks into arrays that uPlot reads; reused from tile to tile. */
import {
  QUALITY_CLIPPED,
  QUALITY_MISSING,
  type TraceWindow,
} from '../../src-main/api/contract/window-bytes.ts';
import { BLOCK_COLUMNS, type WindowSource, type WindowVariant } from './window-source.ts';

/** A stretch of a channel that is hatched in place. */
export interface QualitySpan {
  readonly kind: 'missing' | 'clipped';
  readonly from: number;
  readonly to: number;
}

export class TileSamples {
  /** Sample index of each column's middle. */
  at = new Float64Array(0);
  minima: Float32Array[] = [];
  maxima: Float32Array[] = [];
  /** Columns that are filled. */
  columns = 0;
  samplesPerColumn = 1;
  /** All blocks of the stretch were here. */
  complete = false;
  /** Why a block could not be read. */
  fault: string | undefined;
  /** By position in the variant's channels. */
  quality: QualitySpan[][] = [];
  filtered: boolean[] = [];

  /**
   * Fills from the blocks that are here; what is not here yet is NaN (drawn as nothing).
   * @param from, to sample indices; a column more on each side is taken, so that lines meet across tiles
   */
  gather(
    source: WindowSource,
    variant: WindowVariant,
    samplesPerColumn: number,
    from: number,
    to: number,
  ): void {
    const end = Math.ceil(source.samples / samplesPerColumn) - 1;
    const first = Math.max(0, Math.floor(from / samplesPerColumn) - 1);
    const last = Math.min(end, Math.ceil(to / samplesPerColumn) + 1);
    this.columns = Math.max(0, last - first + 1);
    this.#reserve(variant.channels.length, this.columns);
    this.samplesPerColumn = samplesPerColumn;
    this.complete = true;
    this.fault = undefined;
    this.quality = variant.channels.map(() => []);
    this.filtered = variant.channels.map(() => false);
    const middle = samplesPerColumn === 1 ? 0 : 0.5;
    for (let k = 0; k < this.columns; k++) this.at[k] = (first + k + middle) * samplesPerColumn;
    for (let block = Math.floor(first / BLOCK_COLUMNS); block * BLOCK_COLUMNS <= last; block++) {
      const held = source.peek(variant, samplesPerColumn, block);
      if (held?.window) this.#copy(held.window, first, last, samplesPerColumn);
      else {
        this.#blank(block, first, last);
        if (held?.fault !== undefined) this.fault = held.fault;
        else this.complete = false;
      }
    }
  }

  #reserve(channels: number, columns: number): void {
    if (this.at.length < columns) {
      this.at = new Float64Array(columns);
      this.minima = [];
      this.maxima = [];
    }
    while (this.minima.length < channels) {
      this.minima.push(new Float32Array(this.at.length));
      this.maxima.push(new Float32Array(this.at.length));
    }
  }

  #copy(window: TraceWindow, first: number, last: number, samplesPerColumn: number): void {
    const start = window.from / samplesPerColumn;
    const from = Math.max(first, start);
    const to = Math.min(last + 1, start + window.columns);
    window.channels.forEach((channel, position) => {
      if (from < to) {
        this.minima[position].set(channel.minima.subarray(from - start, to - start), from - first);
        this.maxima[position].set(channel.maxima.subarray(from - start, to - start), from - first);
        collectQuality(channel.quality, from - start, to - start, window, this.quality[position]);
      }
      this.filtered[position] ||= channel.filtered;
    });
  }

  #blank(block: number, first: number, last: number): void {
    const from = Math.max(first, block * BLOCK_COLUMNS) - first;
    const to = Math.min(last + 1, (block + 1) * BLOCK_COLUMNS) - first;
    if (from >= to) return;
    for (const values of this.minima) values.fill(NaN, from, to);
    for (const values of this.maxima) values.fill(NaN, from, to);
  }
}

function collectQuality(
  quality: Uint8Array,
  from: number,
  to: number,
  window: TraceWindow,
  into: QualitySpan[],
): void {
  for (let k = from; k < to; k++) {
    const bits = quality[k];
    if (bits === 0) continue;
    const kind = bits & QUALITY_MISSING ? 'missing' : bits & QUALITY_CLIPPED ? 'clipped' : undefined;
    if (kind === undefined) continue;
    const start = window.from + k * window.samplesPerColumn;
    const previous = into[into.length - 1];
    const end = start + window.samplesPerColumn;
    if (previous?.kind === kind && previous.to === start) into[into.length - 1] = { ...previous, to: end };
    else into.push({ kind, from: start, to: end });
  }
}
