/** What stands at a time rather than at a beat: notes, pacing stimuli, the laboratory's log, the time axis. */
import { timeStep } from './grid.ts';
import { AXIS_HEIGHT, LANES_HEIGHT, SMALL_FONT } from './lanes.ts';
import type { Pen } from './marks.ts';
import { axisLabel } from './time-text.ts';

export function paintNotes(pen: Pen): void {
  const { ctx, palette, place, marks } = pen;
  ctx.fillStyle = palette.accent;
  for (const note of marks.notes) {
    const x = pen.x(note.sampleIndex);
    if (x < -10 || x > place.width + 10) continue;
    ctx.beginPath();
    ctx.moveTo(x, LANES_HEIGHT);
    ctx.lineTo(x + 7, LANES_HEIGHT + 4);
    ctx.lineTo(x, LANES_HEIGHT + 8);
    ctx.fill();
    ctx.fillRect(Math.round(x), LANES_HEIGHT, 1, 14);
  }
}

/** Small flags on the time axis; names where there is room. */
export function paintStimuli(pen: Pen): void {
  const { ctx, palette, place, marks } = pen;
  const bottom = place.scene.height - AXIS_HEIGHT;
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.accent;
  let last = -Infinity;
  for (const { sampleIndex, name } of marks.stimuli) {
    const x = Math.round(pen.x(sampleIndex));
    if (x < -30) continue;
    if (x > place.width + 10) break;
    ctx.fillRect(x, bottom - 10, 1, 10);
    if (x - last > 20) ctx.fillText(name, x + 2, bottom - 6);
    last = x;
  }
}

export function paintAxis(pen: Pen): void {
  const { ctx, palette, place } = pen;
  const { scene } = place;
  const perSecond = scene.samplingFrequency / place.samplesPerPixel;
  const step = timeStep(perSecond, 80).seconds;
  const top = scene.height - AXIS_HEIGHT;
  ctx.fillStyle = palette.rule;
  ctx.fillRect(0, top, place.width, 1);
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.muted;
  const begin = place.from / scene.samplingFrequency;
  const end = begin + place.width / perSecond;
  const total = scene.samples / scene.samplingFrequency;
  for (let k = Math.max(0, Math.floor(begin / step) - 1); k * step < end && k * step <= total; k++) {
    const x = Math.round((k * step - begin) * perSecond);
    ctx.fillRect(x, top, 1, 5);
    ctx.fillText(axisLabel(k * step, step, scene.decimalMark), x + 3, top + AXIS_HEIGHT / 2 + 1);
  }
}

export interface AxisMark {
  readonly from: number;
  /** Where it ends; undefined: a moment, or an ablation that is on still. */
  readonly to: number | undefined;
  readonly kind: string;
  readonly text: string;
}

/** CSS pixels from the time axis up to the line of the log, above that of the stimuli. */
const LOG_LINE = 22;
const LOG_TEXT_PIXELS = 150;

/** A flag a mark with its text, and a bar for as long as it lasts: never read by colour alone. */
export function paintStudyMarks(pen: Pen): void {
  const { ctx, palette, place, marks } = pen;
  const bottom = place.scene.height - AXIS_HEIGHT;
  ctx.font = SMALL_FONT;
  ctx.textAlign = 'left';
  for (const { from, to, kind, text } of marks.studyMarks) {
    const x = Math.round(pen.x(from));
    const end = to === undefined ? x + 1 : Math.round(pen.x(to));
    if (end < -LOG_TEXT_PIXELS || x > place.width + 10) continue;
    ctx.fillStyle = kind === 'ablation' ? palette.groups.ABL : palette.text;
    ctx.fillRect(x, bottom - LOG_LINE, 1, LOG_LINE);
    if (to !== undefined) {
      ctx.fillRect(x, bottom - 3, Math.max(1, end - x), 3);
      ctx.fillRect(end, bottom - LOG_LINE, 1, LOG_LINE);
    }
    const shown = text.length > 24 ? `${text.slice(0, 23)}…` : text;
    const width = ctx.measureText(shown).width;
    const ink = ctx.fillStyle;
    ctx.fillStyle = palette.background;
    ctx.fillRect(x + 1, bottom - LOG_LINE, width + 5, 11);
    ctx.fillStyle = ink;
    ctx.fillText(shown, x + 3, bottom - LOG_LINE + 6);
    if (to !== undefined && end - x > width + 30) ctx.fillText('off', end + 3, bottom - LOG_LINE + 6);
  }
}
