/** Draws a 12-lead or EP page: millimetre grid, calibration pulses, leads with their names, classes of the beats, time axis. */
import type { Signal } from '../../src-main/api/contract/record-schemas.ts';
import { PALETTES, type Palette, type Theme } from '../theme/palette.ts';
import { drawGrid, timeStep } from '../trace/grid.ts';
import type { Hatch } from '../trace/hatch.ts';
import { SMALL_FONT } from '../trace/lanes.ts';
import { axisLabel } from '../trace/time-text.ts';
import type { TraceReport } from '../trace/trace-report.ts';
import type { TileSamples } from '../trace/tile-samples.ts';
import type { WindowVariant } from '../trace/window-source.ts';
import type { BoardSize } from './board.ts';
import { middleValue, offsetOf } from './offset.ts';
import { paintCodes, type PageBeats } from './page-codes.ts';
import { AXIS_HEIGHT, CODES_HEIGHT, type PageCell, type PageLayout } from './page-layout.ts';
import { columnFor, type SamplesReader } from './samples-reader.ts';
import { hatchBox, strokeTrace, type TraceBox } from './trace-pen.ts';

export interface PageScene {
  readonly layout: PageLayout;
  readonly channels: readonly Signal[];
  readonly variant: WindowVariant;
  readonly from: number;
  readonly samples: number;
  readonly samplingFrequency: number;
  readonly pixelsPerMillimetre: number;
  /** mm a unit of the signal, by channel index. */
  readonly gainOf: (channel: number) => number;
  readonly theme: Theme;
  readonly hatch: Hatch;
  readonly mark: string;
  readonly beats: PageBeats;
}

export const NAME_FONT = '600 12px "Inter Variable", sans-serif';

/** @returns what was found, as the status bar tells it */
export function paintPage(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  scene: PageScene,
  reader: SamplesReader,
): TraceReport {
  const { layout, variant, from, samplingFrequency } = scene;
  const palette = PALETTES[scene.theme];
  const samplesPerColumn = columnFor(layout.samplesPerPixel, size.ratio);
  reader.want([variant], samplesPerColumn, from, from + layout.seconds * samplingFrequency);
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, size.width, size.height);
  paintGrid(ctx, size, scene, palette);
  const found = paintCells(ctx, size, scene, reader, samplesPerColumn);
  paintCodes(ctx, scene.beats, layout, palette);
  paintAxis(ctx, size, scene, palette);
  return found;
}

/** Squares of 1 and 5 mm in either theme: a page is read with them. */
function paintGrid(
  ctx: CanvasRenderingContext2D,
  { width, height, ratio }: BoardSize,
  { pixelsPerMillimetre, layout }: PageScene,
  palette: Palette,
): void {
  const millimetre = pixelsPerMillimetre * ratio;
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, CODES_HEIGHT * ratio);
  const grid = {
    kind: 'millimetre',
    minorSamples: 1,
    perMajor: 5,
    minorHeight: pixelsPerMillimetre,
    minor: palette.gridMinor,
    major: palette.gridMajor,
  } as const;
  drawGrid(ctx, grid, {
    // A line of 5 mm where the traces begin.
    from: -(layout.left / pixelsPerMillimetre) % 5,
    pixelsPerSample: millimetre,
    width: width * ratio,
    height: (height - CODES_HEIGHT - AXIS_HEIGHT) * ratio,
    ratio,
  });
  ctx.restore();
}

function paintCells(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  scene: PageScene,
  reader: SamplesReader,
  samplesPerColumn: number,
): TraceReport {
  const { layout, variant, channels } = scene;
  const palette = PALETTES[scene.theme];
  const stretches = new Map<string, TileSamples>();
  const found = { missing: new Set<number>(), clipped: new Set<number>(), filtered: new Set<number>() };
  let fault: string | undefined;
  let complete = true;
  const traces: (() => void)[] = [];
  let rowTop = -1;
  let lastGain: number | undefined;
  for (const cell of layout.cells) {
    if (cell.top !== rowTop) lastGain = paintPulse(ctx, scene, cell, palette, lastGain);
    else paintJoint(ctx, cell, palette);
    rowTop = cell.top;
    if (cell.channel === undefined) {
      paintAbsent(ctx, scene, cell, palette);
      continue;
    }
    const key = `${cell.from} ${cell.to}`;
    let samples = stretches.get(key);
    if (!samples) {
      samples = reader.gather(stretches.size, variant, samplesPerColumn, cell.from, cell.to);
      stretches.set(key, samples);
      complete &&= samples.complete;
      fault ??= samples.fault;
    }
    const position = variant.channels.indexOf(cell.channel);
    const box = boxOf(scene, cell, samples, position);
    const quality = hatchBox(ctx, samples, position, box, scene.hatch);
    if (quality.missing) found.missing.add(cell.channel);
    if (quality.clipped) found.clipped.add(cell.channel);
    if (samples.filtered[position]) found.filtered.add(cell.channel);
    const colour = palette.groups[channels[cell.channel].group];
    traces.push(() => strokeTrace(ctx, samples, position, box, size.ratio, colour, 1));
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, CODES_HEIGHT, size.width, size.height - CODES_HEIGHT - AXIS_HEIGHT);
  ctx.clip();
  // Over every hatching: a trace may reach into its neighbours' cells.
  for (const stroke of traces) stroke();
  ctx.restore();
  for (const cell of layout.cells) paintName(ctx, scene, cell, palette);
  return { ...found, samplesPerColumn, fault, loading: !complete };
}

function boxOf(scene: PageScene, cell: PageCell, samples: TileSamples, position: number): TraceBox {
  const { layout, pixelsPerMillimetre, gainOf } = scene;
  const gain = gainOf(cell.channel!) * pixelsPerMillimetre;
  const pixelsPerUnit = cell.inverted ? -gain : gain;
  const middle = middleValue(samples, position) * pixelsPerUnit;
  return {
    left: cell.left,
    from: cell.from,
    to: Math.min(cell.to, scene.samples),
    samplesPerPixel: layout.samplesPerPixel,
    top: cell.top,
    height: cell.height,
    zero: cell.zero + offsetOf(middle, cell.height, 5 * pixelsPerMillimetre),
    pixelsPerUnit,
    held: false,
  };
}

/** 1 mV over 5 mm; taller than its row it stands once for the rows of its gain. @returns the gain that a pulse stands for */
function paintPulse(
  ctx: CanvasRenderingContext2D,
  { layout, pixelsPerMillimetre, gainOf }: PageScene,
  cell: PageCell,
  palette: Palette,
  before: number | undefined,
): number | undefined {
  if (cell.channel === undefined) return before;
  const gain = gainOf(cell.channel);
  const wide = 5 * pixelsPerMillimetre;
  const tall = gain * pixelsPerMillimetre;
  if (gain === before && tall > cell.height) return before;
  const left = layout.left - wide - 2 * pixelsPerMillimetre;
  // Whole on the page: over a low first row it would reach among the class codes.
  const [x, y] = [Math.round(left) + 0.5, Math.max(cell.zero, Math.ceil(CODES_HEIGHT + tall) + 1) + 0.5];
  ctx.strokeStyle = palette.muted;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x - pixelsPerMillimetre, y);
  ctx.lineTo(x, y);
  ctx.lineTo(x, y - tall);
  ctx.lineTo(x + wide, y - tall);
  ctx.lineTo(x + wide, y);
  ctx.lineTo(x + wide + pixelsPerMillimetre, y);
  ctx.stroke();
  return gain;
}

/** Where one lead ends and the next begins. */
function paintJoint(ctx: CanvasRenderingContext2D, cell: PageCell, palette: Palette): void {
  ctx.fillStyle = palette.muted;
  const x = Math.round(cell.left);
  ctx.fillRect(x, cell.zero - 26, 1, 8);
  ctx.fillRect(x, cell.zero + 18, 1, 8);
}

function paintAbsent(
  ctx: CanvasRenderingContext2D,
  { hatch }: PageScene,
  cell: PageCell,
  palette: Palette,
): void {
  ctx.fillStyle = hatch.missing;
  ctx.fillRect(cell.left, cell.zero - 10, cell.width - 4, 20);
  ctx.fillStyle = palette.background;
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const text = 'not in this record';
  ctx.fillRect(cell.left + 8, cell.zero - 7, ctx.measureText(text).width + 8, 14);
  ctx.fillStyle = palette.muted;
  ctx.fillText(text, cell.left + 12, cell.zero);
}

/** The lead's name, its scale where it is not in mV. */
function paintName(ctx: CanvasRenderingContext2D, scene: PageScene, cell: PageCell, palette: Palette): void {
  const signal = cell.channel === undefined ? undefined : scene.channels[cell.channel];
  const text = signal && signal.units !== 'mV' ? `${cell.name} (${signal.units})` : cell.name;
  ctx.font = NAME_FONT;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  const [x, y] = [cell.left + 4, Math.max(cell.top + 2, cell.zero - 12 * scene.pixelsPerMillimetre)];
  ctx.fillStyle = palette.background;
  ctx.globalAlpha = 0.75;
  ctx.fillRect(x - 2, y - 1, ctx.measureText(text).width + 4, 15);
  ctx.globalAlpha = 1;
  ctx.fillStyle = signal ? palette.groups[signal.group] : palette.muted;
  ctx.fillText(text, x, y);
}

function paintAxis(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  { layout, from, samples, samplingFrequency, mark }: PageScene,
  palette: Palette,
): void {
  const top = size.height - AXIS_HEIGHT;
  const perSecond = samplingFrequency / layout.samplesPerPixel;
  const { seconds: step } = timeStep(perSecond, 80);
  const begin = from / samplingFrequency;
  const end = Math.min(begin + layout.seconds, samples / samplingFrequency);
  ctx.fillStyle = palette.rule;
  ctx.fillRect(0, top, size.width, 1);
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = palette.muted;
  for (let k = Math.ceil(begin / step); k * step <= end; k++) {
    const x = Math.round(layout.left + (k * step - begin) * perSecond);
    ctx.fillRect(x, top, 1, 5);
    ctx.fillText(axisLabel(k * step, step, mark), x + 3, top + AXIS_HEIGHT / 2 + 1);
  }
}
