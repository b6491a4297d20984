/** Draws beats aligned to their QRS onset: a row each (waterfall) with a column a channel, or all in one place (overlay). */
import type { Signal } from '../../src-main/api/contract/record-schemas.ts';
import { BEAT_CLASSES, beatClassByCode } from '../../src-main/domain/beat-class.ts';
import { PALETTES, type Palette, type Theme } from '../theme/palette.ts';
import type { Hatch } from '../trace/hatch.ts';
import { SMALL_FONT } from '../trace/lanes.ts';
import type { TraceReport } from '../trace/trace-report.ts';
import type { WindowVariant } from '../trace/window-source.ts';
import {
  ALIGNED_AFTER,
  ALIGNED_BEFORE,
  BEAT_HEIGHT,
  extentOf,
  SCALE_HEIGHT,
  type AlignedBeat,
} from './aligned-rows.ts';
import type { BoardSize } from './board.ts';
import { hatchOverlaid } from './overlaid-quality.ts';
import { NAME_FONT } from './page-painter.ts';
import { columnFor, type SamplesReader } from './samples-reader.ts';
import { hatchBox, strokeTrace } from './trace-pen.ts';

export interface AlignedRow extends AlignedBeat {
  readonly code: string;
  readonly vaMs?: number;
  readonly selected: boolean;
}

export interface AlignedScene {
  readonly rows: readonly AlignedRow[];
  readonly manner: 'waterfall' | 'overlay';
  readonly channels: readonly Signal[];
  readonly variant: WindowVariant;
  /** VA is marked on this one. */
  readonly septalChannel: string | undefined;
  readonly samplingFrequency: number;
  /** Scrolled, CSS pixels; a waterfall alone. */
  readonly top: number;
  readonly theme: Theme;
  readonly hatch: Hatch;
}

/** A channel's part of the board. */
interface Field {
  readonly signal: Signal;
  readonly position: number;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  readonly pixelsPerUnit: number;
  /** Of the channel's middle value. */
  readonly middle: number;
}

export function paintAligned(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  scene: AlignedScene,
  reader: SamplesReader,
): TraceReport {
  const palette = PALETTES[scene.theme];
  const { rows, variant, samplingFrequency: fs } = scene;
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, size.width, size.height);
  const none = new Set<number>();
  const idle = { missing: none, clipped: none, filtered: none, samplesPerColumn: 1, fault: undefined };
  if (rows.length === 0 || variant.channels.length === 0) return { ...idle, loading: false };
  const across = scene.manner === 'waterfall' ? variant.channels.length : 1;
  const perSecond = (size.width / across - 8) / (ALIGNED_BEFORE + ALIGNED_AFTER);
  const samplesPerPixel = fs / perSecond;
  const samplesPerColumn = columnFor(samplesPerPixel, size.ratio);
  const from = Math.max(0, rows[0].onset - ALIGNED_BEFORE * fs);
  const to = rows[rows.length - 1].onset + ALIGNED_AFTER * fs;
  reader.want([variant], samplesPerColumn, from, to);
  const samples = reader.gather(0, variant, samplesPerColumn, from, to);
  const fields = fieldsOf(size, scene, (position) => extentOf(samples, position));
  for (const field of fields) paintField(ctx, size, field, perSecond, palette, scene.manner);
  const [missing, clipped] = [new Set<number>(), new Set<number>()];
  const words = fields.map((field) => {
    // Over each other the hatching of one beat would cover what is there in others.
    if (scene.manner === 'waterfall') return undefined;
    const place = { ...field, samplesPerPixel, before: ALIGNED_BEFORE * fs, after: ALIGNED_AFTER * fs };
    const onsets = rows.map(({ onset }) => onset);
    const quality = hatchOverlaid(ctx, samples, field.position, onsets, place, scene.hatch);
    if (quality.missing > 0) missing.add(variant.channels[field.position]);
    if (quality.clipped > 0) clipped.add(variant.channels[field.position]);
    return quality.text;
  });
  const draw = (row: AlignedRow, place: number): void => {
    const { colour } = beatClassByCode(row.code) ?? BEAT_CLASSES[0];
    const ink = row.selected ? palette.accent : palette.classes[colour];
    for (const field of fields) {
      const top = scene.manner === 'waterfall' ? place : field.top;
      const box = {
        left: field.left,
        from: row.onset - ALIGNED_BEFORE * fs,
        to: row.onset + ALIGNED_AFTER * fs,
        samplesPerPixel,
        top,
        height: field.height,
        zero: top + field.height / 2 + field.middle * field.pixelsPerUnit,
        pixelsPerUnit: field.pixelsPerUnit,
        held: false,
      };
      if (scene.manner === 'waterfall') {
        const quality = hatchBox(ctx, samples, field.position, box, scene.hatch);
        if (quality.missing) missing.add(variant.channels[field.position]);
        if (quality.clipped) clipped.add(variant.channels[field.position]);
      }
      strokeTrace(ctx, samples, field.position, box, size.ratio, ink, row.selected ? 2 : 1);
    }
  };
  // The chosen ones lie over the others.
  for (const selected of [false, true])
    rows.forEach((row, index) => {
      const place = row.selected === selected ? placeOf(scene, size, index) : undefined;
      if (place !== undefined) draw(row, place);
    });
  if (scene.manner === 'waterfall') paintVa(ctx, size, scene, fields, perSecond, palette);
  paintScale(ctx, size, fields, words, perSecond, palette);
  const filtered = new Set(variant.channels.filter((_, position) => samples.filtered[position]));
  return { missing, clipped, filtered, samplesPerColumn, fault: samples.fault, loading: !samples.complete };
}

/** Top of a beat's row; undefined outside the view. */
function placeOf(scene: AlignedScene, size: BoardSize, index: number): number | undefined {
  if (scene.manner === 'overlay') return 0;
  const top = SCALE_HEIGHT + index * BEAT_HEIGHT - scene.top;
  return top + BEAT_HEIGHT < 0 || top > size.height ? undefined : top;
}

function fieldsOf(
  size: BoardSize,
  { manner, variant, channels }: AlignedScene,
  extent: (position: number) => readonly [number, number],
): Field[] {
  const n = variant.channels.length;
  return variant.channels.map((channel, position): Field => {
    const [low, high] = extent(position);
    const wide = manner === 'waterfall' ? size.width / n : size.width;
    const height = manner === 'waterfall' ? BEAT_HEIGHT : (size.height - SCALE_HEIGHT) / n;
    return {
      signal: channels[channel],
      position,
      left: manner === 'waterfall' ? position * wide + 4 : 4,
      width: wide - 8,
      top: manner === 'waterfall' ? 0 : SCALE_HEIGHT + position * height,
      height,
      pixelsPerUnit: (0.9 * height) / Math.max(1e-3, high - low),
      middle: (low + high) / 2,
    };
  });
}

/** The onset as a line, tenths of a second as fainter ones, the channel's name. */
function paintField(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  { left, top, height }: Field,
  perSecond: number,
  palette: Palette,
  manner: AlignedScene['manner'],
): void {
  const bottom = manner === 'waterfall' ? size.height : top + height;
  for (let tenth = -ALIGNED_BEFORE * 10; tenth <= ALIGNED_AFTER * 10; tenth++) {
    const x = Math.round(left + (ALIGNED_BEFORE + tenth / 10) * perSecond);
    ctx.fillStyle = tenth === 0 ? palette.muted : palette.gridMajor;
    ctx.fillRect(x, manner === 'waterfall' ? SCALE_HEIGHT : top, 1, bottom);
  }
  if (manner === 'waterfall' && left > 8) {
    ctx.fillStyle = palette.rule;
    ctx.fillRect(Math.round(left) - 4, 0, 1, size.height);
  }
}

/** Where VA ends: a tick on the septal channel. */
function paintVa(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  scene: AlignedScene,
  fields: readonly Field[],
  perSecond: number,
  palette: Palette,
): void {
  const septal = fields.find(({ signal }) => signal.name === scene.septalChannel);
  if (!septal) return;
  ctx.fillStyle = palette.text;
  scene.rows.forEach(({ vaMs }, index) => {
    const top = placeOf(scene, size, index);
    if (top === undefined || vaMs === undefined) return;
    const x = septal.left + (ALIGNED_BEFORE + vaMs / 1000) * perSecond;
    ctx.fillRect(Math.round(x), top + 2, 1, BEAT_HEIGHT - 4);
    ctx.fillRect(Math.round(x) - 2, top + BEAT_HEIGHT - 4, 5, 2);
  });
}

function paintScale(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  fields: readonly Field[],
  words: readonly (string | undefined)[],
  perSecond: number,
  palette: Palette,
): void {
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, size.width, SCALE_HEIGHT);
  ctx.fillStyle = palette.rule;
  ctx.fillRect(0, SCALE_HEIGHT - 1, size.width, 1);
  for (const [at, field] of fields.entries()) {
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    ctx.font = NAME_FONT;
    ctx.fillStyle = palette.groups[field.signal.group];
    const y = Math.max(SCALE_HEIGHT / 2, field.top + 9);
    ctx.fillText(field.signal.name, field.left, y);
    const told = words[at];
    if (told !== undefined) {
      const beside = field.left + ctx.measureText(field.signal.name).width + 8;
      ctx.font = SMALL_FONT;
      ctx.fillStyle = palette.muted;
      ctx.fillText(told, beside, y);
    }
    if (field.top > SCALE_HEIGHT) continue;
    ctx.font = SMALL_FONT;
    ctx.fillStyle = palette.muted;
    ctx.textAlign = 'center';
    for (const ms of [0, 200, 400])
      ctx.fillText(String(ms), field.left + (ALIGNED_BEFORE + ms / 1000) * perSecond, SCALE_HEIGHT / 2);
  }
}
