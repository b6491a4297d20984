import { SAMPLING_FREQUENCY } from './layout.ts';

const DELAY = 170; // ms from the QRS to the pulse at the wrist or groin
const RISE = 55; // ms
const DECAY = 650; // ms
const LENGTH = Math.round(3.2 * SAMPLING_FREQUENCY);
const STROKE = 62; // mmHg of a full stroke

/**
 * Arterial pressure, mmHg: each beat adds a pulse that rises fast and runs off (a windkessel), smaller after a short
 * interval, when the ventricle had no time to fill.
 */
export class ArterialPressure {
  private tail = new Float32Array(0);

  /**
   * @param beats times of the beats that begin in this block, samples from its first, with the interval before each (ms)
   */
  block(length: number, beats: readonly { readonly at: number; readonly interval: number }[]): Float32Array {
    const row = new Float32Array(length + LENGTH + SAMPLING_FREQUENCY);
    row.set(this.tail);
    for (const { at, interval } of beats) {
      const stroke = STROKE * Math.min(1.15, Math.max(0.12, 1 - Math.exp(-(interval - 130) / 260)));
      const from = Math.round(at + (DELAY * SAMPLING_FREQUENCY) / 1000);
      for (let i = 0; i < LENGTH && from + i < row.length; i++) {
        if (from + i < 0) continue;
        const ms = (i * 1000) / SAMPLING_FREQUENCY;
        const notch = 0.09 * Math.exp(-(((ms - 330) / 35) ** 2));
        row[from + i] += stroke * ((1 - Math.exp(-ms / RISE)) * Math.exp(-ms / DECAY) * 1.3 + notch);
      }
    }
    this.tail = row.slice(length);
    return row.slice(0, length).map((value) => value + 4);
  }
}
