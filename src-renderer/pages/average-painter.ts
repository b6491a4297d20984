/** Draws an average beat: each channel's centre line over the band of its spread, R at 0, where P, QRS and T were found. */
import type { AverageBeat } from '../../src-main/api/contract/average-bytes.ts';
import type { Signal } from '../../src-main/api/contract/record-schemas.ts';
import { AVERAGE_MARKS, MARK_LETTERS, type AverageMarks } from '../../src-main/domain/average-intervals.ts';
import { PALETTES, type Palette, type Theme } from '../theme/palette.ts';
import { SMALL_FONT } from '../trace/lanes.ts';
import type { BoardSize } from './board.ts';
import { NAME_FONT } from './page-painter.ts';

export interface AverageScene {
  readonly average: AverageBeat | undefined;
  /** As found, or put right by hand. */
  readonly marks: AverageMarks | undefined;
  readonly channels: readonly Signal[];
  readonly samplingFrequency: number;
  readonly pixelsPerMillimetre: number;
  /** mm a unit, by channel index. */
  readonly gainOf: (channel: number) => number;
  readonly theme: Theme;
}

const AXIS = 16;
const LEFT = 8;

/** Channels of a column, top to bottom, and the scale of time. */
export interface AverageLayout {
  readonly columns: readonly (readonly number[])[];
  readonly columnWidth: number;
  readonly pixelsPerMs: number;
  /** mm/s, of the steps of the sweep. */
  readonly speed: number;
}

const SPEEDS = [400, 200, 100, 50, 25, 12.5] as const;

/** Surface leads left, electrograms right; the fastest usual sweep that fits. */
export function layoutAverage(
  average: Pick<AverageBeat, 'points' | 'channels'>,
  channels: readonly Pick<Signal, 'kind'>[],
  place: { readonly width: number; readonly pixelsPerMillimetre: number; readonly samplingFrequency: number },
): AverageLayout {
  const surface = average.channels.flatMap(({ channelIndex }, i) =>
    channels[channelIndex].kind === 'ecg' ? [i] : [],
  );
  const others = average.channels.flatMap((_, i) => (surface.includes(i) ? [] : [i]));
  const columns = [surface, others].filter(({ length }) => length > 0);
  const columnWidth = place.width / Math.max(1, columns.length);
  const seconds = average.points / place.samplingFrequency;
  const room = columnWidth - 2 * LEFT;
  const speed = SPEEDS.find((one) => one * seconds * place.pixelsPerMillimetre <= room) ?? SPEEDS[5];
  return { columns, columnWidth, pixelsPerMs: (speed * place.pixelsPerMillimetre) / 1000, speed };
}

/** The average's first point, in samples from R. */
interface AverageStart {
  readonly first: number;
  readonly samplingFrequency: number;
}

/** CSS pixels of a place in a column. @param place samples from R */
export function markPixel(
  { columnWidth, pixelsPerMs }: AverageLayout,
  column: number,
  place: number,
  { first, samplingFrequency }: AverageStart,
): number {
  return Math.round(column * columnWidth + LEFT + ((place - first) * 1000 * pixelsPerMs) / samplingFrequency);
}

/** The place under a point of a column, samples from R. */
export function placeAt(
  { columnWidth, pixelsPerMs }: AverageLayout,
  column: number,
  x: number,
  { first, samplingFrequency }: AverageStart,
): number {
  return first + ((x - column * columnWidth - LEFT) * samplingFrequency) / (1000 * pixelsPerMs);
}

export function paintAverage(ctx: CanvasRenderingContext2D, size: BoardSize, scene: AverageScene): boolean {
  const palette = PALETTES[scene.theme];
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, size.width, size.height);
  const { average } = scene;
  if (!average) return false;
  const layout = layoutAverage(average, scene.channels, { ...scene, width: size.width });
  layout.columns.forEach((column, k) => {
    const left = k * layout.columnWidth + LEFT;
    paintMarks(ctx, size, scene, layout, left, palette);
    const height = (size.height - AXIS) / column.length;
    column.forEach((position, row) => {
      paintChannel(ctx, scene, layout, { position, left, top: row * height, height }, palette);
    });
    if (k === 0) return;
    ctx.fillStyle = palette.rule;
    ctx.fillRect(Math.round(left - LEFT), 0, 1, size.height);
  });
  return true;
}

interface Place {
  readonly position: number;
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

function paintChannel(
  ctx: CanvasRenderingContext2D,
  scene: AverageScene,
  layout: AverageLayout,
  { position, left, top, height }: Place,
  palette: Palette,
): void {
  const { centre, low, high, channelIndex, quality } = scene.average!.channels[position];
  const signal = scene.channels[channelIndex];
  const step = (layout.pixelsPerMs * 1000) / scene.samplingFrequency;
  const unit = scene.gainOf(channelIndex) * scene.pixelsPerMillimetre;
  const zero = top + height / 2;
  const colour = palette.groups[signal.group];
  const band = new Path2D();
  low.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    band.rect(left + i * step, zero - high[i] * unit, Math.max(1, step), (high[i] - value) * unit);
  });
  ctx.globalAlpha = 0.3;
  ctx.fillStyle = colour;
  ctx.fill(band);
  ctx.globalAlpha = 1;
  const line = new Path2D();
  let drawing = false;
  centre.forEach((value, i) => {
    if (Number.isNaN(value)) drawing = false;
    else if (drawing) line.lineTo(left + i * step, zero - value * unit);
    else {
      line.moveTo(left + i * step, zero - value * unit);
      drawing = true;
    }
  });
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25;
  ctx.stroke(line);
  ctx.font = NAME_FONT;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour;
  const name = signal.units === 'mV' ? signal.name : `${signal.name} (${signal.units})`;
  const nameTop = top + height / 2 - 8;
  ctx.fillText(name, left, nameTop);
  if (quality === 0) return;
  const right = left + ctx.measureText(`${name} `).width;
  ctx.font = SMALL_FONT;
  ctx.fillStyle = palette.fault;
  ctx.fillText(
    [quality & 2 ? 'clipped' : '', quality & 1 ? 'parts missing' : ''].join(' ').trim(),
    right,
    nameTop,
  );
}

/** Tenths of a second, R, and the places of the waves, named at the foot. */
function paintMarks(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  { average, marks, samplingFrequency }: AverageScene,
  { pixelsPerMs }: AverageLayout,
  left: number,
  palette: Palette,
): void {
  const { first, points } = average!;
  const ms = (samples: number): number => (samples * 1000) / samplingFrequency;
  const x = (samples: number): number => Math.round(left + ms(samples - first) * pixelsPerMs);
  const bottom = size.height - AXIS;
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let at = Math.ceil(ms(first) / 100) * 100; at <= ms(first + points); at += 100) {
    const line = x((at * samplingFrequency) / 1000);
    ctx.fillStyle = at === 0 ? palette.muted : palette.gridMajor;
    ctx.fillRect(line, 0, 1, bottom);
    ctx.fillStyle = palette.muted;
    if (at % 200 === 0) ctx.fillText(at === 0 ? 'R' : String(at), line, bottom + AXIS / 2);
  }
  for (const mark of AVERAGE_MARKS) {
    const place = marks?.[mark];
    if (place === undefined) continue;
    ctx.fillStyle = palette.accent;
    for (let y = 14; y < bottom; y += 8) ctx.fillRect(x(place), y, 1, 4);
    ctx.fillText(MARK_LETTERS[mark], x(place), 7);
  }
}
