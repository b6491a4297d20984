/** One trace on a board: gathered samples as a line of minima and maxima, with what is missing or clipped hatched in place. */
import { drawColumns, type PathSink } from '../trace/column-path.ts';
import type { Hatch } from '../trace/hatch.ts';
import type { TileSamples } from '../trace/tile-samples.ts';

export interface TraceBox {
  /** CSS pixels where sample `from` stands. */
  readonly left: number;
  readonly from: number;
  readonly to: number;
  readonly samplesPerPixel: number;
  readonly top: number;
  readonly height: number;
  readonly zero: number;
  /** CSS pixels a unit of the signal; negative turns it over. */
  readonly pixelsPerUnit: number;
  /** The trace is held between `top` and `top + height`. */
  readonly held: boolean;
}

let low = new Float32Array(0);
let high = new Float32Array(0);

/** Adds a trace to a path in device pixels. @param position of the channel in the gathered samples */
function addTrace(
  path: PathSink,
  samples: TileSamples,
  position: number,
  box: TraceBox,
  ratio: number,
): void {
  const perSample = ratio / box.samplesPerPixel;
  const first = Math.max(0, columnOf(samples, box.from));
  const last = Math.min(samples.columns, columnOf(samples, box.to) + 1);
  if (last <= first) return;
  let minima = samples.minima[position].subarray(first, last);
  let maxima = samples.maxima[position].subarray(first, last);
  if (box.pixelsPerUnit < 0) [minima, maxima] = turnedOver(minima, maxima);
  drawColumns(path, minima, maxima, last - first, {
    x0: box.left * ratio + (samples.at[first] - box.from) * perSample,
    step: samples.samplesPerColumn * perSample,
    y0: box.zero * ratio,
    unit: Math.abs(box.pixelsPerUnit) * ratio,
    top: box.held ? (box.top + 1) * ratio : -1e6,
    bottom: box.held ? (box.top + box.height - 1) * ratio : 1e6,
  });
}

function columnOf(samples: TileSamples, sampleIndex: number): number {
  return Math.round((sampleIndex - samples.at[0]) / samples.samplesPerColumn);
}

function turnedOver(minima: Float32Array, maxima: Float32Array): [Float32Array, Float32Array] {
  const n = minima.length;
  if (low.length < n) [low, high] = [new Float32Array(n), new Float32Array(n)];
  for (let k = 0; k < n; k++) {
    low[k] = -maxima[k];
    high[k] = -minima[k];
  }
  return [low.subarray(0, n), high.subarray(0, n)];
}

/**
 * Draws one trace at once. Where traces lie far apart, or over each other, a path that holds all of them takes longer to fill
 * than one each.
 */
export function strokeTrace(
  ctx: CanvasRenderingContext2D,
  samples: TileSamples,
  position: number,
  box: TraceBox,
  ratio: number,
  colour: string,
  pixels: number,
): void {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.beginPath();
  addTrace(ctx, samples, position, box, ratio);
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(1, pixels * ratio);
  ctx.stroke();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** What was found in the box: told by gutter and status bar. */
export interface BoxQuality {
  readonly missing: boolean;
  readonly clipped: boolean;
}

export function hatchBox(
  ctx: CanvasRenderingContext2D,
  samples: TileSamples,
  position: number,
  box: TraceBox,
  hatch: Hatch,
): BoxQuality {
  let missing = false;
  let clipped = false;
  for (const span of samples.quality[position] ?? []) {
    const from = Math.max(box.from, span.from);
    const to = Math.min(box.to, span.to);
    if (to <= from) continue;
    const left = box.left + (from - box.from) / box.samplesPerPixel;
    const width = Math.max(1, (to - from) / box.samplesPerPixel);
    ctx.fillStyle = hatch[span.kind];
    ctx.fillRect(left, box.top, width, span.kind === 'missing' ? box.height : 4);
    missing ||= span.kind === 'missing';
    clipped ||= span.kind === 'clipped';
  }
  return { missing, clipped };
}
