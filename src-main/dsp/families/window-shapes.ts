import type { Seconds } from '../../domain/units.ts';
import { clearFlat, normalise, type BeatShapes } from './beat-shapes.ts';

/** Which part of a window its shape is made of. */
export interface ShapeSpan {
  /** Seconds before and after the window's middle, where R is. */
  readonly before: Seconds;
  readonly after: Seconds;
}

/** How the windows are laid out: `[leads][windowSamples]`, R in the middle. */
export interface WindowLayout {
  readonly leads: number;
  readonly windowSamples: number;
  readonly samplingFrequency: number;
}

/**
 * QRS shapes cut from the windows that a network reads, window by window: 200 ms of two leads are 400 bytes a beat.
 * Leads weigh alike; an absent one (all zero) adds nothing.
 */
export class WindowShapes {
  readonly shapes: BeatShapes;
  private readonly layout: WindowLayout;
  private readonly first: number;

  /** @throws RangeError where the span is longer than the window */
  constructor(beats: number, layout: WindowLayout, { before, after }: ShapeSpan) {
    const { leads, windowSamples, samplingFrequency } = layout;
    const points = Math.round((before + after) * samplingFrequency);
    this.first = windowSamples / 2 - Math.round(before * samplingFrequency);
    if (this.first < 0 || this.first + points > windowSamples)
      throw new RangeError(`a span of ${points} samples does not fit into a window of ${windowSamples}`);
    this.layout = layout;
    this.shapes = { values: new Float32Array(beats * leads * points), beats, channels: leads, points };
  }

  /**
   * @param windows `[windows][leads][windowSamples]`
   * @param row which of them
   */
  add(beat: number, windows: Float32Array, row: number): void {
    const { channels, points, values } = this.shapes;
    const { windowSamples } = this.layout;
    const shape = values.subarray(beat * channels * points, (beat + 1) * channels * points);
    for (let lead = 0; lead < channels; lead++) {
      const from = (row * channels + lead) * windowSamples + this.first;
      const part = shape.subarray(lead * points, (lead + 1) * points);
      part.set(windows.subarray(from, from + points));
      const mean = part.reduce((sum, value) => sum + value, 0) / points;
      for (let i = 0; i < points; i++) part[i] -= mean;
      clearFlat(part, mean);
      normalise(part);
    }
    normalise(shape);
  }
}
