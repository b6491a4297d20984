import type { Section } from './section.ts';

/**
 * Second-order notch at `frequency` Hz whose -3 dB width is `frequency / quality`: scipy's `iirnotch`
 * (Orfanidis, Introduction to Signal Processing, 1996, 11.3.2).
 * @throws RangeError for a frequency outside (0, samplingFrequency / 2) or a quality that is not positive
 */
export function notch(frequency: number, quality: number, samplingFrequency: number): Section[] {
  if (!(frequency > 0 && frequency < samplingFrequency / 2))
    throw new RangeError(`A notch lies between 0 and ${samplingFrequency / 2} Hz, not at ${frequency}.`);
  if (!(quality > 0)) throw new RangeError(`A notch's quality is positive, not ${quality}.`);
  const w = (2 * Math.PI * frequency) / samplingFrequency;
  const gain = 1 / (1 + Math.tan(w / quality / 2));
  const cosine = Math.cos(w);
  return [{ b0: gain, b1: -2 * gain * cosine, b2: gain, a1: -2 * gain * cosine, a2: 2 * gain - 1 }];
}
