/** Draws the traces of tiles: gathers their samples, has them plotted, and notes on the tile what was found. */
import { PALETTES } from '../theme/palette.ts';
import { hatchQuality } from './compose-tile.ts';
import { hatchPattern, type Hatch } from './hatch.ts';
import type { Tile } from './tile.ts';
import { TILE_WIDTH } from './tile-pool.ts';
import { TilePlot } from './tile-plot.ts';
import { TileSamples } from './tile-samples.ts';
import type { TraceScene } from './trace-scene.ts';
import type { WindowSource } from './window-source.ts';

export class TileDrawer {
  #document: Document;
  #source: WindowSource;
  #plot: TilePlot | undefined;
  #plotKey = '';
  #samples = new TileSamples();
  #behind = new TileSamples();
  #hatch: Hatch | undefined;

  constructor(document: Document, source: WindowSource) {
    this.#document = document;
    this.#source = source;
  }

  /** Gathers what there is of a tile's samples. @returns whether all are there */
  gather(scene: TraceScene, tile: Tile, samplesPerColumn: number): boolean {
    const to = tile.from + TILE_WIDTH * scene.samplesPerPixel;
    this.#samples.gather(this.#source, scene.variant, samplesPerColumn, tile.from, to);
    if (!scene.behind) return this.#samples.complete;
    this.#behind.gather(this.#source, scene.behind, samplesPerColumn, tile.from, to);
    return this.#samples.complete && this.#behind.complete;
  }

  /** Draws a tile with what there is. @param key of the scene's traces */
  draw(scene: TraceScene, tile: Tile, samplesPerColumn: number, key: string): void {
    const complete = this.gather(scene, tile, samplesPerColumn);
    const plot = this.#plotFor(scene, key);
    const behind = scene.behind ? this.#behind : undefined;
    plot.draw(this.#samples, behind, tile.from, tile.from + TILE_WIDTH * scene.samplesPerPixel);
    tile.traceContext.drawImage(plot.canvas, 0, 0);
    hatchQuality(scene, tile, this.#samples, this.#hatch!);
    tile.tracesOf = key;
    tile.composedOf = undefined;
    tile.complete = complete;
    const { quality, filtered, fault } = this.#samples;
    tile.finding = { quality, filtered: [...filtered], fault };
  }

  destroy(): void {
    this.#plot?.destroy();
  }

  #plotFor(scene: TraceScene, key: string): TilePlot {
    if (this.#plot && this.#plotKey === key) return this.#plot;
    this.#plot?.destroy();
    const palette = PALETTES[scene.theme];
    this.#plotKey = key;
    this.#hatch = hatchPattern(this.#document, palette, scene.ratio);
    this.#plot = new TilePlot({
      width: TILE_WIDTH,
      height: scene.rowsHeight,
      rows: scene.rows,
      background: palette.background,
      groupRule: palette.rule,
      grid: scene.grid,
      colourOf: (row) => palette.groups[row.group],
      clipDisplay: scene.clipDisplay,
      behind: scene.behind && palette.muted,
    });
    return this.#plot;
  }
}
