/**
 * One tile: the traces of a stretch (kept apart, unmarked, on a canvas of their own) and what is shown: traces, lanes and
 * marks composed. An edit composes again without drawing a trace; panning only moves the shown canvas.
 */
import type { TileSamples } from './tile-samples.ts';

export interface TileFinding {
  readonly quality: TileSamples['quality'];
  readonly filtered: readonly boolean[];
  readonly fault: string | undefined;
}

export class Tile {
  readonly shown: HTMLCanvasElement;
  readonly #traces: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly traceContext: CanvasRenderingContext2D;
  /** Tiles are counted from the record's start at one zoom. */
  index = 0;
  /** First sample and zoom that `shown` was drawn for. */
  from = 0;
  samplesPerPixel = 1;
  /** What the traces were drawn for; undefined before. */
  tracesOf: string | undefined;
  /** What was composed last. */
  composedOf: string | undefined;
  /** All samples were there when the traces were drawn. */
  complete = false;
  /** What was found while they were. */
  finding: TileFinding | undefined;

  constructor(host: HTMLElement) {
    this.shown = document.createElement('canvas');
    this.shown.className = 'tile';
    this.shown.setAttribute('aria-hidden', 'true');
    this.#traces = document.createElement('canvas');
    this.context = this.shown.getContext('2d', { alpha: false })!;
    this.traceContext = this.#traces.getContext('2d', { alpha: false })!;
    this.shown.style.visibility = 'hidden';
    host.append(this.shown);
  }

  get traces(): HTMLCanvasElement {
    return this.#traces;
  }

  /** That the two pictures take. */
  get bytes(): number {
    return 4 * this.shown.width * (this.shown.height + this.#traces.height);
  }

  /** Sizes in CSS pixels; forgets what was drawn where they change. */
  resize(width: number, shownHeight: number, tracesHeight: number, ratio: number): void {
    const w = Math.round(width * ratio);
    if (fit(this.shown, w, Math.round(shownHeight * ratio))) {
      this.composedOf = undefined;
      this.shown.style.width = `${width}px`;
      this.shown.style.height = `${shownHeight}px`;
    }
    if (fit(this.#traces, w, Math.round(tracesHeight * ratio))) this.tracesOf = undefined;
  }

  place(left: number, stretch: number, stale: boolean): void {
    if (this.composedOf === undefined) return this.hide();
    const { style } = this.shown;
    style.transform = stretch === 1 ? `translateX(${left}px)` : `translateX(${left}px) scaleX(${stretch})`;
    style.zIndex = stale ? '0' : '1';
    style.visibility = 'visible';
  }

  /** Not shown until it is composed again. */
  hide(): void {
    this.composedOf = undefined;
    this.shown.style.visibility = 'hidden';
  }

  forget(): void {
    this.tracesOf = undefined;
    this.complete = false;
    this.finding = undefined;
    this.hide();
  }

  /** Takes it out of the page and gives its pictures' memory back at once. */
  discard(): void {
    this.shown.remove();
    for (const canvas of [this.shown, this.#traces]) canvas.width = canvas.height = 0;
  }
}

function fit(canvas: HTMLCanvasElement, width: number, height: number): boolean {
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  return true;
}
