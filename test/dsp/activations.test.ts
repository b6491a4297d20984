import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { cycleLengths, detectActivations, medianCycleLength } from '../../src-main/dsp/activations/detect.ts';
import { recordings } from '../recordings.ts';
import type { MatchCount } from './match.ts';
import { addCounts, NO_MATCHES, positivePredictivity, sensitivity } from './match.ts';
import { loadRecord } from './real-record.ts';
import { scoreSimulated, STUDIES } from './simulated-activations.ts';

const FS = 1000;

/** Sharp biphasic deflections (a near field) at `near`, blunt ones at `far`, and noise. */
function electrogram(near: readonly number[], far: readonly number[], seconds = 20): Float32Array {
  const samples = new Float32Array(seconds * FS);
  const add = (at: number, width: number, height: number) => {
    for (let k = -5 * width; k <= 5 * width; k++)
      if (samples[at + k] !== undefined)
        samples[at + k] -= ((height * k) / width) * Math.exp(0.5 - (k / width) ** 2 / 2);
  };
  for (const at of near) add(at, 2, 1);
  for (const at of far) add(at, 12, 1.5);
  const random = makeRandom(7);
  return samples.map((value) => value + 0.01 * random.normal());
}

const every = (from: number, step: number, to = 19_800) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);

describe('detectActivations', () => {
  it('finds near and far fields, tells them apart and marks the steepest point', () => {
    const [near, far] = [every(300, 800), every(450, 800)];
    const { activations, kinds } = detectActivations(electrogram(near, far), FS);
    const found = (kind: string) => [...activations].filter((_, k) => kinds[k] === kind);
    expect(found('near').length).toBe(near.length);
    expect(Math.max(...found('near').map((at, k) => Math.abs(at - near[k])))).toBeLessThanOrEqual(1);
    expect(found('far').length).toBe(far.length);
    expect(Math.max(...found('far').map((at, k) => Math.abs(at - far[k])))).toBeLessThanOrEqual(20);
  });

  it('follows fibrillation’s cycle length of 130 ms', () => {
    const near = every(200, 130);
    const { activations } = detectActivations(electrogram(near, []), FS);
    expect(activations.length).toBe(near.length);
    expect(medianCycleLength(activations, FS)).toBeCloseTo(130, 0);
  });

  it('does not count stimuli that it is told of', () => {
    const near = every(300, 600);
    const samples = electrogram(near, []);
    const stimuli = near.map((at) => at - 100);
    for (const at of stimuli) samples.fill(5, at, at + 2);
    const { activations } = detectActivations(samples, FS, { stimuli });
    expect([...activations].map((at, k) => Math.abs(at - near[k]) <= 2)).toEqual(near.map(() => true));
  });

  it('finds nothing in a flat or missing electrogram and refuses too low a sampling frequency', () => {
    expect(detectActivations(new Float32Array(5000), FS).activations.length).toBe(0);
    expect(detectActivations(new Float32Array(5000).fill(NaN), FS).activations.length).toBe(0);
    expect(detectActivations(new Float32Array(0), FS).activations.length).toBe(0);
    expect(() => detectActivations(new Float32Array(5000), 128)).toThrow(/200 Hz/);
  });

  it('takes no ripple after a large deflection of the ablation catheter for another activation', () => {
    const large = every(300, 800);
    const samples = electrogram(large, []);
    const small = electrogram(large.map((at) => at + 27).slice(0, -1), []);
    const both = samples.map((value, n) => value + 0.15 * small[n]);
    const countOf = (group: 'ABL' | 'HIS') => detectActivations(both, FS, { group }).activations.length;
    expect(countOf('ABL')).toBe(large.length);
    // A bundle potential may be as small and as close: on its catheter it counts.
    expect(countOf('HIS')).toBe(2 * large.length - 1);
  });

  it('gives cycle lengths in ms', () => {
    expect([...cycleLengths([0, 500, 750], 500)]).toEqual([1000, 500]);
    expect(medianCycleLength([3], 500)).toBeUndefined();
  });
});

describe('activations on simulated studies', () => {
  it('are near fields within 10 ms of the truth in 95 of 100 on CS, ABL, RVA and HIS, and far fields are told from them', () => {
    const byGroup = new Map<string, MatchCount>();
    const far = { seen: 0, told: 0 };
    for (let index = 0; index < STUDIES; index++)
      for (const score of scoreSimulated(index, 77, 0.3)) {
        byGroup.set(score.group, addCounts(byGroup.get(score.group) ?? NO_MATCHES, score.count));
        far.seen += score.far.seen;
        far.told += score.far.told;
      }
    expect([...byGroup.keys()].sort()).toEqual(['ABL', 'CS', 'HIS', 'RVA']);
    for (const [group, count] of byGroup) {
      expect(count.found, group).toBeGreaterThan(400);
      expect(sensitivity(count), group).toBeGreaterThan(95);
      expect(positivePredictivity(count), group).toBeGreaterThan(95);
    }
    expect(far.seen).toBeGreaterThan(500);
    expect(far.told / far.seen).toBeGreaterThan(0.9);
  }, 120_000);

  it('tell atrium, bundle and ventricle apart on a catheter across the ring', () => {
    const near = [300, 370, 420];
    const samples = electrogram(
      every(0, 800, 19_000).flatMap((beat) => near.map((at) => beat + at)),
      [],
    );
    const { activations } = detectActivations(samples, FS, { group: 'HIS' });
    expect([...activations].slice(0, 3).map((at, k) => Math.abs(at - near[k]) <= 3)).toEqual([
      true,
      true,
      true,
    ]);
  });
});

const iafdb = recordings('iafdb');

describe.skipIf(!iafdb)('activations on iaf1_afw', () => {
  it('have the cycle length of atrial fibrillation on the proximal pairs, whose signal stands out', async () => {
    const { leads, samplingFrequency } = await loadRecord(iafdb!, 'iaf1_afw');
    const pairs = leads.filter(({ name }) => name === 'CS78' || name === 'CS90');
    expect(pairs.length).toBe(2);
    for (const { samples } of pairs) {
      const { activations, kinds } = detectActivations(samples, samplingFrequency);
      const near = [...activations].filter((_, k) => kinds[k] === 'near');
      const cycleLength = medianCycleLength(near, samplingFrequency);
      expect(cycleLength).toBeGreaterThan(100);
      expect(cycleLength).toBeLessThan(250);
    }
  }, 120_000);
});
