// Pictures of docs/simulator.md: `node test/simulate/draw-figures.ts`. Lines are made by the trace view's own column path.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PathSink } from '../../src-renderer/trace/column-path.ts';
import { drawColumns } from '../../src-renderer/trace/column-path.ts';
import { demonstrationStudy } from '../../src-main/simulate/demonstration.ts';
import type { ScenarioName } from '../../src-main/simulate/story/scenarios.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';

const FOLDER = join(import.meta.dirname, '../../docs/simulator');
const CHANNELS = ['I', 'II', 'V1', 'V6', 'ABL12', 'RVA12', 'CS12', 'CS56', 'CS90'];
const WIDTH = 760;
const ROW = 44;
const LEFT = 48;
const SECONDS = 4.5;

interface Figure {
  readonly name: string;
  readonly title: string;
  readonly make: () => SimulatedStudy;
  /** Mark of the beats that the picture begins with, a little before the first of them. */
  readonly from: string;
  readonly before?: number;
}

const of =
  (seed: number, scenario: ScenarioName, subject: SubjectOptions, minutes = 1) =>
  (): SimulatedStudy =>
    simulateStudy({ seed, scenario, subject, minutes });

const FIGURES: readonly Figure[] = [
  {
    name: 'sinus',
    title: 'Sinus rhythm, 12 years',
    make: of(2, 'sinus', { age: 12 }),
    from: 'N',
    before: -3,
  },
  {
    name: 'pre-excited',
    title: 'Pre-excited sinus rhythm, left lateral pathway',
    make: of(1, 'sinus', { age: 13, diagnosis: 'AVRT-WPW', pathway: 'left lateral' }),
    from: 'NN-Prex',
    before: -3,
  },
  {
    name: 'avnrt-typical',
    title: 'Typical AVNRT begins with an extra-stimulus',
    make: () => demonstrationStudy(),
    from: 'XAVNRT',
    before: 2,
  },
  {
    name: 'avnrt-atypical',
    title: 'Atypical AVNRT: VA over 70 ms',
    make: of(4, 'atypical', { age: 14, diagnosis: 'AVNRT', atypical: true }),
    from: 'XAVNRT',
    before: -4,
  },
  {
    name: 'avrt-orthodromic',
    title: 'Orthodromic AVRT, left lateral pathway: CS12 first',
    make: of(4, 'tachycardia', { age: 12, diagnosis: 'AVRT', pathway: 'left lateral' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'avrt-antidromic',
    title: 'Antidromic AVRT, Mahaim pathway',
    make: of(3, 'tachycardia', { age: 14, diagnosis: 'AVRT-Mahaim' }),
    from: 'XAVRT',
    before: 1.5,
  },
  {
    name: 'pjrt',
    title: 'Permanent junctional reciprocating tachycardia',
    make: of(12, 'tachycardia', { age: 10, diagnosis: 'AVRT-PJRT' }),
    from: 'XAVRT',
    before: -2,
  },
  {
    name: 'pre-excited-fibrillation',
    title: 'Pre-excited atrial fibrillation',
    make: of(6, 'fibrillation', { age: 16, diagnosis: 'AVRT-WPW', pathway: 'left lateral' }),
    from: 'XAFIB',
    before: -3,
  },
  {
    name: 'fibrillation',
    title: 'Atrial fibrillation',
    make: of(3, 'fibrillation', { age: 15, diagnosis: 'AFIB' }),
    from: 'XAFIB',
    before: -3,
  },
  {
    name: 'flutter',
    title: 'Atrial flutter',
    make: of(8, 'flutter', { age: 16, diagnosis: 'none' }),
    from: 'XAFL',
    before: -3,
  },
  {
    name: 'iart',
    title: 'Intra-atrial re-entry',
    make: of(4, 'flutter', { age: 12, diagnosis: 'IART' }),
    from: 'XAFL',
    before: -3,
  },
  {
    name: 'ectopic-atrial',
    title: 'Ectopic atrial tachycardia',
    make: of(5, 'ectopic-atrial', { age: 9, diagnosis: 'EAT' }),
    from: 'XEAT',
    before: 1.5,
  },
  {
    name: 'junctional',
    title: 'Junctional ectopic tachycardia',
    make: of(2, 'junctional', { age: 7, diagnosis: 'JET' }),
    from: 'J',
    before: 1.5,
  },
  {
    name: 'atrial-pacing',
    title: 'Atrial pacing',
    make: of(3, 'atrial-pacing', { age: 12 }),
    from: '//A',
    before: 1.5,
  },
  {
    name: 'ventricular-pacing',
    title: 'Ventricular pacing',
    make: of(2, 'ventricular-pacing', { age: 12 }),
    from: '//V',
    before: 1.5,
  },
  {
    name: 'ventricular-tachycardia',
    title: 'Ventricular tachycardia after tetralogy repair',
    make: of(3, 'ventricular-tachycardia', { age: 40, diagnosis: 'TOF with VT' }),
    from: 'XVT',
    before: 2,
  },
  {
    name: 'idioventricular',
    title: 'Accelerated idioventricular rhythm',
    make: of(2, 'idioventricular', { age: 15 }),
    from: 'XIVR',
    before: 1.5,
  },
  {
    name: 'bigeminy',
    title: 'Ventricular bigeminy',
    make: of(6, 'bigeminy', { age: 15, diagnosis: 'PVC' }),
    from: 'V',
    before: 1,
  },
  {
    name: 'wenckebach',
    title: 'Second-degree AV block',
    make: of(4, 'av-block', { age: 12 }),
    from: 'bBI',
    before: -9,
  },
];

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

function draw({ title, make, from, before = 1 }: Figure): string {
  const study = make();
  const first = study.annotations.find(({ symbol, aux = '' }) => symbol + aux === from);
  if (!first) throw new Error(`${title}: no beat ${from} in the study.`);
  const fs = study.samplingFrequency;
  const start = Math.max(0, first.sampleIndex - before * fs);
  const digital = study.digital();
  const perColumn = (SECONDS * fs) / WIDTH;
  const height = 50 + CHANNELS.length * ROW;
  const xOf = (sample: number): number => LEFT + (sample - start) / perColumn;
  const grid = Array.from({ length: Math.floor(SECONDS / 0.2) + 1 }, (_, k) => {
    const x = xOf(start + k * 0.2 * fs).toFixed(1);
    return `<path d="M${x} 30V${height - 10}" stroke="#e6d3d3" stroke-width="${k % 5 === 0 ? 1 : 0.5}"/>`;
  }).join('');
  const traces = CHANNELS.map((name, k) => {
    const y0 = 62 + k * ROW;
    const surface = k < 4;
    const path = tracePath(
      digital[study.signals.findIndex((s) => s.name === name)],
      start,
      perColumn,
      y0,
      surface ? 20 : 9,
    );
    const colour = surface ? '#1b1f27' : '#0b6b55';
    return `<text x="4" y="${y0 + 4}">${name}</text><path transform="scale(.1)" d="${path}" fill="none" stroke="${colour}" stroke-width="9"/>`;
  }).join('');
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
