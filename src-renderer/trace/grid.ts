/** Time grid of the lab theme (rules at round times) and the 1 mm and 5 mm squares of the paper theme. */
export interface Grid {
  readonly kind: 'time' | 'millimetre';
  /** Samples between lines. */
  readonly minorSamples: number;
  /** Minor lines to a major one. */
  readonly perMajor: number;
  /** CSS pixels between horizontal lines, 0 for none. */
  readonly minorHeight: number;
  readonly minor: string;
  readonly major: string;
}

export interface GridPlace {
  readonly from: number;
  readonly pixelsPerSample: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Seconds between labelled lines, and lines within. */
const STEPS: readonly [number, number][] = [
  [0.01, 5],
  [0.02, 4],
  [0.05, 5],
  [0.1, 5],
  [0.2, 4],
  [0.5, 5],
  [1, 5],
  [2, 4],
  [5, 5],
  [10, 5],
  [30, 3],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 5],
  [1800, 3],
  [3600, 6],
];

/** The labelled step that leaves at least `least` pixels between labels, in seconds, and its subdivision. */
export function timeStep(pixelsPerSecond: number, least: number): { seconds: number; lines: number } {
  const [seconds, lines] = STEPS.find(([step]) => step * pixelsPerSecond >= least) ?? STEPS[STEPS.length - 1];
  return { seconds, lines };
}

/** Lines nearer than this (CSS pixels) are left out. */
const NEAREST = 3;

export function drawGrid(
  ctx: Pick<CanvasRenderingContext2D, 'fillStyle' | 'fillRect'>,
  grid: Grid,
  place: GridPlace,
): void {
  const thickness = Math.max(1, Math.floor(place.ratio));
  for (const major of [false, true]) {
    const every = major ? grid.perMajor : 1;
    ctx.fillStyle = major ? grid.major : grid.minor;
    const step = grid.minorSamples * every;
    if (step * place.pixelsPerSample >= NEAREST * place.ratio) {
      const last = Math.floor((place.from + place.width / place.pixelsPerSample) / step);
      for (let k = Math.ceil(place.from / step); k <= last; k++) {
        const x = Math.round((k * step - place.from) * place.pixelsPerSample);
        ctx.fillRect(x, 0, thickness, place.height);
      }
    }
    const rise = grid.minorHeight * every * place.ratio;
    if (rise >= NEAREST * place.ratio) {
      for (let y = 0; y <= place.height; y += rise) ctx.fillRect(0, Math.round(y), place.width, thickness);
    }
  }
}
