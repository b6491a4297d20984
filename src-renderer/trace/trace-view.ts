/**
 * The moving picture of the traces: tiles drawn ahead that panning only moves. A frame draws few tiles, nearest first; until
 * a tile of a new zoom is drawn the old one stands in, stretched. Who holds it: the review view, one for an open record.
 */
import { PALETTES } from '../theme/palette.ts';
import { hatchPattern, type Hatch } from './hatch.ts';
import { reductionFor } from './scale.ts';
import { Tile } from './tile.ts';
import { TilePlot } from './tile-plot.ts';
import { TileSamples } from './tile-samples.ts';
import { marksKey, tracesKey, type TraceScene } from './trace-scene.ts';
import { BLOCK_COLUMNS, type WindowSource } from './window-source.ts';

/** CSS pixels. Narrow enough that one tile fits easily in a frame. */
export const TILE_WIDTH = 256;
/** Tiles kept drawn beyond each edge. */
const AHEAD = 2;
/** Visible tiles whose traces may be drawn in a frame; ahead of need, one. */
const DRAWN_A_FRAME = 2;

export interface MarksPlace {
  readonly from: number;
  readonly samplesPerPixel: number;
  readonly width: number;
  readonly scene: TraceScene;
}

/** Draws lanes and marks over composed traces; CSS pixels, clipped to the tile by the canvas. */
export type PaintMarks = (ctx: CanvasRenderingContext2D, place: MarksPlace) => void;

/** What the view found while drawing what is visible; shown by gutter and status bar. */
export interface TraceReport {
  readonly samplesPerColumn: number;
  /** Channel indices with missing or clipped samples in view, and those that came filtered. */
  readonly missing: ReadonlySet<number>;
  readonly clipped: ReadonlySet<number>;
  readonly filtered: ReadonlySet<number>;
  readonly fault: string | undefined;
  readonly loading: boolean;
}

interface Finding {
  readonly quality: TileSamples['quality'];
  readonly filtered: boolean[];
  readonly fault: string | undefined;
}

export class TraceView {
  #host: HTMLElement;
  #source: WindowSource;
  #paintMarks: PaintMarks;
  #scene: TraceScene | undefined;
  #current = new Map<number, Tile>();
  #stale: Tile[] = [];
  #free: Tile[] = [];
  #findings = new WeakMap<Tile, Finding>();
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
    this.#source = source;
    this.#paintMarks = paintMarks;
    source.onArrival = () => this.#schedule();
  }

  /** Shows a scene at the next frame; tiles move at once. */
  show(scene: TraceScene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (before && before.samplesPerPixel !== scene.samplesPerPixel) this.#retire();
    this.#move(scene);
    this.#schedule();
  }

  /** True once every visible tile shows the scene with all its samples. */
  get settled(): boolean {
    const scene = this.#scene;
    if (!scene) return false;
    const key = tracesKey(scene);
    return this.#visible(scene).every((index) => {
      const tile = this.#current.get(index);
      return tile?.tracesOf === key && tile.complete && tile.composedOf === this.#composeKey(scene, key);
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#source.close();
    this.#plot?.destroy();
    for (const tile of [...this.#current.values(), ...this.#stale, ...this.#free]) tile.shown.remove();
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

  /** Tiles of another zoom stand in until the new ones are drawn. */
  #retire(): void {
    for (const tile of this.#current.values()) {
      if (tile.composedOf === undefined) this.#release(tile);
      else this.#stale.push(tile);
    }
    this.#current.clear();
    while (this.#stale.length > 24) this.#release(this.#stale.shift()!);
  }

  #release(tile: Tile): void {
    tile.forget();
    this.#free.push(tile);
  }

  #move(scene: TraceScene): void {
    const { samplesPerPixel, ratio } = scene;
    const left = Math.round((scene.from / samplesPerPixel) * ratio) / ratio;
    for (const tile of this.#current.values()) tile.place(tile.index * TILE_WIDTH - left, 1, false);
    for (const tile of this.#stale) {
      const place = (tile.from - scene.from) / samplesPerPixel;
      tile.place(place, tile.samplesPerPixel / samplesPerPixel, true);
    }
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
    for (const [index, tile] of this.#current)
      if (index < first || index > last) {
        this.#current.delete(index);
        this.#release(tile);
      }
    const more = this.#draw(scene, samplesPerColumn, visible, first, last);
    if (!more) for (const tile of this.#stale.splice(0)) this.#release(tile);
    this.#move(scene);
    this.#report(scene, samplesPerColumn, visible);
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
      const tile = this.#tileAt(scene, index);
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
      if (tile.tracesOf !== undefined && tile.composedOf !== this.#composeKey(scene, tile.tracesOf))
        this.#compose(scene, tile);
    }
    return remain;
  }

  #composeKey(scene: TraceScene, traces: string): string {
    return `${marksKey(scene)}|${traces}`;
  }

  #tileAt(scene: TraceScene, index: number): Tile {
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

  #needsTraces(tile: Tile, key: string, scene: TraceScene, samplesPerColumn: number): boolean {
    if (tile.tracesOf === key && tile.complete) return false;
    const ready = this.#gather(tile, scene, samplesPerColumn);
    // A picture that is there already stays until the new samples are; a new tile shows what there is.
    if (tile.tracesOf === key) return ready;
    return ready || (tile.tracesOf === undefined && this.#stale.length === 0);
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
    this.#hatchQuality(scene, tile);
    tile.tracesOf = key;
    tile.composedOf = undefined;
    tile.complete = complete;
    const { quality, filtered, fault } = this.#samples;
    this.#findings.set(tile, { quality, filtered: [...filtered], fault });
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

  #hatchQuality(scene: TraceScene, tile: Tile): void {
    const ctx = tile.traceContext;
    const toPixel = scene.ratio / scene.samplesPerPixel;
    scene.rows.forEach((row, position) => {
      for (const span of this.#samples.quality[position] ?? []) {
        const left = (span.from - tile.from) * toPixel;
        const width = Math.max(scene.ratio, (span.to - span.from) * toPixel);
        ctx.fillStyle = this.#hatch![span.kind];
        const height = span.kind === 'missing' ? row.height : 4;
        ctx.fillRect(left, row.top * scene.ratio, width, height * scene.ratio);
      }
    });
    if (this.#samples.fault !== undefined) {
      ctx.fillStyle = this.#hatch!.missing;
      ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    }
  }

  #compose(scene: TraceScene, tile: Tile): void {
    const { context: ctx } = tile;
    const { ratio, lanesHeight } = scene;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const space = Math.round((scene.height - lanesHeight - scene.axisHeight) * ratio);
    const top = Math.round(scene.scrollTop * ratio);
    const height = Math.min(space, tile.traces.height - top);
    if (height > 0)
      ctx.drawImage(
        tile.traces,
        0,
        top,
        tile.traces.width,
        height,
        0,
        Math.round(lanesHeight * ratio),
        tile.traces.width,
        height,
      );
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#paintMarks(ctx, {
      from: tile.from,
      samplesPerPixel: tile.samplesPerPixel,
      width: TILE_WIDTH,
      scene,
    });
    tile.composedOf = this.#composeKey(scene, tile.tracesOf!);
  }

  #report(scene: TraceScene, samplesPerColumn: number, visible: number[]): void {
    const missing = new Set<number>();
    const clipped = new Set<number>();
    const filtered = new Set<number>();
    let fault: string | undefined;
    let loading = this.#source.waiting > 0;
    for (const index of visible) {
      const tile = this.#current.get(index);
      const finding = tile && this.#findings.get(tile);
      if (!tile?.complete) loading = true;
      fault ??= finding?.fault;
      scene.rows.forEach(({ channelIndex }, position) => {
        for (const { kind } of finding?.quality[position] ?? [])
          (kind === 'missing' ? missing : clipped).add(channelIndex);
        if (finding?.filtered[position]) filtered.add(channelIndex);
      });
    }
    const text = [samplesPerColumn, [...missing], [...clipped], [...filtered], fault, loading].join(';');
    if (text === this.#reported) return;
    this.#reported = text;
    this.onReport({ samplesPerColumn, missing, clipped, filtered, fault, loading });
  }
}
