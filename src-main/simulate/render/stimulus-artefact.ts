import type { Stimulus } from '../heart/heart.ts';
import type { BipoleName } from './body-model.ts';

/** Which pair a site is paced from, where the layout has it: its own channel saturates. */
const PACED_PAIR: Readonly<Record<string, BipoleName>> = { RVA: 'RVA12', CS90: 'CS90', CS12: 'CS12' };

export interface ArtefactSizes {
  /** mV on the surface leads, with each lead's own sign and size. */
  readonly surface: readonly number[];
  readonly bipoles: readonly number[];
}

/** A stimulus: 2 ms wide, then the amplifier's recovery; on the paced pair beyond the rails. */
export function addStimulus(
  rows: readonly Float32Array[],
  stimulus: Stimulus,
  first: number,
  perMs: number,
  sizes: ArtefactSizes,
  bipoles: readonly BipoleName[],
): void {
  const at = stimulus.time * perMs - first;
  const own = bipoles.indexOf(PACED_PAIR[stimulus.site]);
  const surface = rows.length - bipoles.length;
  rows.forEach((row, k) => {
    const bipole = k - surface;
    const size = bipole < 0 ? sizes.surface[k] : bipole === own ? 24 : sizes.bipoles[bipole];
    const recovery = bipole >= 0 && bipole === own ? 9 : 2.2;
    const width = 2 * perMs;
    for (let i = Math.max(0, Math.ceil(at)); i < Math.min(row.length, at + 8 * recovery * perMs); i++) {
      const since = i - at;
      row[i] += since <= width ? size : -0.35 * size * Math.exp(-(since - width) / (recovery * perMs));
    }
  });
}
