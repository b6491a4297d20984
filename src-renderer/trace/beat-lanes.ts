/**
 * Lanes of beats: human ones filled, predicted ones outlined, disagreements boxed, doubtful ones hatched, selected ones
 * underlined; ticks where codes have no room, and a column a pixel where beats are denser still. RR intervals below.
 */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { samplesToMilliseconds } from '../../src-main/domain/units.ts';
import { ABSTAINED, firstFrom, type BeatSeries } from '../beats/beat-series.ts';
import { CHIP_FONT, LANES, SMALL_FONT } from './lanes.ts';
import type { Pen } from './marks.ts';

/** One lane of beats with what is drawn about each. */
export interface BeatLane {
  readonly series: BeatSeries;
  /** 1: boxed. */
  readonly disagreement: Uint8Array;
  /** Other than 0: hatched. */
  readonly doubt: Uint8Array | undefined;
  /** By the beat's position in the series. */
  readonly selected: (position: number) => boolean;
}

/** Nearer than this two beats share a tick; CSS pixels. */
const TICK = 3;
const CHIP_MARGIN = 3;

const widths = new Map<string, number>();
function chipWidth(ctx: CanvasRenderingContext2D, code: string): number {
  let width = widths.get(code);
  if (width === undefined) {
    ctx.font = CHIP_FONT;
    width = Math.ceil(ctx.measureText(code).width) + 2 * CHIP_MARGIN;
    widths.set(code, width);
  }
  return width;
}

/** Positions of beats that may touch the tile: a chip may reach in from 40 px outside. */
export function reach(pen: Pen, series: BeatSeries, margin = 40): [number, number] {
  const { from, samplesPerPixel, width } = pen.place;
  const first = firstFrom(series, from - margin * samplesPerPixel);
  return [first, firstFrom(series, from + (width + margin) * samplesPerPixel)];
}

export function paintLane(
  pen: Pen,
  lane: BeatLane,
  box: { readonly top: number; readonly height: number },
  filled: boolean,
): void {
  const { series } = lane;
  const [first, last] = reach(pen, series);
  if (last - first > (pen.place.width + 80) / TICK) return paintDense(pen, lane, box, first, last);
  for (let i = first; i < last; i++) {
    const x = pen.x(series.sampleIndex[i]);
    const beatClass = BEAT_CLASSES[series.classIndex[i]];
    const width = chipWidth(pen.ctx, codeOf(lane, i));
    const room = Math.min(
      i > 0 ? x - pen.x(series.sampleIndex[i - 1]) : Infinity,
      i + 1 < series.count ? pen.x(series.sampleIndex[i + 1]) - x : Infinity,
    );
    const colour = pen.palette.classes[beatClass.colour];
    if (room >= width + 3) paintChip(pen, lane, i, x, width, box, filled);
    else paintTick(pen, lane, i, x, Math.min(5, Math.max(1, room - 1)), box, filled, colour);
  }
}

function hasAbstained({ doubt }: BeatLane, i: number): boolean {
  return doubt !== undefined && (doubt[i] & ABSTAINED) !== 0;
}

/** Where the model abstained its class stands in brackets. */
function codeOf(lane: BeatLane, i: number): string {
  const { code } = BEAT_CLASSES[lane.series.classIndex[i]];
  return hasAbstained(lane, i) ? `(${code})` : code;
}

function paintChip(
  pen: Pen,
  lane: BeatLane,
  i: number,
  centre: number,
  width: number,
  box: { readonly top: number; readonly height: number },
  filled: boolean,
): void {
  const { ctx, palette, marks } = pen;
  const beatClass = BEAT_CLASSES[lane.series.classIndex[i]];
  const colour = palette.classes[beatClass.colour];
  const left = Math.round(centre - width / 2);
  const top = box.top + 2;
  const height = box.height - 5;
  if (filled) {
    ctx.fillStyle = colour;
    ctx.fillRect(left, top, width, height);
    ctx.fillStyle = palette.background;
  } else {
    if (lane.doubt && lane.doubt[i] !== 0) {
      ctx.fillStyle = marks.hatch.doubt;
      ctx.fillRect(left, top, width, height);
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    if (hasAbstained(lane, i)) ctx.setLineDash([2, 2]);
    ctx.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
    ctx.setLineDash([]);
    ctx.fillStyle = colour;
  }
  ctx.font = CHIP_FONT;
  ctx.fillText(codeOf(lane, i), left + width / 2, top + height / 2 + 0.5);
  if (lane.disagreement[i]) boxed(pen, left - 2, top - 2, width + 4, height + 4);
  if (lane.selected(i)) underline(pen, left - 2, box.top + box.height - 3, width + 4);
}

function paintTick(
  pen: Pen,
  lane: BeatLane,
  i: number,
  centre: number,
  width: number,
  box: { readonly top: number; readonly height: number },
  filled: boolean,
  colour: string,
): void {
  const { ctx, marks } = pen;
  const left = Math.round(centre - width / 2);
  const doubtful = lane.doubt !== undefined && lane.doubt[i] !== 0;
  ctx.fillStyle = doubtful ? marks.hatch.doubt : colour;
  if (filled || width < 3) ctx.fillRect(left, box.top + 3, width, box.height - 7);
  else {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    if (doubtful) ctx.fillRect(left, box.top + 3, width, box.height - 7);
    ctx.strokeRect(left + 0.5, box.top + 3.5, width - 1, box.height - 8);
  }
  if (lane.disagreement[i]) boxed(pen, left - 1, box.top + 1, width + 2, box.height - 3);
  if (lane.selected(i)) underline(pen, left - 1, box.top + box.height - 3, width + 2);
}

function boxed(pen: Pen, left: number, top: number, width: number, height: number): void {
  pen.ctx.strokeStyle = pen.palette.text;
  pen.ctx.lineWidth = 1;
  pen.ctx.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
}

function underline(pen: Pen, left: number, top: number, width: number): void {
  pen.ctx.fillStyle = pen.palette.accent;
  pen.ctx.fillRect(left, top, width, 3);
}

/** Many beats a pixel: one column a pixel, the rarest origin (anything but sinus) on top. */
function paintDense(
  pen: Pen,
  lane: BeatLane,
  box: { readonly top: number; readonly height: number },
  first: number,
  last: number,
): void {
  const { ctx, palette } = pen;
  let pixel = -1000;
  let best = -1;
  let disagrees = false;
  const flush = (): void => {
    if (best < 0) return;
    ctx.fillStyle = palette.classes[BEAT_CLASSES[best].colour];
    ctx.fillRect(pixel, box.top + 3, 1, box.height - 7);
    if (disagrees) {
      ctx.fillStyle = palette.text;
      ctx.fillRect(pixel, box.top + 1, 1, 2);
    }
  };
  for (let i = first; i < last; i++) {
    const at = Math.floor(pen.x(lane.series.sampleIndex[i]));
    if (at !== pixel) {
      flush();
      pixel = at;
      best = -1;
      disagrees = false;
    }
    const classIndex = lane.series.classIndex[i];
    if (best < 0 || BEAT_CLASSES[best].origin === 'sinus') best = classIndex;
    disagrees ||= lane.disagreement[i] === 1;
  }
  flush();
}

export function paintIntervals(pen: Pen): void {
  const { ctx, place, marks, palette } = pen;
  const lane = marks.human && marks.human.series.count > 1 ? marks.human : marks.predicted;
  if (!lane) return;
  const { series } = lane;
  const [first, last] = reach(pen, series, 400);
  if (last - first > (place.width + 800) / 24) return;
  ctx.font = SMALL_FONT;
  ctx.fillStyle = palette.muted;
  const middle = LANES.rr.top + LANES.rr.height / 2;
  for (let i = Math.max(1, first); i < Math.min(series.count, last + 1); i++) {
    const left = pen.x(series.sampleIndex[i - 1]);
    const right = pen.x(series.sampleIndex[i]);
    if (right - left < 24 || right < 0 || left > place.width) continue;
    const rr = samplesToMilliseconds(
      series.sampleIndex[i] - series.sampleIndex[i - 1],
      place.scene.samplingFrequency,
    );
    ctx.fillText(rr.toFixed(0), (left + right) / 2, middle);
    ctx.fillRect(Math.round(left), LANES.rr.top + 3, 1, LANES.rr.height - 6);
  }
}
