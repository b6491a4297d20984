import { describe, expect, it, vi } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { Heart } from '../../src-main/simulate/heart/heart.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { Story } from '../../src-main/simulate/story/laboratory.ts';
import { drive } from '../../src-main/simulate/story/laboratory.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';
import { makeSubject } from '../../src-main/simulate/subject.ts';
import { longShort } from './stories.ts';
import { atrialBefore, deviation, mean, median, seeds } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

/** AH (ms) of the beat that each S2 gives, by coupling: the AV conduction curve; undefined where it is blocked. */
function conductionCurve(
  seed: number,
  options: SubjectOptions,
  couplings: readonly number[],
): (number | undefined)[] {
  const heart = new Heart(makeSubject(seed, options), makeRandom(seed));
  const advance = (story: Generator<number, void, void>): void => {
    for (const ms of story) heart.advance(ms);
  };
  heart.advance(2000);
  return couplings.map((coupling) => {
    advance(drive({ heart, random: makeRandom(1) }, { site: 'HRA', cycle: 500, beats: 8, coupling }));
    const from = heart.now;
    heart.advance(700);
    const wave = heart.happenings.waves.find(
      ({ chamber, start }) => chamber === 'atria' && start >= from - 1,
    );
    const septum = wave?.times.get('septum');
    const his = heart.happenings.his.find((time) => septum !== undefined && time > septum);
    heart.advance(4000);
    return septum !== undefined && his !== undefined && his - septum < 550 ? his - septum : undefined;
  });
}

describe('intervals of sinus rhythm', () => {
  const intervals = seeds(40).map((seed) => {
    const study = simulateStudy({ seed, minutes: 0.12, scenario: 'sinus', subject: { diagnosis: 'none' } });
    const beat = study.truth.beats.find(({ mechanism, his }) => mechanism === 'sinus' && his)!;
    const atrial = atrialBefore(study, beat)!;
    return {
      ah: beat.his! - atrial.septum!,
      hv: beat.qrsOnset - beat.his!,
      pr: beat.qrsOnset - atrial.start,
    };
  });

  it('has AH 72 +- 16 ms and HV 40 +- 5 ms', () => {
    const ah = intervals.map((x) => x.ah);
    const hv = intervals.map((x) => x.hv);
    expect(Math.abs(mean(ah) - 72)).toBeLessThan(8);
    expect(deviation(ah)).toBeGreaterThan(9);
    expect(deviation(ah)).toBeLessThan(22);
    expect(Math.abs(mean(hv) - 40)).toBeLessThan(3);
    expect(deviation(hv)).toBeLessThan(8);
  });

  it('has PR intervals of children', () => {
    expect(median(intervals.map((x) => x.pr))).toBeGreaterThan(115);
    expect(median(intervals.map((x) => x.pr))).toBeLessThan(175);
  });
});

describe('the AV node', () => {
  const couplings = Array.from({ length: 22 }, (_, k) => 420 - 10 * k);

  it('jumps by 50 ms or more in about 42 % of AVNRT', () => {
    const all = seeds(150);
    const jumps = all.filter((seed) => {
      const curve = conductionCurve(seed, { diagnosis: 'AVNRT', age: 13 }, couplings);
      const slow = curve.findIndex((ah) => ah !== undefined && ah > 190); // the slow pathway's first beat
      return slow > 0 && curve[slow]! - (curve[slow - 1] ?? 0) >= 50;
    });
    // Two standard errors of a share of 0.42 among 150.
    expect(Math.abs(jumps.length / all.length - 0.42)).toBeLessThan(2 * Math.sqrt((0.42 * 0.58) / 150));
    // Exactly those whose pathways were drawn so, which over many more subjects are 42 % within 2 %.
    const drawn = (seed: number): boolean => makeSubject(seed, { diagnosis: 'AVNRT' }).electrophysiology.jump;
    expect(jumps).toEqual(all.filter(drawn));
    expect(Math.abs(seeds(5000, 1).filter(drawn).length / 5000 - 0.42)).toBeLessThan(0.02);
  });

  it('conducts more slowly the earlier a beat comes, and at last not at all', () => {
    const curve = conductionCurve(5, { diagnosis: 'none', age: 12 }, [420, 330, 270, 205]);
    expect(curve[1]!).toBeGreaterThan(curve[0]! + 5);
    expect(curve[2]!).toBeGreaterThan(curve[1]! + 10);
    expect(curve[3]).toBeUndefined();
  });

  it('shows Wenckebach periods under fast atrial pacing', () => {
    const pacing: Story = function* (laboratory) {
      yield 2000;
      for (let cycle = 320; cycle > 210; cycle -= 10)
        yield* drive(laboratory, { site: 'HRA', cycle, beats: 30 });
    };
    const study = simulateStudy({
      seed: 9,
      minutes: 1.5,
      scenario: pacing,
      subject: { diagnosis: 'none', age: 13 },
    });
    const conducted = study.truth.atria.map((wave, k, all) => {
      const next = all[k + 1]?.septum ?? Infinity;
      const his = study.truth.his.find(
        (time) => time > wave.septum! + 30 && time < Math.min(next + 20, wave.septum! + 400),
      );
      return {
        paced: wave.mechanism === 'paced-atria',
        ah: his === undefined ? undefined : his - wave.septum!,
      };
    });
    const cycles = conducted.flatMap(({ paced, ah }, k) =>
      paced && ah === undefined && conducted[k - 1]?.ah && conducted[k - 3]?.ah
        ? [conducted[k - 1].ah! - conducted[k - 3].ah!]
        : [],
    );
    expect(cycles.length).toBeGreaterThan(2);
    expect(median(cycles)).toBeGreaterThan(0);
  });

  it('loses beats in second-degree block while the atria go on', () => {
    const { truth } = simulateStudy({
      seed: 4,
      minutes: 1,
      scenario: 'av-block',
      subject: { diagnosis: 'none', age: 12 },
    });
    const sinus = truth.atria.filter(({ mechanism }) => mechanism === 'sinus').length;
    const conducted = truth.beats.filter(({ mechanism }) => mechanism === 'sinus').length;
    expect(conducted).toBeLessThan(sinus - 3);
    expect(truth.beats.filter(({ symbol }) => symbol === 'b').length).toBeGreaterThan(3);
  });
});

describe('the bundle branches', () => {
  it('block at short intervals after long ones: the early beat is aberrant', () => {
    let aberrant = 0;
    for (const seed of seeds(8)) {
      const { truth } = simulateStudy({
        seed,
        minutes: 1,
        scenario: longShort,
        subject: { diagnosis: 'none', age: 15 },
      });
      aberrant += truth.beats.filter(({ symbol }) => symbol === 'a').length;
    }
    expect(aberrant).toBeGreaterThan(0);
  });
});

describe('ventricular tachycardia', () => {
  const relation = (retrograde: 'none' | 'slow' | 'good') => {
    const story: Story = function* ({ heart }) {
      yield 3000;
      heart.startFocus('ventricular-focus', 'ventricular-focus', 330, 0.004);
      yield 60_000;
    };
    const { truth } = simulateStudy({
      seed: 8,
      minutes: 0.6,
      scenario: story,
      subject: { diagnosis: 'none', age: 14, retrograde },
    });
    const from = 8000;
    const beats = truth.beats.filter(
      ({ qrsOnset, mechanism }) => qrsOnset > from && mechanism === 'ventricular-focus',
    ).length;
    const back = truth.atria.filter(
      ({ start, mechanism }) => start > from && mechanism === 'retrograde',
    ).length;
    const sinus = truth.atria.filter(({ start, mechanism }) => start > from && mechanism === 'sinus').length;
    return { back: back / beats, sinus };
  };

  it('leaves the atria alone without retrograde conduction, takes every other or every one with it', () => {
    const dissociated = relation('none');
    expect(dissociated.back).toBe(0);
    expect(dissociated.sinus).toBeGreaterThan(20);
    expect(Math.abs(relation('slow').back - 0.5)).toBeLessThan(0.1);
    expect(relation('good').back).toBeGreaterThan(0.95);
  });
});

describe('fibrillation', () => {
  it('conducts irregularly, and over a manifest pathway fast and pre-excited', () => {
    const rr = (diagnosis: 'AFIB' | 'AVRT-WPW') => {
      const study = simulateStudy({
        seed: 6,
        minutes: 1,
        scenario: 'fibrillation',
        subject: { diagnosis, age: 16, pathway: diagnosis === 'AVRT-WPW' ? 'left lateral' : undefined },
      });
      const beats = study.truth.beats.filter(({ mechanism }) => mechanism === 'fibrillation');
      const intervals = beats
        .slice(1)
        .map((beat, k) => beat.qrsOnset - beats[k].qrsOnset)
        .filter((ms) => ms < 1500);
      return {
        intervals,
        preExcited: beats.filter(({ entries }) => entries.includes('accessory')).length / beats.length,
      };
    };
    const plain = rr('AFIB');
    expect(deviation(plain.intervals) / mean(plain.intervals)).toBeGreaterThan(0.1);
    const preExcited = rr('AVRT-WPW');
    expect(preExcited.preExcited).toBeGreaterThan(0.3);
    expect(Math.min(...preExcited.intervals)).toBeLessThan(330);
  });
});
