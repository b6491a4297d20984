/**
 * A stand-in recording for tests of the window alone: one stretch of 2^18 samples that repeats, with a min/max pyramid,
 * so that a 2.5-hour study costs a few megabytes. It shows shapes to draw; it is no simulation of a heart.
 */
import { makeRandom } from '../../src-main/domain/random.ts';
import { MODEL_ELECTROGRAMS, SURFACE_LEADS, identifyLead } from '../../src-main/domain/lead.ts';

export const STRETCH = 2 ** 18;

export interface StandInBeat {
  readonly sampleIndex: number;
  readonly symbol: string;
  readonly aux: string;
}

export interface StandInChannel {
  readonly name: string;
  readonly levels: readonly { readonly minima: Float32Array; readonly maxima: Float32Array }[];
}

interface Bump {
  readonly at: number;
  readonly width: number;
  readonly height: number;
}

const SURFACE: Readonly<Record<string, number>> = {
  I: 0.7,
  II: 1.1,
  III: 0.5,
  aVR: -0.9,
  aVL: 0.3,
  aVF: 0.8,
  V1: -0.6,
  V2: -0.9,
  V3: 0.4,
  V4: 1.2,
  V5: 1.3,
  V6: 1,
};

/** Bumps of a beat in seconds from the R peak and mV. */
function bumpsOf(channel: string, aux: string, symbol: string): Bump[] {
  const size = SURFACE[channel];
  const tachycardia = aux === 'AVNRT';
  const wide = symbol === 'V' ? 2.6 : 1;
  if (size !== undefined) {
    const bumps = [
      { at: -0.022 * wide, width: 0.007 * wide, height: -0.12 * size },
      { at: 0, width: 0.011 * wide, height: size * (symbol === 'V' ? -1.3 : 1) },
      { at: 0.026 * wide, width: 0.009 * wide, height: -0.22 * size },
      { at: 0.25, width: 0.045, height: 0.22 * size * (symbol === 'V' ? -1.4 : 1) },
    ];
    return tachycardia || symbol === 'V'
      ? bumps
      : [...bumps, { at: -0.155, width: 0.022, height: 0.11 * size }];
  }
  const ventricle = channel.startsWith('RVA') ? 0.012 : 0.03;
  const atrium = tachycardia ? 0.045 : -0.13;
  const order = MODEL_ELECTROGRAMS.indexOf(channel as never);
  const delay = channel.startsWith('CS') ? (6 - order) * 0.009 : 0;
  const bumps: Bump[] = [];
  const spike = (at: number, height: number, width: number): void => {
    bumps.push({ at, width, height }, { at: at + 2.1 * width, width, height: -0.9 * height });
  };
  if (!channel.startsWith('RVA') && symbol !== 'V')
    spike(atrium + delay, channel.startsWith('CS') ? 0.5 : 0.8, 0.003);
  spike(ventricle, channel.startsWith('RVA') ? 1.6 : 0.25, 0.004);
  return bumps;
}

/** Beats of the stretch: sinus with a premature beat here and there, and runs of tachycardia, closing where it repeats. */
export function beatsOfStretch(samplingFrequency: number, count: number): StandInBeat[] {
  const random = makeRandom(11);
  const marks = Array.from({ length: count }, (_, k): Omit<StandInBeat, 'sampleIndex'> => {
    const phase = k % 100;
    if (phase >= 30 && phase < 72) return { symbol: 'X', aux: 'AVNRT' };
    if (phase === 12) return { symbol: 'V', aux: '' };
    if (phase === 29 || phase === 84) return { symbol: 'A', aux: '' };
    return { symbol: 'N', aux: '' };
  });
  const weights = marks.map(({ aux, symbol }) =>
    aux === 'AVNRT' ? 0.32 + 0.006 * random.normal() : symbol === 'N' ? 0.74 + 0.02 * random.normal() : 0.5,
  );
  const total = weights.reduce((sum, w) => sum + w, 0);
  let at = 0.4 * samplingFrequency;
  return marks.map((mark, k) => {
    const beat = { ...mark, sampleIndex: Math.round(at) };
    at += (weights[k] / total) * STRETCH;
    return beat;
  });
}

function pyramidOf(values: Float32Array): StandInChannel['levels'] {
  const levels = [{ minima: values, maxima: values }];
  while (levels[levels.length - 1].minima.length > 1) {
    const { minima, maxima } = levels[levels.length - 1];
    const half = minima.length / 2;
    const below = new Float32Array(half);
    const above = new Float32Array(half);
    for (let k = 0; k < half; k++) {
      below[k] = Math.min(minima[2 * k], minima[2 * k + 1]);
      above[k] = Math.max(maxima[2 * k], maxima[2 * k + 1]);
    }
    levels.push({ minima: below, maxima: above });
  }
  return levels;
}

const made = new Map<string, StandInChannel[]>();

/** The same channels for the same beats: made once a process. */
export function makeChannels(samplingFrequency: number, beats: readonly StandInBeat[]): StandInChannel[] {
  const key = `${samplingFrequency} ${beats.length}`;
  const channels = made.get(key) ?? renderChannels(samplingFrequency, beats);
  made.set(key, channels);
  return channels;
}

function renderChannels(samplingFrequency: number, beats: readonly StandInBeat[]): StandInChannel[] {
  const random = makeRandom(5);
  return [...SURFACE_LEADS, ...MODEL_ELECTROGRAMS].map((name) => {
    const values = new Float32Array(STRETCH);
    for (let k = 0; k < STRETCH; k++) values[k] = 0.012 * random.normal();
    for (const beat of beats)
      for (const bump of bumpsOf(name, beat.aux, beat.symbol))
        add(values, beat.sampleIndex, bump, samplingFrequency);
    return { name: identifyLead(name).name, levels: pyramidOf(values) };
  });
}

function add(values: Float32Array, rPeak: number, bump: Bump, samplingFrequency: number): void {
  const centre = rPeak + bump.at * samplingFrequency;
  const width = bump.width * samplingFrequency;
  for (let k = Math.floor(centre - 4 * width); k <= centre + 4 * width; k++) {
    const place = ((k % STRETCH) + STRETCH) % STRETCH;
    values[place] += bump.height * Math.exp(-0.5 * ((k - centre) / width) ** 2);
  }
}
