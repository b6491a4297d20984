/** Small drawings for the report, as SVG text: no script, no file beside it. */

const WIDTH = 460;
const HEIGHT = 240;
const LEFT = 46;
const BOTTOM = 30;
/** Ten colours that are told apart also by most colour-blind readers (Okabe & Ito, extended). */
export const PALETTE = [
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

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly axes: string;
}

function frameOf(xs: readonly number[], ys: readonly number[], xName: string, yName: string): Frame {
  const [x0, x1] = [Math.min(...xs), Math.max(...xs, Math.min(...xs) + 1e-9)];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys, Math.min(...ys) + 1e-9)];
  const x = (value: number): number => LEFT + ((value - x0) / (x1 - x0)) * (WIDTH - LEFT - 10);
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - y0) / (y1 - y0)) * (HEIGHT - BOTTOM - 12);
  const label = (at: string, text: string): string =>
    `<text ${at} font-size="11" fill="currentColor">${escaped(text)}</text>`;
  const axes =
    `<path d="M${LEFT} 10V${HEIGHT - BOTTOM}H${WIDTH - 10}" fill="none" stroke="currentColor" opacity=".4"/>` +
    label(`x="4" y="16"`, number(y1)) +
    label(`x="4" y="${HEIGHT - BOTTOM}"`, number(y0)) +
    label(`x="${LEFT}" y="${HEIGHT - 14}"`, number(x0)) +
    label(`x="${WIDTH - 10}" y="${HEIGHT - 14}" text-anchor="end"`, number(x1)) +
    label(
      `x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 2}" text-anchor="middle"`,
      `${xName} \u2192 ${yName} \u2191`,
    );
  return { x, y, axes };
}

const drawing = (content: string, title: string): string =>
  `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">${content}</svg>`;

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export function lineChart(lines: readonly Line[], xName: string, yName: string): string {
  const points = lines.flatMap((line) => line.points).filter(([, y]) => Number.isFinite(y));
  if (points.length === 0) return '';
  const { x, y, axes } = frameOf(
    points.map(([a]) => a),
    points.map(([, b]) => b),
    xName,
    yName,
  );
  const paths = lines.map(({ name, points: own }, k) => {
    const d = own.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('');
    return `<path d="${d}" fill="none" stroke="${PALETTE[k % PALETTE.length]}" stroke-width="1.5"><title>${escaped(name)}</title></path>`;
  });
  return drawing(axes + paths.join(''), `${yName} over ${xName}`);
}

/** Points `[x, y]` with a class each. */
export function scatterChart(
  points: Float32Array,
  labels: ArrayLike<number>,
  names: readonly string[],
): string {
  const count = points.length / 2;
  if (count === 0) return '';
  const xs = Array.from({ length: count }, (_, i) => points[2 * i]);
  const ys = Array.from({ length: count }, (_, i) => points[2 * i + 1]);
  const { x, y } = frameOf(xs, ys, '', '');
  const dots = xs.map(
    (value, i) =>
      `<circle cx="${x(value).toFixed(1)}" cy="${y(ys[i]).toFixed(1)}" r="2" fill="${PALETTE[labels[i] % PALETTE.length]}" opacity=".7"/>`,
  );
  const legend = names.map(
    (name, k) => `<span style="color:${PALETTE[k % PALETTE.length]}">\u25cf</span> ${escaped(name)}`,
  );
  return `${drawing(dots.join(''), 'embeddings')}<p class="legend">${legend.join(' &nbsp; ')}</p>`;
}
