import type { Conduction } from './excitation.ts';

/** A strand's conduction: delay and refractory period in ms, how much it slows when hardly recovered, and how that falls off. */
export function conduct(
  delay: number,
  refractory: number,
  slowing = 0,
  recovery = 150,
  adaptation = 0,
): Conduction {
  return { delay, refractory, slowing, recovery, adaptation };
}
