import { describe, expect, it } from 'vitest';
import { findStimuli, withoutStimuli } from '../../src-main/dsp/stimulus.ts';
import { syntheticLead } from './synthetic-ecg.ts';

/** Biphasic pulses of 2 ms, 100 ms before each R peak. */
function pacedLead(height: number) {
  const lead = syntheticLead({ samplingFrequency: 977, seconds: 30, rWidth: 0.02 });
  const stimuli = lead.rPeaks.map((peak) => peak - 98);
  for (const at of stimuli) {
    lead.samples[at] += height;
    lead.samples[at + 1] += height * 0.8;
    lead.samples[at + 2] -= height * 0.3;
  }
  return { ...lead, stimuli };
}

describe('findStimuli', () => {
  it.each([0.3, 1, 8])('finds every stimulus of %s mV and nothing else', (height) => {
    const { samples, stimuli } = pacedLead(height);
    const found = findStimuli([samples], 977);
    expect(found.map(({ sampleIndex }) => sampleIndex)).toEqual(stimuli);
    expect(found[0].amplitude).toBeGreaterThan(0.7 * height);
  });

  it('takes narrow QRS complexes of a child for none', () => {
    const { samples } = syntheticLead({ samplingFrequency: 977, rWidth: 0.006, rr: 0.3, rHeight: () => 3 });
    expect(findStimuli([samples], 977)).toEqual([]);
  });

  it('counts a stimulus that several signals show once, at the largest', () => {
    const [small, large] = [pacedLead(0.5), pacedLead(-2)];
    const found = findStimuli([small.samples, large.samples], 977);
    expect(found.length).toBe(large.stimuli.length);
    expect(found.every(({ signalIndex, amplitude }) => signalIndex === 1 && amplitude < -1)).toBe(true);
  });

  it('finds none where a pulse may be one noisy sample, in nothing, and in missing samples', () => {
    expect(findStimuli([pacedLead(5).samples], 360)).toEqual([]);
    expect(findStimuli([new Float32Array(5000)], 977)).toEqual([]);
    expect(findStimuli([new Float32Array(5000).fill(NaN)], 977)).toEqual([]);
    expect(findStimuli([], 977)).toEqual([]);
  });
});

describe('withoutStimuli', () => {
  it('leaves the lead as it is without pacing, but for the artefacts', () => {
    const { samples, stimuli } = pacedLead(8);
    const clean = syntheticLead({ samplingFrequency: 977, seconds: 30, rWidth: 0.02 }).samples;
    const blanked = withoutStimuli(samples, stimuli, 977);
    expect(Math.max(...blanked.map((value, n) => Math.abs(value - clean[n])))).toBeLessThan(0.1);
    expect(samples[stimuli[0]]).toBeGreaterThan(7);
    expect(withoutStimuli(samples, [], 977)).toBe(samples);
  });
});
