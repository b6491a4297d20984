import type { Section } from './section.ts';
import { runSection, runTwoSections } from './causal.ts';
import { steadyState } from './steady-state.ts';
import { presentRuns } from '../present-runs.ts';

export interface ZeroPhaseOptions {
  /** Samples of odd extension at either end; by default as many as scipy's `sosfiltfilt` takes. */
  readonly padding?: number;
}

/** scipy's default: three times the cascade's number of taps. */
export function defaultPadding(sections: readonly Section[]): number {
  const firstOrder = Math.min(
    sections.filter(({ b2 }) => b2 === 0).length,
    sections.filter(({ a2 }) => a2 === 0).length,
  );
  return 3 * (2 * sections.length + 1 - firstOrder);
}

/** `samples` with `padding` samples of odd extension (2 x[0] - x[k]) before and after. */
function extendOdd(samples: Float32Array | Float64Array, padding: number): Float64Array {
  const n = samples.length;
  const extended = new Float64Array(n + 2 * padding);
  extended.set(samples, padding);
  for (let k = 1; k <= padding; k++) {
    extended[padding - k] = 2 * samples[0] - samples[k];
    extended[padding + n - 1 + k] = 2 * samples[n - 1] - samples[n - 1 - k];
  }
  return extended;
}

function filterBothWays(sections: readonly Section[], extended: Float64Array): void {
  const steady = steadyState(sections);
  for (let pass = 0; pass < 2; pass++) {
    const level = extended[0];
    const state = steady.map(([a, b]): [number, number] => [a * level, b * level]);
    let index = 0;
    for (; index + 1 < sections.length; index += 2)
      runTwoSections([sections[index], sections[index + 1]], extended, [state[index], state[index + 1]]);
    if (index < sections.length) runSection(sections[index], extended, state[index]);
    extended.reverse();
  }
}

/**
 * Filters forwards and backwards: no phase shift, the magnitude response squared. Same values as scipy's
 * `sosfiltfilt` with its default odd padding (Gustafsson, IEEE Trans. Signal Process. 44:988, 1996, on the transients).
 * Missing samples (NaN) stay missing; the runs between them are filtered apart. A run shorter than the padding is
 * extended by what it has.
 * @param samples one signal, any unit
 * @returns a new array of the same length
 */
export function filterZeroPhase(
  sections: readonly Section[],
  samples: Float32Array | Float64Array,
  options: ZeroPhaseOptions = {},
): Float64Array {
  const padding = options.padding ?? defaultPadding(sections);
  const output = new Float64Array(samples.length).fill(NaN);
  for (const { from, to } of presentRuns(samples)) {
    const extension = Math.min(padding, to - from - 1);
    const extended = extendOdd(samples.subarray(from, to), extension);
    filterBothWays(sections, extended);
    output.set(extended.subarray(extension, extension + to - from), from);
  }
  return output;
}
