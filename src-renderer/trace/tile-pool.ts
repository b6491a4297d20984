/** The tiles of a trace view: those of the zoom that is shown, those of the one before that stand in, and spare ones. */
import { Tile } from './tile.ts';
import type { TraceScene } from './trace-scene.ts';

/** CSS pixels. Narrow enough that one tile fits easily in a frame. */
export const TILE_WIDTH = 256;
/** Tiles of another zoom that are kept to stand in. */
const MOST_STALE = 24;

export class TilePool {
  #host: HTMLElement;
  #current = new Map<number, Tile>();
  #stale: Tile[] = [];
  #free: Tile[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Others stand in until the new ones are drawn. */
  get standIns(): number {
    return this.#stale.length;
  }

  at(index: number): Tile | undefined {
    return this.#current.get(index);
  }

  /** The tile of a place, made or taken again where there is none, sized for the scene. */
  take(scene: TraceScene, index: number): Tile {
    let tile = this.#current.get(index);
    if (!tile) {
      tile = this.#free.pop() ?? new Tile(this.#host);
      tile.index = index;
      this.#current.set(index, tile);
    }
    tile.from = index * TILE_WIDTH * scene.samplesPerPixel;
    tile.samplesPerPixel = scene.samplesPerPixel;
    tile.resize(TILE_WIDTH, scene.height, scene.rowsHeight, scene.ratio);
    return tile;
  }

  /** Tiles of another zoom stand in until the new ones are drawn. */
  retire(): void {
    for (const tile of this.#current.values()) {
      if (tile.composedOf === undefined) this.#release(tile);
      else this.#stale.push(tile);
    }
    this.#current.clear();
    while (this.#stale.length > MOST_STALE) this.#release(this.#stale.shift()!);
  }

  /** Nothing is needed any more outside [first, last]. */
  keep(first: number, last: number): void {
    for (const [index, tile] of this.#current)
      if (index < first || index > last) {
        this.#current.delete(index);
        this.#release(tile);
      }
  }

  dropStandIns(): void {
    for (const tile of this.#stale.splice(0)) this.#release(tile);
  }

  /** To where the scene has them. */
  move({ from, samplesPerPixel, ratio }: TraceScene): void {
    const left = Math.round((from / samplesPerPixel) * ratio) / ratio;
    for (const tile of this.#current.values()) tile.place(tile.index * TILE_WIDTH - left, 1, false);
    for (const tile of this.#stale)
      tile.place((tile.from - from) / samplesPerPixel, tile.samplesPerPixel / samplesPerPixel, true);
  }

  destroy(): void {
    for (const tile of [...this.#current.values(), ...this.#stale, ...this.#free]) tile.shown.remove();
  }

  #release(tile: Tile): void {
    tile.forget();
    this.#free.push(tile);
  }
}
