/** The whole record in one strip: RR intervals over time on uPlot, rhythm colours beneath; drawn when its data change, never while panning. */
import uPlot from 'uplot';
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import type { RhythmSpan } from '../../src-main/domain/rhythm.ts';
import { samplesToMilliseconds } from '../../src-main/domain/units.ts';
import type { BeatSeries } from '../beats/beat-series.ts';
import { PALETTES, rhythmColour, type Theme } from '../theme/palette.ts';
import { SMALL_FONT } from './lanes.ts';
import { timeStep } from './grid.ts';
import { axisLabel } from './time-text.ts';

export interface TachogramScene {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly samplingFrequency: number;
  readonly beats: BeatSeries | undefined;
  readonly rhythm: readonly RhythmSpan[];
  readonly theme: Theme;
}

/** ms; what lies outside is drawn at the edge. */
export const RR_RANGE: readonly [number, number] = [200, 1400];
const BAND = 6;
const AXIS = 14;

/** RR in ms at each beat but the first, held within RR_RANGE. */
export function rrSeries(beats: BeatSeries, samplingFrequency: number): [Float64Array, Float64Array] {
  const count = Math.max(0, beats.count - 1);
  const at = beats.sampleIndex.subarray(1, count + 1);
  const rr = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const ms = samplesToMilliseconds(beats.sampleIndex[k + 1] - beats.sampleIndex[k], samplingFrequency);
    rr[k] = Math.min(RR_RANGE[1], Math.max(RR_RANGE[0], ms));
  }
  return [at, rr];
}

/** Makes the plot in a host; a new scene makes a new one. @returns what removes it */
export function drawTachogram(host: HTMLElement, scene: TachogramScene): () => void {
  const data = scene.beats ? rrSeries(scene.beats, scene.samplingFrequency) : [[], []];
  const plot = new uPlot(optionsOf(scene), data as uPlot.AlignedData, host);
  plot.root.setAttribute('aria-hidden', 'true');
  return () => {
    const { canvas } = plot.ctx;
    plot.destroy();
    canvas.width = canvas.height = 0;
  };
}

function optionsOf(scene: TachogramScene): uPlot.Options {
  const palette = PALETTES[scene.theme];
  const perSecond = (scene.width * scene.samplingFrequency) / scene.samples;
  const step = timeStep(perSecond, 90).seconds;
  return {
    width: scene.width,
    height: scene.height,
    padding: [2, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: false, range: () => [0, scene.samples] },
      rr: { range: () => [...RR_RANGE] as [number, number] },
    },
    axes: [
      {
        size: AXIS,
        gap: 0,
        align: 1,
        font: SMALL_FONT,
        stroke: palette.muted,
        grid: { stroke: palette.gridMajor, width: 1 },
        ticks: { show: false },
        splits: () => stepsTo(scene.samples, step * scene.samplingFrequency),
        values: (_plot, splits) => splits.map((at) => axisLabel(at / scene.samplingFrequency, step)),
      },
      { show: false, scale: 'rr' },
    ],
    series: [
      {},
      {
        scale: 'rr',
        points: { show: false },
        paths: (plot) => coloured(plot, scene),
      },
    ],
    hooks: { drawAxes: [(plot) => bands(plot, scene)] },
  };
}

function stepsTo(end: number, step: number): number[] {
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, k) => k * step);
}

/** A dot a beat, in its class colour; beats on one pixel and colour are drawn once. */
function coloured(plot: uPlot, scene: TachogramScene): uPlot.Series.Paths {
  const palette = PALETTES[scene.theme];
  const fill = new Map<string, Path2D>();
  const seen = new Set<string>();
  const size = 1.5 * uPlot.pxRatio;
  const [at, rr] = plot.data as unknown as [Float64Array, Float64Array];
  for (let k = 0; k < at.length; k++) {
    const x = Math.round(plot.valToPos(at[k], 'x', true));
    const y = Math.round(plot.valToPos(rr[k], 'rr', true));
    const colour = palette.classes[BEAT_CLASSES[scene.beats!.classIndex[k + 1]].colour];
    const key = `${x} ${y} ${colour}`;
    if (seen.has(key)) continue;
    seen.add(key);
    let path = fill.get(colour);
    if (!path) fill.set(colour, (path = new Path2D()));
    path.rect(x - size / 2, y - size / 2, size, size);
  }
  return { fill, stroke: null };
}

function bands(plot: uPlot, scene: TachogramScene): void {
  const palette = PALETTES[scene.theme];
  const { ctx, bbox } = plot;
  const height = BAND * uPlot.pxRatio;
  ctx.save();
  for (const span of scene.rhythm) {
    const left = plot.valToPos(span.from, 'x', true);
    const right = plot.valToPos(span.to, 'x', true);
    ctx.fillStyle = palette.classes[rhythmColour(span.code)];
    ctx.fillRect(left, bbox.top + bbox.height - height, Math.max(1, right - left), height);
  }
  ctx.restore();
}
