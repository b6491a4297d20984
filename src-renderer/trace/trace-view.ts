/**
 * The moving picture of the traces: tiles drawn ahead that panning only moves. A frame draws few tiles, nearest first; until
 * a tile of a new zoom is drawn the old one stands in, stretched. Who holds it: the review view, one for an open record.
 */
import { PALETTES } from '../theme/palette.ts';
import { composeKey, composeTile, hatchQuality, type PaintMarks } from './compose-tile.ts';
import { hatchPattern, type Hatch } from './hatch.ts';
import { reductionFor } from './scale.ts';
import type { Tile } from './tile.ts';
import { TILE_WIDTH, TilePool } from './tile-pool.ts';
import { TilePlot } from './tile-plot.ts';
import { TileSamples } from './tile-samples.ts';
import { reportOf, textOf, type TraceReport } from './trace-report.ts';
import { tracesKey, type TraceScene } from './trace-scene.ts';
import { BLOCK_COLUMNS, type WindowSource } from './window-source.ts';

/** Tiles kept drawn beyond each edge. */
const AHEAD = 2;
/** Visible tiles whose traces may be drawn in a frame; ahead of need, one. */
const DRAWN_A_FRAME = 2;

export class TraceView {
  #host: HTMLElement;
  #source: WindowSource;
  #paintMarks: PaintMarks;
  #scene: TraceScene | undefined;
  #tiles: TilePool;
  #plot: TilePlot | undefined;
  #plotKey = '';
  #samples = new TileSamples();
  #behind = new TileSamples();
  #frame = 0;
  #reported = '';
  #hatch: Hatch | undefined;
  onReport: (report: TraceReport) => void = () => {};

  constructor(host: HTMLElement, source: WindowSource, paintMarks: PaintMarks) {
    this.#host = host;
    this.#tiles = new TilePool(host);
    this.#source = source;
    this.#paintMarks = paintMarks;
    source.onArrival = () => this.#schedule();
  }

  /** Shows a scene at the next frame; tiles move at once. */
  show(scene: TraceScene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (before && before.samplesPerPixel !== scene.samplesPerPixel) this.#tiles.retire();
    this.#tiles.move(scene);
    this.#schedule();
  }

  /** True once every visible tile shows the scene with all its samples. */
  get settled(): boolean {
    const scene = this.#scene;
    if (!scene) return false;
    const key = tracesKey(scene);
    return this.#visible(scene).every((index) => {
      const tile = this.#tiles.at(index);
      return tile?.tracesOf === key && tile.complete && tile.composedOf === composeKey(scene, key);
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#source.close();
    this.#plot?.destroy();
    this.#tiles.destroy();
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  #visible(scene: TraceScene): number[] {
    const left = scene.from / scene.samplesPerPixel;
    const first = Math.floor(left / TILE_WIDTH);
    const last = Math.floor((left + scene.width - 1) / TILE_WIDTH);
    return Array.from({ length: last - first + 1 }, (_, k) => first + k);
  }

  #tick(): void {
    this.#frame = 0;
    const scene = this.#scene;
    if (!scene || scene.width <= 0 || scene.height <= scene.lanesHeight) return;
    const visible = this.#visible(scene);
    const first = visible[0] - AHEAD;
    const last = visible[visible.length - 1] + AHEAD;
    const samplesPerColumn = reductionFor(scene.samplesPerPixel / scene.ratio);
    this.#want(scene, samplesPerColumn, first, last);
    this.#tiles.keep(first, last);
    const more = this.#draw(scene, samplesPerColumn, visible, first, last);
    if (!more) this.#tiles.dropStandIns();
    this.#tiles.move(scene);
    this.#report(scene, samplesPerColumn, visible);
  }

  /** Pages, by their left edge, that are likely shown next: their samples are fetched when nothing else is. */
  prefetch(pages: readonly number[]): void {
    const scene = this.#scene;
    if (!scene) return;
    const samplesPerColumn = reductionFor(scene.samplesPerPixel / scene.ratio);
    const span = BLOCK_COLUMNS * samplesPerColumn;
    const tile = TILE_WIDTH * scene.samplesPerPixel;
    const blocks = pages.flatMap((from) => {
      const first = Math.floor((from - tile) / span);
      const last = Math.floor((from + scene.width * scene.samplesPerPixel + tile) / span);
      return Array.from({ length: last - first + 1 }, (_, k) => first + k);
    });
    const variants = scene.behind ? [scene.variant, scene.behind] : [scene.variant];
    this.#source.prefetch(variants, samplesPerColumn, blocks);
  }

  #want(scene: TraceScene, samplesPerColumn: number, first: number, last: number): void {
    const span = BLOCK_COLUMNS * samplesPerColumn;
    const tile = TILE_WIDTH * scene.samplesPerPixel;
    const from = Math.floor((first * tile) / span);
    const to = Math.floor(((last + 1) * tile) / span);
    const centre = (scene.from + (scene.width / 2) * scene.samplesPerPixel) / span;
    const variants = scene.behind ? [scene.variant, scene.behind] : [scene.variant];
    this.#source.want(variants, samplesPerColumn, from - 1, to + 1, centre);
  }

  /** Draws what the frame has room for. @returns whether visible tiles remain to be drawn */
  #draw(
    scene: TraceScene,
    samplesPerColumn: number,
    visible: number[],
    first: number,
    last: number,
  ): boolean {
    const key = tracesKey(scene);
    const middle = visible[0] + (visible.length - 1) / 2;
    const order = Array.from({ length: last - first + 1 }, (_, k) => first + k).sort(
      (a, b) => Math.abs(a - middle) - Math.abs(b - middle),
    );
    const inView = new Set(visible);
    let drawn = 0;
    let remain = false;
    for (const index of order) {
      const tile = this.#tiles.take(scene, index);
      const seen = inView.has(index);
      if (this.#needsTraces(tile, key, scene, samplesPerColumn)) {
        if (drawn < (seen ? DRAWN_A_FRAME : 1)) {
          if (this.#drawTraces(scene, tile, samplesPerColumn, key)) drawn++;
        } else {
          remain ||= seen;
          this.#schedule();
          continue;
        }
      }
      if (seen && tile.tracesOf !== key) remain = true;
      if (tile.tracesOf !== undefined && tile.composedOf !== composeKey(scene, tile.tracesOf))
        composeTile(scene, tile, this.#paintMarks);
    }
    return remain;
  }

  #needsTraces(tile: Tile, key: string, scene: TraceScene, samplesPerColumn: number): boolean {
    if (tile.tracesOf === key && tile.complete) return false;
    const ready = this.#gather(tile, scene, samplesPerColumn);
    // A picture that is there already stays until the new samples are; a new tile shows what there is.
    if (tile.tracesOf === key) return ready;
    return ready || (tile.tracesOf === undefined && this.#tiles.standIns === 0);
  }

  #gather(tile: Tile, scene: TraceScene, samplesPerColumn: number): boolean {
    const to = tile.from + TILE_WIDTH * scene.samplesPerPixel;
    this.#samples.gather(this.#source, scene.variant, samplesPerColumn, tile.from, to);
    if (!scene.behind) return this.#samples.complete;
    this.#behind.gather(this.#source, scene.behind, samplesPerColumn, tile.from, to);
    return this.#samples.complete && this.#behind.complete;
  }

  #drawTraces(scene: TraceScene, tile: Tile, samplesPerColumn: number, key: string): boolean {
    const complete = this.#gather(tile, scene, samplesPerColumn);
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
    return true;
  }

  #plotFor(scene: TraceScene, key: string): TilePlot {
    if (this.#plot && this.#plotKey === key) return this.#plot;
    this.#plot?.destroy();
    const palette = PALETTES[scene.theme];
    this.#plotKey = key;
    this.#hatch = hatchPattern(this.#host.ownerDocument, palette, scene.ratio);
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

  #report(scene: TraceScene, samplesPerColumn: number, visible: number[]): void {
    const shown = visible.map((index) => this.#tiles.at(index));
    const report = reportOf(scene, samplesPerColumn, shown, this.#source.waiting > 0);
    const text = textOf(report);
    if (text === this.#reported) return;
    this.#reported = text;
    this.onReport(report);
  }
}
