/** Small drawings for the report, as SVG text: no script, no file beside it. */
import type { Axis, Scale } from './axes.ts';
import { scaleOf } from './axes.ts';

const WIDTH = 460;
const HEIGHT = 250;
const PLACE = { left: 48, right: 12, top: 12, bottom: 40 };
const ACROSS = WIDTH - PLACE.left - PLACE.right;
const DOWN = HEIGHT - PLACE.top - PLACE.bottom;
/** More lines than this are drawn faint, with their mean on top. */
const MOST_TOLD_APART = 8;
/** Ten colours that are told apart also by most colour-blind readers (Okabe & Ito, extended). */
const PALETTE = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#8c564b',
  '#7f7f7f',
  '#b8a800',
  '#332288',
  '#117733',
  '#882255',
];

const colour = (index: number): string => PALETTE[index % PALETTE.length];

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const label = (x: number, y: number, text: string, anchor: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-size="11" fill="currentColor"${more}>${escaped(text)}</text>`;

const grid = (d: string): string =>
  `<path d="${d}" fill="none" stroke="currentColor" stroke-width=".5" opacity=".25"/>`;

const atX = (scale: Scale, value: number): number => PLACE.left + scale.share(value) * ACROSS;
const atY = (scale: Scale, value: number): number => PLACE.top + (1 - scale.share(value)) * DOWN;

function axes(x: Scale, y: Scale, xAxis: Axis, yAxis: Axis): string {
  const foot = PLACE.top + DOWN;
  const across = y.ticks.map(
    (value) =>
      grid(`M${PLACE.left} ${atY(y, value).toFixed(1)}H${WIDTH - PLACE.right}`) +
      label(PLACE.left - 6, atY(y, value) + 4, String(value), 'end'),
  );
  const down = x.ticks.map(
    (value) =>
      grid(`M${atX(x, value).toFixed(1)} ${PLACE.top}V${foot}`) +
      label(atX(x, value), foot + 15, String(value), 'middle'),
  );
  const middle = PLACE.top + DOWN / 2;
  return (
    [...across, ...down].join('') +
    label(PLACE.left + ACROSS / 2, HEIGHT - 6, xAxis.name, 'middle') +
    label(11, middle, yAxis.name, 'middle', ` transform="rotate(-90 11 ${middle})"`)
  );
}

const drawing = (content: string, title: string): string =>
  `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">${content}</svg>`;

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The mean of the lines at each x where any has a point. */
function meanLine(lines: readonly Line[]): Line {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [x, y] of lines.flatMap(({ points }) => points)) {
    const known = sums.get(x) ?? { sum: 0, count: 0 };
    sums.set(x, { sum: known.sum + y, count: known.count + 1 });
  }
  const points = [...sums].sort(([a], [b]) => a - b).map(([x, { sum, count }]) => [x, sum / count] as const);
  return { name: `mean of ${lines.length}`, points };
}

function pathOf({ name, points }: Line, x: Scale, y: Scale, stroke: string, faint: boolean): string {
  const d = points
    .map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${atX(x, a).toFixed(1)} ${atY(y, b).toFixed(1)}`)
    .join('');
  const width = faint ? '1' : '1.8';
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" opacity="${faint ? '.3' : '1'}"><title>${escaped(name)}</title></path>`;
}

/** What a drawing's colours stand for. */
export function legend(names: readonly string[]): string {
  const entries = names.map(
    (name, k) => `<span><span style="color:${colour(k)}">\u25cf</span> ${escaped(name)}</span>`,
  );
  return `<p class="legend">${entries.join(' ')}</p>`;
}

/** Names of the lines as `lineChart` shows them: each, or only their mean where they are too many to be told apart. */
export function linesShown(lines: readonly Line[]): string[] {
  return lines.length > MOST_TOLD_APART ? [meanLine(lines).name] : lines.map(({ name }) => name);
}

/** Nothing where no point is finite. @param extra SVG drawn behind the lines, by the two scales */
export function lineChart(
  lines: readonly Line[],
  xAxis: Axis,
  yAxis: Axis,
  behind: (x: Scale, y: Scale) => string = () => '',
): string {
  const finite = lines.map((line) => ({
    ...line,
    points: line.points.filter(([, y]) => Number.isFinite(y)),
  }));
  const points = finite.flatMap((line) => line.points);
  if (points.length === 0) return '';
  const x = scaleOf(
    points.map(([a]) => a),
    xAxis,
  );
  const y = scaleOf(
    points.map(([, b]) => b),
    yAxis,
  );
  const many = lines.length > MOST_TOLD_APART;
  const paths = finite.map((line, k) => pathOf(line, x, y, many ? 'currentColor' : colour(k), many));
  if (many) paths.push(pathOf(meanLine(finite), x, y, colour(0), false));
  return drawing(
    axes(x, y, xAxis, yAxis) + behind(x, y) + paths.join(''),
    `${yAxis.name} over ${xAxis.name}`,
  );
}

/** A straight line between two points, broken: what a curve is held against. */
export function reference(
  x: Scale,
  y: Scale,
  from: readonly [number, number],
  to: readonly [number, number],
): string {
  const at = ([a, b]: readonly [number, number]): string => `${atX(x, a).toFixed(1)} ${atY(y, b).toFixed(1)}`;
  return `<path d="M${at(from)}L${at(to)}" fill="none" stroke="currentColor" stroke-dasharray="4 4" opacity=".6"/>`;
}

/** Points `[x, y]` with a class each; both directions to one scale, which has no numbers of its own. */
export function scatterChart(
  points: Float32Array,
  labels: ArrayLike<number>,
  names: readonly string[],
): string {
  const count = points.length / 2;
  if (count === 0) return '';
  const xs = Array.from({ length: count }, (_, i) => points[2 * i]);
  const ys = Array.from({ length: count }, (_, i) => points[2 * i + 1]);
  const [x, y] = [scaleOf(xs, { name: '' }), scaleOf(ys, { name: '' })];
  const dots = xs.map(
    (value, i) =>
      `<circle cx="${atX(x, value).toFixed(1)}" cy="${atY(y, ys[i]).toFixed(1)}" r="3" fill="${colour(labels[i])}" opacity=".75"><title>${escaped(names[labels[i]])}</title></circle>`,
  );
  return drawing(dots.join(''), 'embeddings') + legend(names);
}
