/**
 * One uPlot for the traces of a tile: a series and a scale for each channel, so that gain and place of a channel are its
 * scale's range. It is never in the document; its canvas is stamped onto tiles.
 */
import uPlot from 'uplot';
import { drawColumns } from './column-path.ts';
import type { Grid } from './grid.ts';
import { drawGrid } from './grid.ts';
import type { ChannelRow } from './layout.ts';
import type { TileSamples } from './tile-samples.ts';

/** What the traces of all tiles of one moment have in common. */
export interface PlotStyle {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly rows: readonly ChannelRow[];
  readonly background: string;
  readonly groupRule: string;
  readonly grid: Grid;
  readonly colourOf: (row: ChannelRow) => string;
  /** Colour of the traces drawn behind; undefined where there are none. */
  readonly behind: string | undefined;
  /** Holds each trace within its row. */
  readonly clipDisplay: boolean;
}

export class TilePlot {
  #plot: uPlot;
  #style: PlotStyle;
  #samples: TileSamples | undefined;
  #behind: TileSamples | undefined;

  constructor(style: PlotStyle) {
    this.#style = style;
    this.#plot = new uPlot(this.#options(), this.#emptyData(), (_self, init) => init());
  }

  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  /** Draws [from, to) over the whole canvas. @param behind the same columns, drawn first */
  draw(samples: TileSamples, behind: TileSamples | undefined, from: number, to: number): void {
    this.#samples = samples;
    this.#behind = behind;
    const n = samples.columns;
    if (n === 0) {
      this.#plot.batch(() => {
        this.#plot.setData(this.#emptyData(), false);
        this.#plot.setScale('x', { min: from, max: to });
      });
      return;
    }
    const columnsOf = (held: TileSamples) =>
      this.#style.rows.map((_, row) => held.minima[row].subarray(0, n));
    const data = [samples.at.subarray(0, n), ...(behind ? columnsOf(behind) : []), ...columnsOf(samples)];
    this.#plot.batch(() => {
      this.#plot.setData(data as uPlot.AlignedData, false);
      this.#plot.setScale('x', { min: from, max: to });
    });
  }

  destroy(): void {
    const { canvas } = this;
    this.#plot.destroy();
    // Every step of a zoom makes a plot: its picture's memory is given back now, not when garbage is collected.
    canvas.width = canvas.height = 0;
  }

  #emptyData(): uPlot.AlignedData {
    const series = this.#style.rows.length * (this.#style.behind === undefined ? 1 : 2);
    const empty = Array.from({ length: series }, () => new Float32Array(0));
    return [new Float64Array(0), ...empty] as uPlot.AlignedData;
  }

  #options(): uPlot.Options {
    const { rows, width, height, behind } = this.#style;
    const scales: uPlot.Scales = { x: { time: false, auto: false, range: (_u, min, max) => [min, max] } };
    rows.forEach((row, index) => {
      scales[`c${index}`] = {
        auto: false,
        range: [(row.zero - height) / row.pixelsPerUnit, row.zero / row.pixelsPerUnit],
      };
    });
    return {
      width,
      height,
      pxAlign: false,
      padding: [0, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      axes: [{ show: false }],
      scales,
      series: [
        {},
        ...(behind === undefined
          ? []
          : rows.map((row, index) => this.#series(row, index, behind, () => this.#behind))),
        ...rows.map((row, index) => this.#series(row, index, this.#style.colourOf(row), () => this.#samples)),
      ],
      hooks: { drawClear: [(plot) => this.#ground(plot)] },
    };
  }

  #series(
    row: ChannelRow,
    index: number,
    stroke: string,
    samples: () => TileSamples | undefined,
  ): uPlot.Series {
    return {
      label: row.name,
      scale: `c${index}`,
      auto: false,
      stroke,
      width: 1,
      pxAlign: 0,
      points: { show: false },
      paths: (plot) => {
        const held = samples();
        if (held && held.columns > 0) this.#trace(plot, row, index, stroke, held);
        return null;
      },
    };
  }

  /** Drawn here and now, not kept as a path for uPlot to draw: paths of a tile are a megabyte until garbage is collected. */
  #trace(plot: uPlot, row: ChannelRow, index: number, stroke: string, samples: TileSamples): void {
    const { ctx } = plot;
    const x = plot.scales.x;
    const y = plot.scales[`c${index}`];
    const { left, top, width, height } = plot.bbox;
    const perSample = width / (x.max! - x.min!);
    const unit = height / (y.max! - y.min!);
    const ratio = uPlot.pxRatio;
    const clip = this.#style.clipDisplay;
    ctx.beginPath();
    drawColumns(ctx, samples.minima[index], samples.maxima[index], samples.columns, {
      x0: left + (samples.at[0] - x.min!) * perSample,
      step: samples.samplesPerColumn * perSample,
      y0: top + y.max! * unit,
      unit,
      top: top + (clip ? row.top + 1 : -2) * ratio,
      bottom: top + (clip ? row.top + row.height - 1 : this.#style.height + 2) * ratio,
    });
    ctx.strokeStyle = stroke;
    ctx.lineWidth = ratio;
    ctx.lineJoin = 'round';
    ctx.stroke();
  }

  #ground(plot: uPlot): void {
    const { ctx, bbox, scales } = plot;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.fillStyle = this.#style.background;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    drawGrid(ctx, this.#style.grid, {
      from: scales.x.min!,
      pixelsPerSample: bbox.width / (scales.x.max! - scales.x.min!),
      width: ctx.canvas.width,
      height: ctx.canvas.height,
      ratio,
    });
    ctx.fillStyle = this.#style.groupRule;
    for (const row of this.#style.rows)
      if (row.startsGroup) ctx.fillRect(0, Math.round(row.top * ratio), ctx.canvas.width, Math.ceil(ratio));
    ctx.restore();
  }
}
