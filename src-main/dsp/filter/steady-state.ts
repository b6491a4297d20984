import type { Section } from './section.ts';

/**
 * State of each section (direct form II transposed) after a constant input of 1 has lasted for ever: a filter that
 * starts from it, times the first sample, has no start transient. scipy's `sosfilt_zi`. [sections][2]
 */
export function steadyState(sections: readonly Section[]): [number, number][] {
  let level = 1;
  return sections.map(({ b0, b1, b2, a1, a2 }) => {
    const output = (level * (b0 + b1 + b2)) / (1 + a1 + a2);
    const second = b2 * level - a2 * output;
    const first = b1 * level - a1 * output + second;
    level = output;
    return [first, second];
  });
}
