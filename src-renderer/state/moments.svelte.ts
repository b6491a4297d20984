/** Two moments beside each other at one scale: one is pinned, the other is where the viewport is. */
import type { Viewport } from './viewport.svelte.ts';

/** An ablation of the log: energy on, and off where it is. */
export interface Ablation {
  readonly kind: string;
  readonly from: number;
  readonly to?: number;
}

export class Moments {
  #viewport: Viewport;
  /** Sample index at the left edge of the pinned pane when the viewport stood at `#at`. */
  #pinned = $state<number | undefined>();
  #at = $state(0);
  /** Panning moves both. */
  locked = $state(true);
  /** What stands over the panes: `before ablation`, `after ablation`. */
  titles = $state.raw<readonly [string, string]>(['pinned', 'here']);

  constructor(viewport: Viewport) {
    this.#viewport = viewport;
  }

  get isPinned(): boolean {
    return this.#pinned !== undefined;
  }

  /** Left edge of the pinned pane. */
  get from(): number {
    const pinned = this.#pinned ?? this.#viewport.from;
    return this.locked ? pinned + this.#viewport.from - this.#at : pinned;
  }

  /** Pins what is in view now. */
  pin(from = this.#viewport.from, titles: readonly [string, string] = ['pinned', 'here']): void {
    this.#pinned = from;
    this.#at = this.#viewport.from;
    this.titles = titles;
  }

  toggleLock(): void {
    const from = this.from;
    this.locked = !this.locked;
    this.#pinned = from;
    this.#at = this.#viewport.from;
  }

  /** Moves the pinned pane; with it the other where they are locked. */
  pan(samples: number): void {
    if (this.locked) this.#viewport.panPixels(samples / this.#viewport.samplesPerPixel);
    else this.#pinned = this.from + samples;
  }

  swap(): void {
    const there = this.from;
    const here = this.#viewport.from;
    this.#viewport.panPixels((there - here) / this.#viewport.samplesPerPixel);
    this.#pinned = here;
    this.#at = this.#viewport.from;
    this.titles = [this.titles[1], this.titles[0]];
  }

  /**
   * Before the first ablation was on, and after it was off (the last that ended, where several were).
   * @returns why there is nothing to show; undefined where there is
   */
  aroundAblation(marks: readonly Ablation[]): string | undefined {
    const ablations = marks.filter(({ kind }) => kind === 'ablation');
    if (ablations.length === 0) return 'The log has no ablation: A marks where energy is on, and off.';
    const first = Math.min(...ablations.map(({ from }) => from));
    const ends = ablations.flatMap(({ to }) => to ?? []);
    if (ends.length === 0) return 'The ablation has no end in the log: A marks where energy is off.';
    const { span, samplesPerPixel, from } = this.#viewport;
    const after = Math.max(...ends);
    this.#viewport.panPixels((after - from) / samplesPerPixel);
    this.pin(Math.max(0, first - span), ['before ablation', 'after ablation']);
    return undefined;
  }
}
