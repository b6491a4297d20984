import type { Viewport } from '../state/viewport.svelte.ts';
import { PALETTES, type Theme } from '../theme/palette.ts';
import { timeStep, type Grid } from '../trace/grid.ts';

/** Paper: squares of 1 and 5 mm. Lab: rules at round times, as the axis labels them. */
export function gridFor(theme: Theme, viewport: Viewport): Grid {
  const palette = PALETTES[theme];
  const colours = { minor: palette.gridMinor, major: palette.gridMajor };
  if (theme === 'paper') {
    const millimetre = viewport.pixelsPerMillimetre * viewport.samplesPerPixel;
    return {
      kind: 'millimetre',
      minorSamples: millimetre,
      perMajor: 5,
      minorHeight: viewport.pixelsPerMillimetre,
      ...colours,
    };
  }
  const { seconds, lines } = timeStep(viewport.samplingFrequency / viewport.samplesPerPixel, 80);
  return {
    kind: 'time',
    minorSamples: (seconds * viewport.samplingFrequency) / lines,
    perMajor: lines,
    minorHeight: 0,
    ...colours,
  };
}
