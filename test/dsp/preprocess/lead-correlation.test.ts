import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { beatPriors, beatPriorsBy } from '../../../src-main/dsp/preprocess/priors/beat-priors.ts';
import {
  PlainCorrelation,
  withCorrelation,
} from '../../../src-main/dsp/preprocess/priors/lead-correlation.ts';
import { drawnLead } from './memory-reader.ts';

const random = makeRandom(11);
const noise = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());

describe('correlations by vectors are those of the plain loop, to the last bit', () => {
  const leads = [noise(400), noise(400).fill(0.25, 100, 220), noise(400)];
  const shapes = [
    { signals: leads.map(() => noise(190)), from: 0, length: 190 },
    { signals: leads.map(() => noise(190)), from: 60, length: 50 },
    { signals: leads.map(() => new Float32Array(60).fill(2)), from: 0, length: 60 },
    { signals: leads, from: 130, length: 45 },
    { signals: leads, from: -1, length: 45 },
    { signals: leads, from: 380, length: 45 },
  ];

  it.each([1, 8, 9, 13, 31])('%d places, also beyond the ends', (places) => {
    const plain = new PlainCorrelation(leads);
    let found = 0;
    withCorrelation(leads, (correlation) => {
      for (const shape of shapes)
        for (let at = -60; at < 420; at += 7) {
          const expected = plain.means(at, places, shape).slice(0, places);
          expect(correlation.means(at, places, shape).slice(0, places)).toEqual(expected);
          found += expected.filter((value) => value !== 0).length;
        }
    });
    expect(found).toBeGreaterThan(100 * places);
  });

  it('so are the priors of every beat, the first and the last among them', () => {
    const peaks = Array.from({ length: 60 }, (_, k) => 5 + 190 * k + Math.round(8 * random.normal()));
    const drawn = peaks.map((at, k) => ({
      at,
      ...(k % 5 === 4 ? { width: 0.035, p: false, sign: -1 } : {}),
    }));
    const length = peaks.at(-1)! + 20;
    const both = [1, 0.4].map((height) => {
      const clean = drawnLead(length, 250, drawn);
      return clean.map((value) => height * value + 0.03 * random.normal());
    });
    const plain = beatPriorsBy(new PlainCorrelation(both), both, peaks);
    expect(beatPriors(both, peaks)).toEqual(plain);
    expect(plain.filter((value) => value !== 0).length).toBeGreaterThan(0.5 * plain.length);
  });
});
