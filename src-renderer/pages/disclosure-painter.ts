/** Draws the lines of a full disclosure that are in view: each beat in its class's colour, the class written where it changes. */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import type { RhythmSpan } from '../../src-main/domain/rhythm.ts';
import { firstFrom, type BeatSeries } from '../beats/beat-series.ts';
import { PALETTES, rhythmColour, type Palette, type Theme } from '../theme/palette.ts';
import type { Hatch } from '../trace/hatch.ts';
import { SMALL_FONT } from '../trace/lanes.ts';
import { timeText } from '../trace/time-text.ts';
import type { TraceReport } from '../trace/trace-report.ts';
import type { WindowVariant } from '../trace/window-source.ts';
import type { BoardSize } from './board.ts';
import { linesInView, type DisclosureLayout } from './disclosure-lines.ts';
import { columnFor, type SamplesReader } from './samples-reader.ts';
import { hatchBox, strokeTrace, type TraceBox } from './trace-pen.ts';

/** CSS pixels left of the lines for their times. */
export const TIMES_WIDTH = 56;
const RHYTHM_HEIGHT = 3;

export interface DisclosureScene {
  readonly layout: DisclosureLayout;
  readonly top: number;
  readonly variant: WindowVariant;
  readonly channel: number;
  readonly samplingFrequency: number;
  readonly pixelsPerUnit: number;
  readonly beats: BeatSeries | undefined;
  readonly rhythm: readonly RhythmSpan[];
  readonly theme: Theme;
  readonly hatch: Hatch;
  /** Sample that the keys stand on. */
  readonly cursor: number;
  /** What the stack shows: framed. */
  readonly window: readonly [number, number];
}

export function paintDisclosure(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  scene: DisclosureScene,
  reader: SamplesReader,
): TraceReport {
  const { layout, top, variant } = scene;
  const palette = PALETTES[scene.theme];
  const samplesPerPixel = layout.samplesPerLine / lineWidth(size.width);
  const samplesPerColumn = columnFor(samplesPerPixel, size.ratio);
  const [first, end] = linesInView(layout, top, size.height);
  const from = first * layout.samplesPerLine;
  const to = Math.min(layout.samples, end * layout.samplesPerLine);
  reader.want([variant], samplesPerColumn, from, to);
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, size.width, size.height);
  const samples = reader.gather(0, variant, samplesPerColumn, from, to);
  const quality = { missing: false, clipped: false };
  for (let line = first; line < end; line++) {
    const box = boxOf(scene, line, samplesPerPixel);
    paintGround(ctx, size, scene, box, palette);
    const found = hatchBox(ctx, samples, 0, box, scene.hatch);
    quality.missing ||= found.missing;
    quality.clipped ||= found.clipped;
    for (const { from: begin, to: stop, colour } of partsOf(scene.beats, box, palette)) {
      const left = box.left + (begin - box.from) / samplesPerPixel;
      strokeTrace(ctx, samples, 0, { ...box, left, from: begin, to: stop }, size.ratio, colour, 1);
    }
    paintCodes(ctx, scene, box, palette);
  }
  return {
    samplesPerColumn,
    missing: new Set(quality.missing ? [scene.channel] : []),
    clipped: new Set(quality.clipped ? [scene.channel] : []),
    filtered: new Set(samples.filtered[0] ? [scene.channel] : []),
    fault: samples.fault,
    loading: !samples.complete,
  };
}

export function lineWidth(width: number): number {
  return Math.max(1, width - TIMES_WIDTH);
}

function boxOf(scene: DisclosureScene, line: number, samplesPerPixel: number): TraceBox {
  const { layout, top, pixelsPerUnit } = scene;
  const from = line * layout.samplesPerLine;
  const y = line * layout.lineHeight - top;
  return {
    left: TIMES_WIDTH,
    from,
    to: Math.min(layout.samples, from + layout.samplesPerLine),
    samplesPerPixel,
    top: y,
    height: layout.lineHeight - RHYTHM_HEIGHT - 1,
    zero: y + (layout.lineHeight - RHYTHM_HEIGHT) * 0.6,
    pixelsPerUnit,
    held: true,
  };
}

/** Time of the line, rhythm below it, and what the stack shows of it. */
function paintGround(
  ctx: CanvasRenderingContext2D,
  size: BoardSize,
  scene: DisclosureScene,
  box: TraceBox,
  palette: Palette,
): void {
  const { layout, samplingFrequency, rhythm, window, cursor } = scene;
  const x = (sample: number): number =>
    box.left + (Math.min(box.to, Math.max(box.from, sample)) - box.from) / box.samplesPerPixel;
  const inWindow = window[1] > box.from && window[0] < box.to;
  if (inWindow) {
    ctx.fillStyle = palette.raised;
    ctx.fillRect(x(window[0]), box.top, Math.max(2, x(window[1]) - x(window[0])), layout.lineHeight - 1);
  }
  const here = cursor >= box.from && cursor < box.to;
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = here ? palette.accent : palette.muted;
  ctx.fillText(timeText(box.from / samplingFrequency, 0), TIMES_WIDTH - 6, box.zero);
  for (const span of rhythm) {
    if (span.to <= box.from || span.from >= box.to) continue;
    ctx.fillStyle = palette.classes[rhythmColour(span.code)];
    const left = x(span.from);
    ctx.fillRect(left, box.top + box.height, Math.max(1, x(span.to) - left), RHYTHM_HEIGHT);
  }
  ctx.fillStyle = palette.rule;
  ctx.fillRect(0, box.top + layout.lineHeight - 1, size.width, 1);
  if (!here) return;
  ctx.fillStyle = palette.accent;
  ctx.fillRect(Math.round(x(cursor)), box.top, 1, layout.lineHeight - 1);
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
}

/** A line cut halfway between beats, neighbours of one colour together. */
function partsOf(beats: BeatSeries | undefined, { from, to }: TraceBox, palette: Palette): Part[] {
  if (!beats || beats.count === 0) return [{ from, to, colour: palette.text }];
  const parts: Part[] = [];
  let begin = from;
  let i = Math.min(beats.count - 1, firstFrom(beats, from));
  // The line may begin in the half of the beat before it.
  if (i > 0 && (beats.sampleIndex[i - 1] + beats.sampleIndex[i]) / 2 > from) i--;
  while (begin < to) {
    const next = i + 1 < beats.count ? (beats.sampleIndex[i] + beats.sampleIndex[i + 1]) / 2 : Infinity;
    const end = Math.min(to, Math.max(begin, next));
    const colour = palette.classes[BEAT_CLASSES[beats.classIndex[i]].colour];
    const last = parts[parts.length - 1];
    if (last?.colour === colour) parts[parts.length - 1] = { ...last, to: end };
    else if (end > begin) parts.push({ from: begin, to: end, colour });
    begin = end;
    i++;
  }
  return parts;
}

/** Nearer than this two codes would cover each other; CSS pixels. */
const CODE_PITCH = 30;

/** The code of a class where it changes, and at the beginning of a line: no class is told by colour alone. */
function paintCodes(
  ctx: CanvasRenderingContext2D,
  { beats }: DisclosureScene,
  box: TraceBox,
  palette: Palette,
): void {
  if (!beats) return;
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  let before = -1;
  let right = -Infinity;
  const end = firstFrom(beats, box.to);
  for (let i = firstFrom(beats, box.from); i < end; i++) {
    const { classIndex } = beats;
    if (classIndex[i] === before) continue;
    const x = box.left + (beats.sampleIndex[i] - box.from) / box.samplesPerPixel;
    if (x < right) continue;
    before = classIndex[i];
    right = x + CODE_PITCH;
    ctx.fillStyle = palette.classes[BEAT_CLASSES[before].colour];
    ctx.fillText(BEAT_CLASSES[before].code, x - 3, box.top + 1);
  }
}
