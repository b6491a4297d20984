/** What is shown of a tile: its traces, scrolled, with what is missing or clipped hatched, lanes and marks over them. */
import type { Hatch } from './hatch.ts';
import type { TileSamples } from './tile-samples.ts';
import { TILE_WIDTH } from './tile-pool.ts';
import type { Tile } from './tile.ts';
import { marksKey, type TraceScene } from './trace-scene.ts';

export interface MarksPlace {
  readonly from: number;
  readonly samplesPerPixel: number;
  readonly width: number;
  readonly scene: TraceScene;
}

/** Draws lanes and marks over composed traces; CSS pixels, clipped to the tile by the canvas. */
export type PaintMarks = (ctx: CanvasRenderingContext2D, place: MarksPlace) => void;

/** What a composed tile depends on. */
export function composeKey(scene: TraceScene, traces: string): string {
  return `${marksKey(scene)}|${traces}`;
}

export function hatchQuality(scene: TraceScene, tile: Tile, samples: TileSamples, hatch: Hatch): void {
  const ctx = tile.traceContext;
  const toPixel = scene.ratio / scene.samplesPerPixel;
  scene.rows.forEach((row, position) => {
    for (const span of samples.quality[position] ?? []) {
      const left = (span.from - tile.from) * toPixel;
      const width = Math.max(scene.ratio, (span.to - span.from) * toPixel);
      ctx.fillStyle = hatch[span.kind];
      const height = span.kind === 'missing' ? row.height : 4;
      ctx.fillRect(left, row.top * scene.ratio, width, height * scene.ratio);
    }
  });
  if (samples.fault !== undefined) {
    ctx.fillStyle = hatch.missing;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  }
}

export function composeTile(scene: TraceScene, tile: Tile, paintMarks: PaintMarks): void {
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
  paintMarks(ctx, {
    from: tile.from,
    samplesPerPixel: tile.samplesPerPixel,
    width: TILE_WIDTH,
    scene,
  });
  tile.composedOf = composeKey(scene, tile.tracesOf!);
}
