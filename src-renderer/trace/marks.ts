/**
 * Lanes and marks of a tile: rhythm bands, beats (`beat-lanes`), a hairline through the traces at each beat, the time axis
 * (`axis-marks`). Cost follows what is visible, never the record.
 */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import type { RhythmSpan } from '../../src-main/domain/rhythm.ts';
import { PALETTES, rhythmColour, type Palette } from '../theme/palette.ts';
import { paintAxis, paintNotes, paintStimuli, paintStudyMarks, type AxisMark } from './axis-marks.ts';
import { paintIntervals, paintLane, reach, type BeatLane } from './beat-lanes.ts';
import type { Hatch } from './hatch.ts';
import { AXIS_HEIGHT, LANES, LANES_HEIGHT, SMALL_FONT } from './lanes.ts';
import type { MarksPlace } from './compose-tile.ts';

export interface Marks {
  readonly human: BeatLane | undefined;
  readonly predicted: BeatLane | undefined;
  readonly rhythm: readonly RhythmSpan[];
  /** Free-text notes and quality marks: a flag at their time. */
  readonly notes: readonly { readonly sampleIndex: number; readonly text: string }[];
  /** The laboratory's log and bookmarks: flags on the time axis. */
  readonly studyMarks: readonly AxisMark[];
  readonly beatLines: boolean;
  /** Pacing stimuli: S1, S2 ... under the traces; never R peaks. */
  readonly stimuli: readonly { readonly sampleIndex: number; readonly name: string }[];
  readonly hatch: Hatch;
}

/** What every painter of marks gets. */
export interface Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly place: MarksPlace;
  readonly marks: Marks;
  x(sampleIndex: number): number;
}

export function paintMarks(ctx: CanvasRenderingContext2D, place: MarksPlace, marks: Marks): void {
  const { scene } = place;
  const palette = PALETTES[scene.theme];
  const pen: Pen = {
    ctx,
    palette,
    place,
    marks,
    x: (sampleIndex) => (sampleIndex - place.from) / place.samplesPerPixel,
  };
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, place.width, LANES_HEIGHT);
  ctx.fillRect(0, scene.height - AXIS_HEIGHT, place.width, AXIS_HEIGHT);
  if (marks.beatLines) paintBeatLines(pen);
  paintRhythm(pen);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  if (marks.human) paintLane(pen, marks.human, LANES.human, true);
  if (marks.predicted) paintLane(pen, marks.predicted, LANES.predicted, false);
  paintIntervals(pen);
  paintNotes(pen);
  paintAxis(pen);
  paintStimuli(pen);
  paintStudyMarks(pen);
  ctx.fillStyle = palette.rule;
  for (const lane of [LANES.rhythm, LANES.human, LANES.predicted])
    ctx.fillRect(0, lane.top + lane.height - 1, place.width, 1);
  ctx.fillRect(0, LANES_HEIGHT - 1, place.width, 1);
}

function paintBeatLines(pen: Pen): void {
  const { ctx, place, marks, palette } = pen;
  const lane = marks.human && marks.human.series.count > 0 ? marks.human : marks.predicted;
  if (!lane) return;
  const [first, last] = reach(pen, lane.series, 0);
  if (last - first > place.width / 12) return;
  const bottom = place.scene.height - AXIS_HEIGHT;
  for (let i = first; i < last; i++) {
    const beatClass = BEAT_CLASSES[lane.series.classIndex[i]];
    const selected = lane.selected(i);
    ctx.globalAlpha = selected ? 0.9 : 0.28;
    ctx.fillStyle = selected ? palette.accent : palette.classes[beatClass.colour];
    ctx.fillRect(Math.round(pen.x(lane.series.sampleIndex[i])), LANES_HEIGHT, 1, bottom - LANES_HEIGHT);
  }
  ctx.globalAlpha = 1;
}

function paintRhythm(pen: Pen): void {
  const { ctx, place, marks, palette } = pen;
  const { top, height } = LANES.rhythm;
  ctx.font = SMALL_FONT;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const reach = place.from + place.width * place.samplesPerPixel;
  for (const span of marks.rhythm) {
    if (span.to < place.from || span.from > reach) continue;
    const left = pen.x(span.from);
    const right = pen.x(span.to);
    const colour = palette.classes[rhythmColour(span.code)];
    ctx.globalAlpha = 0.25;
    ctx.fillStyle = colour;
    ctx.fillRect(left, top + 2, right - left, height - 5);
    ctx.globalAlpha = 1;
    ctx.fillRect(left, top + 1, 1, height - 3);
    ctx.fillRect(left, top + height - 4, right - left, 1);
    const text = span.code ?? (span.mark.replace(/^\(/, '') || '?');
    // The name is repeated once a screen so that it stays in sight while panning.
    const step = Math.max(400, place.scene.width * 0.6);
    // A span may have begun an hour before: those out of sight are not stepped through.
    const before = Math.max(0, Math.floor((-100 - left - 5) / step) + 1);
    for (let at = left + 5 + before * step; at < right - 20 && at < place.width; at += step) {
      ctx.fillStyle = palette.background;
      const width = ctx.measureText(text).width + 6;
      ctx.fillRect(at - 3, top + 2, width, height - 6);
      ctx.fillStyle = colour;
      ctx.fillText(text, at, top + height / 2 - 1);
    }
  }
}
