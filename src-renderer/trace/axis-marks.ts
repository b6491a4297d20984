/** What stands at a time rather than at a beat: notes, pacing stimuli, the time axis. */
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
    ctx.fillText(axisLabel(k * step, step), x + 3, top + AXIS_HEIGHT / 2 + 1);
  }
}
