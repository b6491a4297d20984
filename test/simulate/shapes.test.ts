import { describe, expect, it, vi } from 'vitest';
import type { StudyOptions } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { median } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const PER_MS = 0.977;
const SEEDS = [1, 2, 3, 4];

/** Mean voltage of a lead over a part of the QRS (from, to: shares of it), mV, median of four beats of a mechanism. */
function qrsOf(options: StudyOptions, mechanism: string) {
  const study = simulateStudy({ noise: 0, minutes: 0.16, ...options });
  const digital = study.digital();
  const beats = study.truth.beats.filter((beat) => beat.mechanism === mechanism).slice(2, 6);
  expect(beats.length).toBe(4);
  const lead = (name: string, from = 0, to = 1): number => {
    const row = digital[study.signals.findIndex((signal) => signal.name === name)];
    return median(
      beats.map(({ qrsOnset, qrsEnd }) => {
        const onset = Math.round(qrsOnset * PER_MS);
        const length = (qrsEnd - qrsOnset) * PER_MS;
        const [first, last] = [onset + Math.round(from * length), onset + Math.round(to * length)];
        let sum = 0;
        for (let i = first; i <= last; i++) sum += row[i] - row[onset - 6];
        return sum / 2000 / (last - first + 1);
      }),
    );
  };
  const axis = (Math.atan2((lead('aVF') * 2) / Math.sqrt(3), lead('I')) * 180) / Math.PI;
  const width = median(beats.map(({ qrsOnset, qrsEnd }) => qrsEnd - qrsOnset));
  return { lead, axis, width };
}

const sinus = (seed: number, subject: StudyOptions['subject'] = {}) =>
  qrsOf({ seed, scenario: 'sinus', subject: { age: 13, ...subject } }, 'sinus');

describe('QRS shapes follow from the sequence of activation', () => {
  it('conducted: an axis of 20 to 90 degrees, V1 negative, that differs from subject to subject', () => {
    const shapes = SEEDS.map((seed) => sinus(seed));
    for (const { axis, lead } of shapes) {
      expect(axis).toBeGreaterThan(20);
      expect(axis).toBeLessThan(90);
      expect(lead('V1')).toBeLessThan(0);
    }
    const axes = shapes.map(({ axis }) => axis);
    expect(Math.max(...axes) - Math.min(...axes)).toBeGreaterThan(8);
    const heights = shapes.map(({ lead }) => lead('V1'));
    expect(Math.min(...heights) / Math.max(...heights)).toBeGreaterThan(1.3);
  });

  it('right bundle branch block: late forces towards V1, away from V6', () => {
    for (const seed of SEEDS) {
      const { lead } = sinus(seed, { bundleBranchBlock: 'right' });
      expect(lead('V1', 0.55, 1)).toBeGreaterThan(0.05);
      expect(lead('V6', 0.55, 1)).toBeLessThan(-0.05);
    }
  });

  it('left bundle branch block: longer and deeper in V1 than conducted, axis turned left', () => {
    for (const seed of SEEDS) {
      const [block, plain] = [sinus(seed, { bundleBranchBlock: 'left' }), sinus(seed)];
      expect(block.lead('V1') * block.width).toBeLessThan(1.5 * plain.lead('V1') * plain.width);
      expect(block.lead('V6', 0.55, 1)).toBeGreaterThan(0.1);
      expect(block.axis).toBeLessThan(plain.axis - 30);
    }
  });

  it('paced at the right ventricle’s apex: left block in V1, axis upwards', () => {
    for (const seed of SEEDS) {
      const { axis, lead } = qrsOf(
        { seed, scenario: 'ventricular-pacing', subject: { age: 13 } },
        'paced-ventricles',
      );
      expect(lead('V1')).toBeLessThan(-0.1);
      expect(axis).toBeLessThan(0);
    }
  });
});
