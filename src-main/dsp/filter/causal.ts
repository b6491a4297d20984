import type { Section } from './section.ts';
import { steadyState } from './steady-state.ts';

/** A state smaller than this is set to 0: denormal numbers would slow the filter a hundredfold on a flat channel. */
export const FADED = 1e-200;
/** Samples between two looks at the state; any number does. */
export const BLOCK = 4096;

/** Filters `samples` in place through one section from `state`; leaves the state for what follows. */
export function runSection(section: Section, samples: Float64Array, state: [number, number]): void {
  const { b0, b1, b2, a1, a2 } = section;
  let [first, second] = state;
  for (let start = 0; start < samples.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, samples.length);
    for (let n = start; n < end; n++) {
      const x = samples[n];
      const y = b0 * x + first;
      first = b1 * x - a1 * y + second;
      second = b2 * x - a2 * y;
      samples[n] = y;
    }
    if (Math.abs(first) < FADED) first = 0;
    if (Math.abs(second) < FADED) second = 0;
  }
  state[0] = first;
  state[1] = second;
}

/** Two sections one behind the other in one walk: the second's sums are done while the first's next are waited for. */
export function runTwoSections(
  [first, second]: readonly [Section, Section],
  samples: Float64Array,
  states: readonly [[number, number], [number, number]],
): void {
  const { b0, b1, b2, a1, a2 } = first;
  const { b0: c0, b1: c1, b2: c2, a1: d1, a2: d2 } = second;
  let [p, q] = states[0];
  let [r, s] = states[1];
  for (let start = 0; start < samples.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, samples.length);
    for (let n = start; n < end; n++) {
      const x = samples[n];
      const y = b0 * x + p;
      p = b1 * x - a1 * y + q;
      q = b2 * x - a2 * y;
      const z = c0 * y + r;
      r = c1 * y - d1 * z + s;
      s = c2 * y - d2 * z;
      samples[n] = z;
    }
    if (Math.abs(p) < FADED) p = 0;
    if (Math.abs(q) < FADED) q = 0;
    if (Math.abs(r) < FADED) r = 0;
    if (Math.abs(s) < FADED) s = 0;
  }
  states[0].splice(0, 2, p, q);
  states[1].splice(0, 2, r, s);
}

/**
 * A filter fed block by block (one direction, so it delays). The first present sample sets the steady state, so there
 * is no start transient; after missing samples (NaN, which stay NaN) it starts anew.
 */
export class CausalFilter {
  readonly #sections: readonly Section[];
  #states: [number, number][] | undefined;

  constructor(sections: readonly Section[]) {
    this.#sections = sections;
  }

  /** @returns the filtered block, same length, the caller's */
  push(block: Float32Array | Float64Array): Float64Array {
    const output = Float64Array.from(block);
    let from = 0;
    while (from < output.length) {
      if (Number.isNaN(output[from])) {
        this.#states = undefined;
        from++;
        continue;
      }
      let to = from + 1;
      while (to < output.length && !Number.isNaN(output[to])) to++;
      this.#run(output.subarray(from, to));
      from = to;
    }
    return output;
  }

  #run(samples: Float64Array): void {
    const level = samples[0];
    this.#states ??= steadyState(this.#sections).map(([a, b]) => [a * level, b * level]);
    for (const [index, section] of this.#sections.entries())
      runSection(section, samples, this.#states[index]);
  }
}
