/** The classes of the beats over a page: human filled, predicted outlined, as in the lanes of the stack. */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { firstFrom, type BeatSeries } from '../beats/beat-series.ts';
import type { Palette } from '../theme/palette.ts';
import { CHIP_FONT } from '../trace/lanes.ts';
import type { PageLayout } from './page-layout.ts';

export interface PageBeats {
  readonly series: BeatSeries | undefined;
  /** False: a machine's, drawn as outlines. */
  readonly human: boolean;
  /** By position in the series. */
  readonly selected: (position: number) => boolean;
  /** First sample of the page. */
  readonly from: number;
  /** Behind the last sample. */
  readonly to: number;
}

/** Classes over the whole page's time: it is the rhythm strip's, and the first row's where a row holds one lead. */
export function paintCodes(
  ctx: CanvasRenderingContext2D,
  { series, human, selected, from, to }: PageBeats,
  layout: PageLayout,
  palette: Palette,
): void {
  if (!series) return;
  ctx.font = CHIP_FONT;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  let right = -Infinity;
  const last = firstFrom(series, to);
  for (let i = firstFrom(series, from); i < last; i++) {
    const { code, colour } = BEAT_CLASSES[series.classIndex[i]];
    const x = layout.left + (series.sampleIndex[i] - from) / layout.samplesPerPixel;
    const width = Math.ceil(ctx.measureText(code).width) + 6;
    const left = Math.round(x - width / 2);
    ctx.fillStyle = ctx.strokeStyle = palette.classes[colour];
    if (left <= right) {
      ctx.fillRect(Math.round(x) - 1, 4, 2, 9);
      continue;
    }
    right = left + width + 1;
    if (human) {
      ctx.fillRect(left, 2, width, 13);
      ctx.fillStyle = palette.background;
    } else ctx.strokeRect(left + 0.5, 2.5, width - 1, 12);
    ctx.fillText(code, left + width / 2, 9);
    if (!selected(i)) continue;
    ctx.fillStyle = palette.accent;
    ctx.fillRect(left, 15, width, 3);
  }
}
