/** The taps of polyphase resampling: those of scipy's `resample_poly` with its default Kaiser window. */

/** Kaiser beta and half length per rate: scipy's defaults in `resample_poly`. */
const KAISER_BETA = 5;
const HALF_LENGTH_PER_RATE = 10;
/** Modified Bessel function I0 by its series (Abramowitz & Stegun 9.6.12). */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Windowed-sinc low-pass with gain `up`, `2 halfLength + 1` taps, cut off at 1 / rate of Nyquist. */
function antiAliasingTaps(up: number, rate: number, halfLength: number): Float64Array {
  const taps = new Float64Array(2 * halfLength + 1);
  let sum = 0;
  for (let k = -halfLength; k <= halfLength; k++) {
    const argument = (Math.PI * k) / rate;
    const sinc = k === 0 ? 1 : Math.sin(argument) / argument;
    const window = besselI0(KAISER_BETA * Math.sqrt(1 - (k / halfLength) ** 2)) / besselI0(KAISER_BETA);
    taps[k + halfLength] = sinc * window;
    sum += sinc * window;
  }
  for (let k = 0; k < taps.length; k++) taps[k] *= up / sum;
  return taps;
}

/** Taps by phase. */
export interface Phases {
  /** `[up][width]`, each phase reversed so that it runs along the input */
  readonly phases: Float64Array;
  /** A multiple of four. */
  readonly width: number;
  /** Taps either side of the middle one. */
  readonly halfLength: number;
}

/** Taps of the ratios met last: a recording is resampled piece by piece at one ratio, and its taps cost as much as a piece. */
const KNOWN = new Map<string, Phases>();
const MOST_KNOWN = 4;

/** The taps of a ratio in lowest terms. */
export function phasesFor(up: number, down: number): Phases {
  const key = `${up}/${down}`;
  const known = KNOWN.get(key);
  if (known) return known;
  const rate = Math.max(up, down);
  const halfLength = HALF_LENGTH_PER_RATE * rate;
  const made = { ...phasesOf(antiAliasingTaps(up, rate, halfLength), up), halfLength };
  if (KNOWN.size === MOST_KNOWN) KNOWN.delete(KNOWN.keys().next().value!);
  KNOWN.set(key, made);
  return made;
}

/** Taps regrouped by phase, [up][width], each phase reversed so that it runs along the input; width a multiple of four. */
function phasesOf(taps: Float64Array, up: number): Omit<Phases, 'halfLength'> {
  const width = 4 * Math.ceil(taps.length / up / 4);
  const phases = new Float64Array(up * width);
  for (let k = 0; k < taps.length; k++) phases[(k % up) * width + (width - 1 - Math.floor(k / up))] = taps[k];
  return { phases, width };
}
