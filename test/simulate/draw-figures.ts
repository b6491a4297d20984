// Pictures of docs/simulator.md: `node test/simulate/draw-figures.ts`. Lines are made by the trace view's own column path.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PathSink } from '../../src-renderer/trace/column-path.ts';
import { drawColumns } from '../../src-renderer/trace/column-path.ts';
import type { Figure } from './rhythm-figures.ts';
import { FIGURES } from './rhythm-figures.ts';

const FOLDER = join(import.meta.dirname, '../../docs/simulator');
const CHANNELS = ['I', 'II', 'V1', 'V6', 'ABL12', 'RVA12', 'CS12', 'CS56', 'CS90'];
const WIDTH = 760;
const ROW = 44;
const LEFT = 48;
const SECONDS = 4.5;

/** An SVG path in relative tenths of a pixel, which are short to write. */
class SvgPath implements PathSink {
  text = '';
  private x = 0;
  private y = 0;
  moveTo(x: number, y: number): void {
    [this.x, this.y] = [Math.round(x * 10), Math.round(y * 10)];
    this.text += `M${this.x} ${this.y}l`;
  }
  lineTo(x: number, y: number): void {
    const [dx, dy] = [Math.round(x * 10) - this.x, Math.round(y * 10) - this.y];
    this.text += `${dx}${dy < 0 ? '' : ' '}${dy} `;
    this.x += dx;
    this.y += dy;
  }
}

function tracePath(row: Int32Array, from: number, perColumn: number, y0: number, unit: number): string {
  const minima = new Float32Array(WIDTH);
  const maxima = new Float32Array(WIDTH);
  for (let k = 0; k < WIDTH; k++) {
    const part = row.subarray(
      Math.round(from + k * perColumn),
      Math.max(Math.round(from + (k + 1) * perColumn), 1),
    );
    minima[k] = Math.min(...part) / 2000;
    maxima[k] = Math.max(...part) / 2000;
  }
  const sink = new SvgPath();
  drawColumns(sink, minima, maxima, WIDTH, {
    x0: LEFT,
    step: 1,
    y0,
    unit,
    top: y0 - 1.2 * ROW,
    bottom: y0 + 1.2 * ROW,
  });
  return sink.text;
}

function draw({ title, make, from, before = 1, channels = CHANNELS }: Figure): string {
  const study = make();
  const first = study.annotations.find(({ symbol, aux = '' }) => symbol + aux === from);
  if (!first) throw new Error(`${title}: no beat ${from} in the study.`);
  const fs = study.samplingFrequency;
  const start = Math.max(0, first.sampleIndex - before * fs);
  const digital = study.digital();
  const perColumn = (SECONDS * fs) / WIDTH;
  const height = 50 + channels.length * ROW;
  const xOf = (sample: number): number => LEFT + (sample - start) / perColumn;
  const grid = Array.from({ length: Math.floor(SECONDS / 0.2) + 1 }, (_, k) => {
    const x = xOf(start + k * 0.2 * fs).toFixed(1);
    return `<path d="M${x} 30V${height - 10}" stroke="#e6d3d3" stroke-width="${k % 5 === 0 ? 1 : 0.5}"/>`;
  }).join('');
  const traces = channels
    .map((name, k) => {
      const y0 = 62 + k * ROW;
      const surface = study.signals.find((signal) => signal.name === name)!.kind === 'ecg';
      const path = tracePath(
        digital[study.signals.findIndex((s) => s.name === name)],
        start,
        perColumn,
        y0,
        surface ? 20 : 9,
      );
      const colour = surface ? '#1b1f27' : '#0b6b55';
      return `<text x="4" y="${y0 + 4}">${name}</text><path transform="scale(.1)" d="${path}" fill="none" stroke="${colour}" stroke-width="9"/>`;
    })
    .join('');
  const marks = study.annotations
    .filter(
      ({ sampleIndex, symbol }) =>
        symbol !== '~' && sampleIndex > start && sampleIndex < start + SECONDS * fs,
    )
    .map(({ sampleIndex, symbol, aux = '' }) => {
      const rhythm = symbol === '+';
      return `<text x="${xOf(sampleIndex).toFixed(0)}" y="${rhythm ? 26 : 38}" text-anchor="middle" fill="${rhythm ? '#a12' : '#236'}">${rhythm ? aux : aux || symbol}</text>`;
    })
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH + LEFT + 12}" height="${height}" font-family="sans-serif" font-size="10"><rect width="100%" height="100%" fill="#fff"/><text x="4" y="14" font-size="12">${title}. Simulated; 0.2 s lines; ECG 20 px/mV, electrograms 9 px/mV</text>${grid}${traces}${marks}</svg>\n`;
}

mkdirSync(FOLDER, { recursive: true });
for (const figure of FIGURES) writeFileSync(join(FOLDER, `${figure.name}.svg`), draw(figure));
