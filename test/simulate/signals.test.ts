import { describe, expect, it, vi } from 'vitest';
import type { SimulatedStudy, StudyOptions } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { Laboratory } from '../../src-main/simulate/story/laboratory.ts';
import { PATHWAY_LOCATIONS } from '../../src-main/simulate/subject.ts';
import { deviation, mean, median, seeds } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const FS = 977;
const toSample = (ms: number): number => Math.round((ms * FS) / 1000);

/** mV, by signal name, of a quiet recording. */
function record(options: StudyOptions): { study: SimulatedStudy; lead: (name: string) => Float64Array } {
  const study = simulateStudy({ noise: 0, minutes: 0.25, ...options });
  const digital = study.digital();
  const lead = (name: string): Float64Array =>
    Float64Array.from(
      digital[study.signals.findIndex((signal) => signal.name === name)],
      (value) => value / 2000,
    );
  return { study, lead };
}

function largest(row: Float64Array, from: number, to: number, baseline: number): number {
  let best = 0;
  for (let i = from; i < to; i++) if (Math.abs(row[i] - baseline) > Math.abs(best)) best = row[i] - baseline;
  return best;
}

describe('blocks', () => {
  it('cut no beat: a QRS at a border of blocks is as large as the others', () => {
    const border = 9770;
    let near = 0;
    for (const seed of seeds(40)) {
      const study = simulateStudy({
        seed,
        noise: 0,
        minutes: 0.25,
        scenario: 'sinus',
        subject: { age: 10, sinusCycle: 500 },
      });
      const beats = study.truth.beats.filter(({ symbol }) => symbol === 'N');
      const at = beats.findIndex(({ rPeak }) => Math.abs(rPeak - border) < 60);
      if (at < 1) continue;
      near++;
      const row = study.digital()[1];
      const size = (k: number): number => Math.abs(row[beats[k].rPeak] - row[beats[k].rPeak - 60]);
      expect(size(at) / size(at - 1)).toBeGreaterThan(0.7);
    }
    expect(near).toBeGreaterThan(3);
  });
});

describe('the surface leads', () => {
  it('hold Einthoven and Goldberger to the rounding of the converter', () => {
    const digital = simulateStudy({
      seed: 3,
      minutes: 0.2,
      scenario: 'tachycardia',
      subject: { diagnosis: 'AVRT' },
    }).digital();
    const [one, two, three, right, left, foot] = digital;
    const worst = (made: Int32Array, of: (i: number) => number): number =>
      made.reduce((most, value, i) => Math.max(most, Math.abs(value - of(i))), 0);
    expect(worst(three, (i) => two[i] - one[i])).toBeLessThanOrEqual(2);
    expect(worst(right, (i) => -(one[i] + two[i]) / 2)).toBeLessThanOrEqual(2);
    expect(worst(left, (i) => one[i] - two[i] / 2)).toBeLessThanOrEqual(2);
    expect(worst(foot, (i) => two[i] - one[i] / 2)).toBeLessThanOrEqual(2);
  });

  const recorded = new Map<number, ReturnType<typeof record>[]>();
  const subjectsOf = (age: number) => {
    const known =
      recorded.get(age) ??
      seeds(7).map((seed) => record({ seed, minutes: 0.12, scenario: 'sinus', subject: { age } }));
    recorded.set(age, known);
    return known;
  };

  /** Median over subjects of a deflection in a window of each sinus beat. */
  const deflection = (age: number, leadName: string, from: number, to: number): number =>
    median(
      subjectsOf(age).flatMap(({ study, lead }) => {
        const row = lead(leadName);
        const beats = study.truth.beats.filter(({ symbol }) => symbol === 'N').slice(2, 5);
        return beats.map(({ qrsOnset }) => {
          const onset = toSample(qrsOnset);
          return largest(row, onset + toSample(from), onset + toSample(to), row[onset - toSample(8)]);
        });
      }),
    );

  it('show sinus P waves upright in I, II and aVF, inverted in aVR', () => {
    expect(deflection(12, 'II', -130, -40)).toBeGreaterThan(0.05);
    expect(deflection(12, 'II', -130, -40)).toBeLessThan(0.25);
    expect(deflection(12, 'I', -130, -40)).toBeGreaterThan(0.01);
    expect(deflection(12, 'aVF', -130, -40)).toBeGreaterThan(0.03);
    expect(deflection(12, 'aVR', -130, -40)).toBeLessThan(-0.03);
  });

  it('show an S in V1 and an R in V6, about a millivolt each', () => {
    for (const age of [7, 40]) {
      expect(deflection(age, 'V1', 0, 110)).toBeLessThan(-0.3);
      expect(deflection(age, 'V6', 0, 110)).toBeGreaterThan(0.3);
      expect(deflection(age, 'V2', 0, 110)).toBeGreaterThan(-4);
    }
  });

  it('invert T in V1 and V2 in children, not in V5; upright in V2 to V6 in adults', () => {
    const [from, to] = [170, 400];
    for (const name of ['V1', 'V2']) expect(deflection(7, name, from, to), name).toBeLessThan(-0.05);
    expect(deflection(7, 'V5', from, to)).toBeGreaterThan(0.05);
    for (const name of ['V2', 'V4', 'V6']) expect(deflection(40, name, from, to), name).toBeGreaterThan(0.02);
  });

  it('show retrograde P waves upside down: negative in aVF', () => {
    // With 2:1 conduction back to the atria, every other beat has a P wave after it: the difference to its neighbour is P.
    const story = function* ({ heart }: Laboratory) {
      yield 2000;
      heart.startFocus('ventricular-focus', 'ventricular-focus', 330, 0);
      yield 60_000;
    };
    for (const seed of seeds(4)) {
      const { study, lead } = record({
        seed,
        scenario: story,
        subject: { age: 14, diagnosis: 'none', retrograde: 'slow' },
      });
      const row = lead('aVF');
      const retrograde = study.truth.atria.filter(
        ({ mechanism, start }) => mechanism === 'retrograde' && start > 7000,
      );
      expect(retrograde.length).toBeGreaterThan(5);
      const cycle = toSample(330);
      const areas = retrograde.slice(0, -1).map(({ start }) => {
        let area = 0;
        for (let i = toSample(start); i < toSample(start + 60); i++) area += row[i] - row[i + cycle];
        return area;
      });
      expect(median(areas)).toBeLessThan(-0.1);
    }
  });
});

describe('QRS width', () => {
  const widths = (options: StudyOptions, mechanism: string): number[] =>
    seeds(5).flatMap((seed) =>
      simulateStudy({ ...options, seed, minutes: 0.5 })
        .truth.beats.filter((beat) => beat.mechanism === mechanism)
        .map(({ qrsOnset, qrsEnd }) => qrsEnd - qrsOnset),
    );

  it('grows from conducted through bundle branch block and pacing to ectopic beats', () => {
    const child = { seed: 0, subject: { age: 12, diagnosis: 'none' } } as const;
    const conducted = median(widths({ ...child, scenario: 'sinus' }, 'sinus'));
    const paced = median(widths({ ...child, scenario: 'ventricular-pacing' }, 'paced-ventricles'));
    const ectopic = median(widths({ ...child, scenario: 'ventricular-tachycardia' }, 'ventricular-focus'));
    const blocked = median(
      widths({ seed: 0, subject: { diagnosis: 'TOF with VT' }, scenario: 'sinus' }, 'sinus'),
    );
    expect(conducted).toBeGreaterThan(50);
    expect(conducted).toBeLessThan(90);
    expect(paced).toBeGreaterThan(conducted + 30);
    expect(ectopic).toBeGreaterThan(conducted + 30);
    expect(blocked).toBeGreaterThan(conducted + 30);
  });

  it('is wider with pre-excitation, and the PR interval shorter', () => {
    const figures = (diagnosis: 'AVRT-WPW' | 'none') =>
      PATHWAY_LOCATIONS.map((pathway, k) => {
        const { truth } = simulateStudy({
          seed: 50 + k,
          minutes: 0.2,
          scenario: 'sinus',
          subject: { diagnosis, pathway, age: 13 },
        });
        const beat = truth.beats.filter(({ mechanism }) => mechanism === 'sinus')[3];
        const atrial = truth.atria.findLast(({ start }) => start < beat.qrsOnset)!;
        return { width: beat.qrsEnd - beat.qrsOnset, pr: beat.qrsOnset - atrial.start };
      });
    const [manifest, plain] = [figures('AVRT-WPW'), figures('none')];
    expect(mean(manifest.map((x) => x.width))).toBeGreaterThan(mean(plain.map((x) => x.width)) + 25);
    expect(mean(manifest.map((x) => x.pr))).toBeLessThan(mean(plain.map((x) => x.pr)) - 25);
  });
});

describe('rate', () => {
  it('shortens the QT interval, less than in proportion', () => {
    const tEnd = (sinusCycle: number): number => {
      const { study, lead } = record({
        seed: 11,
        minutes: 0.4,
        scenario: 'sinus',
        subject: { age: 14, sinusCycle },
      });
      const row = lead('II');
      const beat = study.truth.beats.filter(({ symbol }) => symbol === 'N').at(-2)!;
      const onset = toSample(beat.qrsOnset);
      let peak = onset + toSample(150);
      for (let i = peak; i < onset + toSample(420); i++) if (row[i] > row[peak]) peak = i;
      return ((peak - onset) * 1000) / FS;
    };
    const [fast, slow] = [tEnd(500), tEnd(1000)];
    expect(slow - fast).toBeGreaterThan(25);
    expect(fast / slow).toBeGreaterThan(0.6);
  });

  const variation = (scenario: 'sinus' | 'fibrillation' | 'flutter', mechanism: string): number => {
    const { truth } = simulateStudy({
      seed: 5,
      minutes: 1,
      scenario,
      subject: { age: 12, diagnosis: scenario === 'fibrillation' ? 'AFIB' : 'none' },
    });
    const beats = truth.beats;
    const rr = beats
      .slice(1)
      .flatMap((beat, k) =>
        beat.mechanism === mechanism && beats[k].mechanism === mechanism
          ? [beat.qrsOnset - beats[k].qrsOnset]
          : [],
      );
    const plausible = rr.filter((ms) => ms < 1.8 * median(rr));
    return deviation(plausible) / mean(plausible);
  };

  it('varies with breathing in sinus rhythm, wildly in fibrillation', () => {
    const sinus = variation('sinus', 'sinus');
    expect(sinus).toBeGreaterThan(0.02);
    expect(sinus).toBeLessThan(0.18);
    expect(variation('fibrillation', 'fibrillation')).toBeGreaterThan(0.13);
  });
});

describe('the electrograms', () => {
  it('are sharp where and when the truth says: CS pairs at the atrial, RVA12 at the ventricular activation', () => {
    const { study, lead } = record({ seed: 4, scenario: 'sinus', subject: { age: 13, diagnosis: 'none' } });
    const sharpest = (row: Float64Array, from: number, to: number): number => {
      let best = from;
      const slope = (i: number): number => Math.abs(row[i + 2] - row[i - 2]);
      for (let i = from; i < to; i++) if (slope(i) > slope(best)) best = i;
      return best;
    };
    for (const name of ['CS12', 'CS56', 'CS90']) {
      const row = lead(name);
      for (const wave of study.truth.atria.slice(3, 9)) {
        const expected = wave.coronarySinus[name];
        const at = sharpest(row, toSample(wave.start - 10), toSample(wave.start + 130));
        expect(Math.abs((at * 1000) / FS - expected), name).toBeLessThan(22);
      }
    }
    const rva = lead('RVA12');
    for (const beat of study.truth.beats.slice(3, 9)) {
      const at = (sharpest(rva, toSample(beat.qrsOnset - 10), toSample(beat.qrsOnset + 120)) * 1000) / FS;
      expect(at).toBeGreaterThan(beat.qrsOnset - 5);
      expect(at).toBeLessThan(beat.qrsEnd);
    }
  });

  it('show stimuli that saturate the paced pair', () => {
    const { study, lead } = record({
      seed: 2,
      minutes: 0.3,
      scenario: 'ventricular-pacing',
      subject: { age: 12 },
    });
    const row = lead('RVA12');
    const stimuli = study.truth.stimuli.filter(({ site }) => site === 'RVA');
    expect(stimuli.length).toBeGreaterThan(5);
    for (const { time } of stimuli) {
      const at = toSample(time);
      expect(largest(row, at, at + 4, 0)).toBeGreaterThan(5);
    }
  });

  it('stay within the rails, and a flat channel is flat', () => {
    const study = simulateStudy({
      seed: 3,
      minutes: 0.3,
      noise: 30,
      flat: ['ABL12'],
      subject: { diagnosis: 'AVRT' },
    });
    const digital = study.digital();
    for (const row of digital) expect(row.every((value) => Math.abs(value) <= 20480)).toBe(true);
    expect(digital[12].every((value) => value === 0)).toBe(true);
    expect(study.annotations.some(({ symbol }) => symbol === '~')).toBe(true);
  });
});
