/** The tiles of a trace view: those of the zoom that is shown, those of the one before that stand in, and spare ones. */
import { Tile } from './tile.ts';
import type { TraceScene } from './trace-scene.ts';

/** CSS pixels. Narrow enough that one tile fits easily in a frame. */
export const TILE_WIDTH = 256;
/** Tiles of another zoom that are kept to stand in. */
const MOST_STALE = 24;
/** Tiles without a picture that are kept to be taken again, bytes: two screens of 1366 x 768 and what lies beside them. */
const MOST_SPARE_BYTES = 32 * 2 ** 20;

export class TilePool {
  #host: HTMLElement;
  #current = new Map<number, Tile>();
  #stale: Tile[] = [];
  #free: Tile[] = [];
  #spareBytes = 0;

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
      tile = this.#takeSpare() ?? new Tile(this.#host);
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

  /**
   * Nothing is needed any more outside [first, last] but what was drawn ahead.
   * @param ahead indices of tiles that are not seen yet
   * @param key what a tile that was never seen must be drawn for: else it is stale and must not come into sight
   */
  keep([first, last]: readonly [number, number], ahead: ReadonlySet<number>, key: string): void {
    for (const [index, tile] of this.#current) {
      const near = index >= first && index <= last;
      // What was in sight may be composed with marks of another moment.
      if (!near) tile.hide();
      const stale = tile.composedOf === undefined && tile.tracesOf !== key;
      if (near || (ahead.has(index) && !stale)) {
        if (stale) tile.forget();
        continue;
      }
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
    for (const tile of [...this.#current.values(), ...this.#stale, ...this.#free]) tile.discard();
  }

  #release(tile: Tile): void {
    tile.forget();
    this.#free.push(tile);
    this.#spareBytes += tile.bytes;
    while (this.#spareBytes > MOST_SPARE_BYTES) this.#takeSpare()?.discard();
  }

  #takeSpare(): Tile | undefined {
    const tile = this.#free.pop();
    if (tile) this.#spareBytes -= tile.bytes;
    return tile;
  }
}
