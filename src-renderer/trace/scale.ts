/** Screen scales: sweep in mm/s and gain in mm/mV, on a screen whose millimetres were calibrated. */
import type { Hertz } from '../../src-main/domain/units.ts';

/** mm/s. */
export const SWEEPS = [12.5, 25, 50, 100, 200, 400] as const;
/** mm/mV; electrograms go on to 160. */
export const ECG_GAINS = [2.5, 5, 10, 20, 40] as const;
export const IEGM_GAINS = [2.5, 5, 10, 20, 40, 80, 160] as const;

/** CSS pixels a millimetre until the user calibrates: CSS defines 96 px as 25.4 mm. */
export const NOMINAL_PIXELS_PER_MILLIMETRE = 96 / 25.4;

/** The closest that one may look: 20 ms over the window. */
export const SHORTEST_WINDOW_SECONDS = 0.02;

export function samplesPerPixelOf(
  sweep: number,
  samplingFrequency: Hertz,
  pixelsPerMillimetre: number,
): number {
  return samplingFrequency / (sweep * pixelsPerMillimetre);
}

export function sweepOf(
  samplesPerPixel: number,
  samplingFrequency: Hertz,
  pixelsPerMillimetre: number,
): number {
  return samplingFrequency / (samplesPerPixel * pixelsPerMillimetre);
}

/** `50 mm/s`; off the steps with enough digits to tell it from one. @param mark of decimals */
export function sweepText(sweep: number, mark = '.'): string {
  const step = SWEEPS.find((value) => Math.abs(value / sweep - 1) < 0.005);
  const text =
    step?.toString() ??
    (sweep >= 100 ? sweep.toFixed(0) : sweep >= 1 ? sweep.toFixed(1) : sweep.toPrecision(1));
  return `${text.replace('.', mark)} mm/s`;
}

/** The next step above or below a scale; stays at the ends. */
export function nextStep(steps: readonly number[], value: number, direction: 1 | -1): number {
  const tolerance = 0.005 * value;
  if (direction > 0) return steps.find((step) => step > value + tolerance) ?? steps[steps.length - 1];
  return steps.findLast((step) => step < value - tolerance) ?? steps[0];
}

/** Samples a column that a window is asked for: the greatest power of two that still gives a column a pixel. */
export function reductionFor(samplesPerDevicePixel: number): number {
  return samplesPerDevicePixel < 2 ? 1 : 2 ** Math.min(20, Math.floor(Math.log2(samplesPerDevicePixel)));
}
