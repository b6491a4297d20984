/**
 * Butterworth filters in second-order sections: analogue prototype, frequency transform, bilinear transform with
 * pre-warping (Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., 7.2-7.4). Same filters as scipy's
 * `butter(..., output='sos')`, whose `order` for a band-pass also counts the prototype's poles (a band-pass of
 * order 4 has eight).
 */
import type { Section } from './section.ts';
import { magnitudeAt } from './section.ts';

interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Poles of the prototype in the upper half plane, and the real one (im = 0) of an odd order. */
function prototypePoles(order: number): Complex[] {
  const poles: Complex[] = [];
  for (let k = order % 2 === 0 ? 1 : 0; k < order; k += 2) {
    const angle = (Math.PI * k) / (2 * order);
    poles.push({ re: -Math.cos(angle), im: k === 0 ? 0 : Math.sin(angle) });
  }
  return poles;
}

function squareRoot({ re, im }: Complex): Complex {
  const radius = Math.hypot(re, im);
  const root = Math.sqrt((radius + Math.abs(re)) / 2);
  if (root === 0) return { re: 0, im: 0 };
  if (re >= 0) return { re: root, im: im / (2 * root) };
  return { re: Math.abs(im) / (2 * root), im: im >= 0 ? root : -root };
}

/** z = (2 + s) / (2 - s), for a sampling interval of 1. */
function bilinear({ re, im }: Complex): Complex {
  const denominator = (2 - re) ** 2 + im * im;
  return { re: (4 - re * re - im * im) / denominator, im: (4 * im) / denominator };
}

function warp(frequency: number, samplingFrequency: number): number {
  return 2 * Math.tan((Math.PI * frequency) / samplingFrequency);
}

function checkDesign(order: number, frequencies: readonly number[], samplingFrequency: number): void {
  if (!Number.isInteger(order) || order < 1 || order > 20)
    throw new RangeError(`A filter's order is 1 to 20, not ${order}.`);
  let above = 0;
  for (const frequency of frequencies) {
    if (!(frequency > above && frequency < samplingFrequency / 2))
      throw new RangeError(
        `Corner frequencies rise between 0 and ${samplingFrequency / 2} Hz (half the sampling frequency), not ${frequencies.join(', ')}.`,
      );
    above = frequency;
  }
}

/** Section with the poles z, z* (or the single real pole z) and zeros (1 - zero z^-1) per pole; gain still 1. */
function sectionOf(pole: Complex, zero: number): Section {
  if (pole.im === 0) return { b0: 1, b1: -zero, b2: 0, a1: -pole.re, a2: 0 };
  return { b0: 1, b1: -2 * zero, b2: 1, a1: -2 * pole.re, a2: pole.re ** 2 + pole.im ** 2 };
}

/** Scales every section to gain 1 at `frequency`, where the whole filter has gain 1: no section over- or underflows. */
function normalise(sections: readonly Section[], frequency: number, samplingFrequency: number): Section[] {
  return sections.map((section) => {
    const gain = 1 / magnitudeAt([section], frequency, samplingFrequency);
    return { ...section, b0: section.b0 * gain, b1: section.b1 * gain, b2: section.b2 * gain };
  });
}

/**
 * Low-pass, -3 dB at `cutoff` Hz.
 * @throws RangeError for an order outside 1..20 or a cutoff outside (0, samplingFrequency / 2)
 */
export function butterworthLowPass(order: number, cutoff: number, samplingFrequency: number): Section[] {
  checkDesign(order, [cutoff], samplingFrequency);
  const w = warp(cutoff, samplingFrequency);
  const sections = prototypePoles(order).map((p) => sectionOf(bilinear({ re: p.re * w, im: p.im * w }), -1));
  return normalise(sections, 0, samplingFrequency);
}

/** High-pass, -3 dB at `cutoff` Hz. @throws RangeError as {@link butterworthLowPass} */
export function butterworthHighPass(order: number, cutoff: number, samplingFrequency: number): Section[] {
  checkDesign(order, [cutoff], samplingFrequency);
  const w = warp(cutoff, samplingFrequency);
  // 1 / p of a pole on the unit circle is its conjugate, which the section holds anyway.
  const sections = prototypePoles(order).map((p) => sectionOf(bilinear({ re: p.re * w, im: p.im * w }), 1));
  return normalise(sections, samplingFrequency / 2, samplingFrequency);
}

/** The two band-pass poles of a prototype pole: s^2 - p B s + w0^2 = 0. */
function bandPassPoles(p: Complex, bandwidth: number, centre: number): [Complex, Complex] {
  const half = { re: (p.re * bandwidth) / 2, im: (p.im * bandwidth) / 2 };
  const root = squareRoot({ re: half.re ** 2 - half.im ** 2 - centre ** 2, im: 2 * half.re * half.im });
  return [
    { re: half.re + root.re, im: half.im + root.im },
    { re: half.re - root.re, im: half.im - root.im },
  ];
}

function bandPassSections(p: Complex, bandwidth: number, centre: number): Section[] {
  const [first, second] = bandPassPoles(p, bandwidth, centre).map(bilinear) as [Complex, Complex];
  const zeros = { b0: 1, b1: 0, b2: -1 };
  if (p.im === 0) {
    // A real prototype pole gives one pair: conjugates, or two real poles of a wide band.
    const a2 = first.im === 0 ? first.re * second.re : first.re ** 2 + first.im ** 2;
    return [{ ...zeros, a1: -(first.re + second.re), a2 }];
  }
  return [first, second].map((z) => ({ ...zeros, a1: -2 * z.re, a2: z.re ** 2 + z.im ** 2 }));
}

/**
 * Band-pass, -3 dB at `low` and `high` Hz; `order` is that of each edge.
 * @throws RangeError as {@link butterworthLowPass}
 */
export function butterworthBandPass(
  order: number,
  low: number,
  high: number,
  samplingFrequency: number,
): Section[] {
  checkDesign(order, [low, high], samplingFrequency);
  const [w1, w2] = [warp(low, samplingFrequency), warp(high, samplingFrequency)];
  const centre = Math.sqrt(w1 * w2);
  const sections = prototypePoles(order).flatMap((p) => bandPassSections(p, w2 - w1, centre));
  const centreHz = (samplingFrequency / Math.PI) * Math.atan(centre / 2);
  return normalise(sections, centreHz, samplingFrequency);
}
