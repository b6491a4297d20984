/**
 * The path of one channel over a tile: every pixel column shows the least and greatest value in it, never a mean and
 * never every n-th sample. NaN breaks the line. Drawn as one open line, nearer extreme first, so that it stays connected.
 */

/** Where a path is drawn to: a canvas in the window, a recorder in tests. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export interface ColumnScale {
  /** Device pixels of column k: `x0 + k * step`. */
  readonly x0: number;
  readonly step: number;
  /** Device pixels of a value v: `y0 - v * unit`. */
  readonly y0: number;
  readonly unit: number;
  /** Device pixels that the line is held within (display clipping). */
  readonly top: number;
  readonly bottom: number;
}

/** @param minima, maxima physical values by column; the same array where a column is one sample */
export function drawColumns(
  sink: PathSink,
  minima: Float32Array,
  maxima: Float32Array,
  columns: number,
  scale: ColumnScale,
): void {
  if (scale.step >= 1) drawSamples(sink, minima, maxima, columns, scale);
  else drawPixels(sink, minima, maxima, columns, scale);
}

function drawSamples(
  sink: PathSink,
  minima: Float32Array,
  maxima: Float32Array,
  columns: number,
  scale: ColumnScale,
): void {
  const { x0, step, y0, unit, top, bottom } = scale;
  let last = NaN;
  for (let k = 0; k < columns; k++) {
    const x = x0 + k * step;
    const low = y0 - minima[k] * unit;
    const high = y0 - maxima[k] * unit;
    if (low !== low) {
      last = NaN;
      continue;
    }
    const near = Math.abs(low - last) <= Math.abs(high - last) ? low : high;
    const first = Math.min(bottom, Math.max(top, near));
    if (last !== last) sink.moveTo(x, first);
    else sink.lineTo(x, first);
    last = first;
    if (low !== high) {
      last = Math.min(bottom, Math.max(top, near === low ? high : low));
      sink.lineTo(x, last);
    }
  }
}

function drawPixels(
  sink: PathSink,
  minima: Float32Array,
  maxima: Float32Array,
  columns: number,
  scale: ColumnScale,
): void {
  const { x0, step, y0, unit, top, bottom } = scale;
  let pixel = Math.floor(x0);
  let least = Infinity;
  let greatest = -Infinity;
  let last = NaN;
  let broken = true;
  const flush = (): void => {
    if (least > greatest) {
      last = NaN;
      return;
    }
    const low = Math.min(bottom, Math.max(top, y0 - least * unit));
    const high = Math.min(bottom, Math.max(top, y0 - greatest * unit));
    const x = pixel + 0.5;
    const lowFirst = broken || last !== last || Math.abs(low - last) <= Math.abs(high - last);
    const first = lowFirst ? low : high;
    const second = lowFirst ? high : low;
    if (broken || last !== last) sink.moveTo(x, first);
    else sink.lineTo(x, first);
    if (second !== first) sink.lineTo(x, second);
    else if (broken || last !== last) sink.lineTo(x + 0.01, first);
    last = second;
    broken = false;
  };
  for (let k = 0; k < columns; k++) {
    const at = Math.floor(x0 + k * step);
    if (at !== pixel) {
      flush();
      pixel = at;
      least = Infinity;
      greatest = -Infinity;
    }
    const low = minima[k];
    const high = maxima[k];
    if (low < least) least = low;
    if (high > greatest) greatest = high;
    if (low !== low) broken = true;
  }
  flush();
}
