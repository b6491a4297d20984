/**
 * The moving picture of the traces: tiles drawn ahead that panning only moves. A frame draws few tiles, nearest first; until
 * a tile of a new zoom is drawn the old one stands in, stretched. While nothing is asked of it, the pages that come next are
 * drawn out of sight. Who holds it: the review view, one for an open record.
 */
import { composeKey, composeTile, type PaintMarks } from './compose-tile.ts';
import { whenIdle } from './idle.ts';
import { reductionFor } from './scale.ts';
import type { Tile } from './tile.ts';
import { TileDrawer } from './tile-drawer.ts';
import { TILE_WIDTH, TilePool } from './tile-pool.ts';
import { tilesAhead, tilesOfPage } from './tiles-ahead.ts';
import { reportOf, textOf, type TraceReport } from './trace-report.ts';
import { tracesKey, type TraceScene } from './trace-scene.ts';
import { BLOCK_COLUMNS, type WindowSource, type WindowVariant } from './window-source.ts';

/** Tiles kept drawn beyond each edge. */
const AHEAD = 2;
/** Visible tiles whose traces may be drawn in a frame; ahead of need, one. */
const DRAWN_A_FRAME = 2;

/** What a frame is made for. */
interface Frame {
  readonly scene: TraceScene;
  /** Of the scene's traces. */
  readonly key: string;
  readonly samplesPerColumn: number;
  /** Indices of the first and the last tile that is seen. */
  readonly seen: readonly [number, number];
}

export class TraceView {
  #source: WindowSource;
  #paintMarks: PaintMarks;
  #scene: TraceScene | undefined;
  #tiles: TilePool;
  #drawer: TileDrawer;
  #frame = 0;
  #reported = '';
  /** Left edges of pages that are likely shown next. */
  #pages: readonly number[] = [];
  #endIdle: (() => void) | undefined;
  #wanting: ReturnType<typeof setTimeout> | undefined;
  onReport: (report: TraceReport) => void = () => {};

  constructor(host: HTMLElement, source: WindowSource, paintMarks: PaintMarks) {
    this.#tiles = new TilePool(host);
    this.#drawer = new TileDrawer(host.ownerDocument, source);
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

  /** Pages, by their left edge, that are likely shown next: fetched and drawn out of sight when nothing else is to do. */
  prefetch(pages: readonly number[]): void {
    this.#pages = pages;
    this.#schedule();
  }

  /** True once every visible tile shows the scene with all its samples. */
  get settled(): boolean {
    if (!this.#scene) return false;
    const { scene, key, seen } = frameOf(this.#scene);
    return range(seen).every((index) => {
      const tile = this.#tiles.at(index);
      return tile?.tracesOf === key && tile.complete && tile.composedOf === composeKey(scene, key);
    });
  }

  /** True once the pages ahead are drawn as the scene has them, as far as memory is meant for it. */
  get readyAhead(): boolean {
    if (!this.#scene) return false;
    const frame = frameOf(this.#scene);
    return [...this.#ahead(frame)].every((index) => this.#isDrawn(this.#tiles.at(index), frame));
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#endIdle?.();
    clearTimeout(this.#wanting);
    this.#source.close();
    this.#drawer.destroy();
    this.#tiles.destroy();
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  #tick(): void {
    this.#frame = 0;
    const scene = this.#scene;
    if (!scene || scene.width <= 0 || scene.height <= scene.lanesHeight) return;
    const frame = frameOf(scene);
    const kept = this.#kept(frame);
    this.#tiles.keep(kept, this.#ahead(frame), frame.key);
    const more = this.#draw(frame, kept);
    if (!more) this.#tiles.dropStandIns();
    this.#tiles.move(scene);
    this.#wantFor(frame, kept);
    this.#report(frame);
    if (!more && this.#pages.length > 0) this.#endIdle ??= whenIdle(() => this.#lookAhead());
  }

  #kept({ seen: [first, last] }: Frame): [number, number] {
    return [first - AHEAD, last + AHEAD];
  }

  #ahead(frame: Frame): Set<number> {
    return tilesAhead(frame.scene, this.#pages, this.#kept(frame));
  }

  #isDrawn(tile: Tile | undefined, { key }: Frame): boolean {
    return tile?.tracesOf === key && tile.complete;
  }

  /** One tile of the pages that come next, so that a key waits for no more than that. */
  #lookAhead(): void {
    this.#endIdle = undefined;
    // A frame that is due comes first, and asks again.
    if (!this.#scene || this.#frame !== 0) return;
    const frame = frameOf(this.#scene);
    this.#fetchAhead(frame);
    for (const index of this.#ahead(frame)) {
      if (this.#isDrawn(this.#tiles.at(index), frame)) continue;
      const tile = this.#tiles.take(frame.scene, index);
      if (!this.#drawer.gather(frame.scene, tile, frame.samplesPerColumn)) continue;
      this.#drawer.draw(frame.scene, tile, frame.samplesPerColumn, frame.key);
      this.#endIdle = whenIdle(() => this.#lookAhead());
      return;
    }
  }

  #fetchAhead({ scene, samplesPerColumn }: Frame): void {
    const span = BLOCK_COLUMNS * samplesPerColumn;
    const tile = TILE_WIDTH * scene.samplesPerPixel;
    const blocks = this.#pages.flatMap((from) => {
      const first = Math.floor((from - tile) / span);
      const last = Math.floor((from + scene.width * scene.samplesPerPixel + tile) / span);
      return range([first, last]);
    });
    this.#source.prefetch(variantsOf(scene), samplesPerColumn, blocks);
  }

  /** What the frame lacks is asked for at once; what lies beside it once the frame is on the screen. */
  #wantFor(frame: Frame, kept: readonly [number, number]): void {
    clearTimeout(this.#wanting);
    const ask = (): void => this.#want(frame, kept);
    if (range(frame.seen).every((index) => this.#isDrawn(this.#tiles.at(index), frame)))
      this.#wanting = setTimeout(ask, 0);
    else ask();
  }

  #want({ scene, samplesPerColumn }: Frame, [first, last]: readonly [number, number]): void {
    const span = BLOCK_COLUMNS * samplesPerColumn;
    const tile = TILE_WIDTH * scene.samplesPerPixel;
    const from = Math.floor((first * tile) / span);
    const to = Math.floor(((last + 1) * tile) / span);
    const centre = (scene.from + (scene.width / 2) * scene.samplesPerPixel) / span;
    this.#source.want(variantsOf(scene), samplesPerColumn, from - 1, to + 1, centre);
  }

  /** Draws what the frame has room for. @returns whether visible tiles remain to be drawn */
  #draw(frame: Frame, kept: readonly [number, number]): boolean {
    const { scene, key, seen } = frame;
    const middle = (seen[0] + seen[1]) / 2;
    const order = range(kept).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    let drawn = 0;
    let composed = 0;
    let remain = false;
    for (const index of order) {
      const inView = index >= seen[0] && index <= seen[1];
      if (!inView && composed > 1) {
        // A frame that showed another page has done enough: what lies beside it is drawn in the next.
        this.#schedule();
        break;
      }
      const tile = this.#tiles.take(scene, index);
      if (this.#needsTraces(tile, frame)) {
        if (drawn < (inView ? DRAWN_A_FRAME : 1)) {
          this.#drawer.draw(scene, tile, frame.samplesPerColumn, key);
          drawn++;
        } else {
          remain ||= inView;
          this.#schedule();
          continue;
        }
      }
      if (inView && tile.tracesOf !== key) remain = true;
      if (tile.tracesOf === undefined || tile.composedOf === composeKey(scene, tile.tracesOf)) continue;
      composeTile(scene, tile, this.#paintMarks);
      composed++;
    }
    return remain;
  }

  #needsTraces(tile: Tile, { scene, key, samplesPerColumn }: Frame): boolean {
    if (tile.tracesOf === key && tile.complete) return false;
    const ready = this.#drawer.gather(scene, tile, samplesPerColumn);
    // A picture that is there already stays until the new samples are; a new tile shows what there is.
    if (tile.tracesOf === key) return ready;
    return ready || (tile.tracesOf === undefined && this.#tiles.standIns === 0);
  }

  #report({ scene, samplesPerColumn, seen }: Frame): void {
    const shown = range(seen).map((index) => this.#tiles.at(index));
    const report = reportOf(scene, samplesPerColumn, shown, this.#source.waiting > 0);
    const text = textOf(report);
    if (text === this.#reported) return;
    this.#reported = text;
    this.onReport(report);
  }
}

function frameOf(scene: TraceScene): Frame {
  const samplesPerColumn = reductionFor(scene.samplesPerPixel / scene.ratio);
  return { scene, key: tracesKey(scene), samplesPerColumn, seen: tilesOfPage(scene) };
}

function variantsOf({ variant, behind }: TraceScene): WindowVariant[] {
  return behind ? [variant, behind] : [variant];
}

function range([first, last]: readonly [number, number]): number[] {
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}
