/**
 * A canvas that is drawn at most once a frame, whenever something new is to be shown or samples arrived. Who holds it: the
 * view of a page, one each.
 */
export interface BoardSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
}

/** Draws in CSS pixels. @returns true where all that is shown was there */
export type Paint = (ctx: CanvasRenderingContext2D, size: BoardSize) => boolean;

export class Board {
  #canvas: HTMLCanvasElement;
  #ctx: CanvasRenderingContext2D;
  #paint: Paint | undefined;
  #size: BoardSize = { width: 0, height: 0, ratio: 1 };
  #frame = 0;
  /** What was shown last is drawn, with all its samples. */
  settled = false;
  /** ms that the last drawing took: what the benchmark reads. */
  lastMs = 0;

  constructor(host: HTMLElement) {
    this.#canvas = host.ownerDocument.createElement('canvas');
    this.#canvas.className = 'board';
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.#ctx = this.#canvas.getContext('2d', { alpha: false })!;
    host.prepend(this.#canvas);
    Object.assign(host, { board: this });
  }

  show(size: BoardSize, paint: Paint): void {
    this.#size = size;
    this.#paint = paint;
    this.refresh();
  }

  /** Draws again at the next frame: samples arrived. */
  refresh(): void {
    this.settled = false;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#canvas.remove();
  }

  #tick(): void {
    this.#frame = 0;
    const { width, height, ratio } = this.#size;
    if (!this.#paint || width <= 0 || height <= 0) return;
    const began = performance.now();
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w;
      this.#canvas.height = h;
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${height}px`;
    }
    this.#ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.settled = this.#paint(this.#ctx, this.#size);
    this.lastMs = performance.now() - began;
  }
}
