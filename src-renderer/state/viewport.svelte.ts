/** Which part of the record is seen, and how large. Samples at the left edge and samples a CSS pixel are what is kept. */
import {
  nextStep,
  NOMINAL_PIXELS_PER_MILLIMETRE,
  samplesPerPixelOf,
  SHORTEST_WINDOW_SECONDS,
  sweepOf,
  SWEEPS,
} from '../trace/scale.ts';

export class Viewport {
  readonly samplingFrequency: number;
  readonly samples: number;
  /** First sample at the left edge. */
  from = $state(0);
  samplesPerPixel = $state(1);
  /** CSS pixels of the traces. */
  width = $state(1000);
  pixelsPerMillimetre = $state(NOMINAL_PIXELS_PER_MILLIMETRE);
  /** Sample index under the reader's cursor; what `go to`, notes and insertion work at. */
  cursor = $state<number | undefined>();

  constructor(samplingFrequency: number, samples: number) {
    this.samplingFrequency = samplingFrequency;
    this.samples = samples;
    this.samplesPerPixel = samplesPerPixelOf(50, samplingFrequency, this.pixelsPerMillimetre);
  }

  get span(): number {
    return this.width * this.samplesPerPixel;
  }
  get to(): number {
    return this.from + this.span;
  }
  get centre(): number {
    return this.from + this.span / 2;
  }
  get sweep(): number {
    return sweepOf(this.samplesPerPixel, this.samplingFrequency, this.pixelsPerMillimetre);
  }

  resize(width: number): void {
    if (width === this.width || width <= 0) return;
    this.width = width;
    this.#place(this.from);
  }

  panPixels(pixels: number): void {
    this.#place(this.from + pixels * this.samplesPerPixel);
  }

  panPages(pages: number): void {
    this.#place(this.from + pages * this.span);
  }

  /** Puts a sample index in the middle, or only into view where it is near an edge. */
  centreOn(sampleIndex: number): void {
    this.#place(sampleIndex - this.span / 2);
  }

  /** Moves only where the sample index is outside the inner part of the view. */
  reveal(sampleIndex: number, margin = 0.12): void {
    const inner = this.span * margin;
    if (sampleIndex < this.from + inner || sampleIndex > this.to - inner) this.centreOn(sampleIndex);
  }

  /** Where `reveal` would put the left edge. */
  pageOf(sampleIndex: number, margin = 0.12): number {
    const inner = this.span * margin;
    if (sampleIndex >= this.from + inner && sampleIndex <= this.to - inner) return this.from;
    return Math.min(Math.max(0, this.samples - this.span), Math.max(0, sampleIndex - this.span / 2));
  }

  goToEnd(): void {
    this.#place(this.samples);
  }

  /** Keeps the sample at `x` CSS pixels where it is. */
  zoomAt(x: number, factor: number): void {
    this.#zoom(x, this.samplesPerPixel * factor);
  }

  setSweep(sweep: number): void {
    const anchor = this.cursorPixel() ?? this.width / 2;
    this.#zoom(anchor, samplesPerPixelOf(sweep, this.samplingFrequency, this.pixelsPerMillimetre));
  }

  stepSweep(direction: 1 | -1): void {
    const sweep = this.sweep;
    if (direction < 0 && sweep <= SWEEPS[0] * 1.005) return this.zoomAt(this.width / 2, 2);
    if (direction > 0 && sweep < SWEEPS[0] * 0.995) {
      return this.setSweep(sweep * 2 >= SWEEPS[0] * 0.99 ? SWEEPS[0] : sweep * 2);
    }
    this.setSweep(nextStep(SWEEPS, sweep, direction));
  }

  showAll(): void {
    this.samplesPerPixel = this.samples / this.width;
    this.#place(0);
  }

  /** Keeps what is in the middle there; a screen whose millimetres change keeps its sweep. */
  calibrate(pixelsPerMillimetre: number): void {
    const sweep = this.sweep;
    this.pixelsPerMillimetre = pixelsPerMillimetre;
    this.#zoom(this.width / 2, samplesPerPixelOf(sweep, this.samplingFrequency, pixelsPerMillimetre));
  }

  sampleAt(x: number): number {
    return this.from + x * this.samplesPerPixel;
  }

  pixelOf(sampleIndex: number): number {
    return (sampleIndex - this.from) / this.samplesPerPixel;
  }

  /** Where the cursor is on screen; undefined outside the view. */
  cursorPixel(): number | undefined {
    if (this.cursor === undefined) return undefined;
    const x = this.pixelOf(this.cursor);
    return x >= 0 && x <= this.width ? x : undefined;
  }

  #zoom(x: number, samplesPerPixel: number): void {
    const anchor = this.sampleAt(x);
    const closest = (SHORTEST_WINDOW_SECONDS * this.samplingFrequency) / this.width;
    const widest = Math.max(closest, this.samples / this.width);
    this.samplesPerPixel = Math.min(widest, Math.max(closest, samplesPerPixel));
    this.#place(anchor - x * this.samplesPerPixel);
  }

  #place(from: number): void {
    const last = Math.max(0, this.samples - this.span);
    this.from = Math.min(last, Math.max(0, from));
  }
}
