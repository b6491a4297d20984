import { describe, expect, it, vi } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { Heart } from '../../src-main/simulate/heart/heart.ts';
import { circuitLengths } from '../../src-main/simulate/heart/places.ts';
import type { Circuit } from '../../src-main/simulate/story/circuits.ts';
import {
  circuitRuns,
  interrupt,
  setCircuit,
  startCircuit,
  stopCircuit,
} from '../../src-main/simulate/story/circuits.ts';
import type { SubjectOptions } from '../../src-main/simulate/subject.ts';
import { makeSubject } from '../../src-main/simulate/subject.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { median, seeds } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const KINDS: readonly (readonly [string, Circuit, SubjectOptions])[] = [
  ['flutter', 'flutter', { diagnosis: 'none' }],
  ['intra-atrial re-entry', 'flutter', { diagnosis: 'IART' }],
  ['tachycardia round a scar', 'scar', { diagnosis: 'TOF with VT' }],
];
const PACED = { flutter: 'CS90', scar: 'RVA' } as const;

function heartOf(seed: number, options: SubjectOptions) {
  const heart = new Heart(makeSubject(seed, options), makeRandom(seed));
  const laboratory = { heart, random: makeRandom(seed) };
  const play = <T>(story: Generator<number, T, void>): T => {
    for (;;) {
      const next = story.next();
      if (next.done) return next.value;
      heart.advance(next.value);
    }
  };
  heart.advance(2500);
  return { heart, laboratory, play };
}

/** Times at which a site was excited while `ms` pass. */
function timesOf(heart: Heart, site: string, ms: number): number[] {
  const times: number[] = [];
  for (let waited = 0; waited < ms; waited += 2) {
    heart.advance(2);
    const last = heart.lastAt(site);
    if (last > heart.now - 2 && last !== times.at(-1)) times.push(last);
  }
  return times;
}

const cycles = (times: readonly number[]): number[] => times.slice(1).map((time, k) => time - times[k]);

/** ms of a turn, from the paths' lengths and speeds alone. */
function turnOf({ subject, anatomy }: Heart, circuit: Circuit): number {
  const { ring, isthmus, scar } = subject.electrophysiology.circuits;
  if (circuit === 'flutter') {
    const lengths = circuitLengths(subject.size);
    const slow = lengths.pop()!;
    return lengths.reduce((sum, mm) => sum + mm / ring, 0) + slow / isthmus;
  }
  const [a, b] = ['ventricular-focus', 'ventricular-focus-2'].map((name) => anatomy.places.get(name)!);
  return Math.hypot(...a.at.map((x, i) => x - b.at[i])) / scar + a.arrival[b.point];
}

describe.each(KINDS)('%s', (_, circuit, options) => {
  it('starts with a premature beat, keeps on for half a minute and ends by pacing', () => {
    for (const seed of seeds(8)) {
      const { heart, laboratory, play } = heartOf(seed, options);
      heart.advance(5000);
      expect(circuitRuns(heart, circuit, 5000)).toBe(false);
      expect(play(startCircuit(laboratory, circuit)), `seed ${seed}`).toBe(true);
      heart.advance(30_000);
      expect(circuitRuns(heart, circuit), `seed ${seed}`).toBe(true);
      play(stopCircuit(laboratory, circuit));
      heart.advance(3000);
      expect(circuitRuns(heart, circuit, 2000), `seed ${seed}`).toBe(false);
      expect(heart.happenings.waves.at(-1)!.origin).toBe('sinus');
    }
  });

  it('takes as long for a turn as its path takes at its speeds', () => {
    for (const seed of seeds(5)) {
      const { heart, laboratory, play } = heartOf(seed, options);
      play(startCircuit(laboratory, circuit));
      heart.advance(2000);
      const site = circuit === 'flutter' ? 'circuit-3' : 'ventricular-focus';
      const cycle = median(cycles(timesOf(heart, site, 8000)));
      expect(Math.abs(cycle / turnOf(heart, circuit) - 1)).toBeLessThan(0.06);
    }
  });

  it('needs its slow zone: with that blocked the same stimuli start nothing, and what runs ends', () => {
    const { heart, laboratory, play } = heartOf(101, options);
    expect(play(startCircuit(laboratory, circuit))).toBe(true);
    play(interrupt(heart, circuit));
    heart.advance(1500);
    for (let coupling = 400; coupling > 200; coupling -= 20) {
      setCircuit(heart, circuit, true);
      heart.pathway(circuit === 'flutter' ? 'isthmus' : 'scar')!.blocked = true;
      const before = heart.sinusBeats;
      while (heart.sinusBeats === before) heart.advance(4);
      heart.advance(coupling);
      heart.stimulate(PACED[circuit], 'S2');
      heart.advance(1200);
      expect(circuitRuns(heart, circuit)).toBe(false);
    }
  });

  it('can be entrained: it follows pacing a little faster than itself and comes back with its own cycle', () => {
    const { heart, laboratory, play } = heartOf(101, options);
    expect(play(startCircuit(laboratory, circuit))).toBe(true);
    heart.advance(3000);
    const site = PACED[circuit];
    const own = median(cycles(timesOf(heart, site, 4000)));
    const far = circuit === 'flutter' ? 'circuit-4' : 'ventricular-focus';
    const entrained: number[] = [];
    for (let beat = 0; beat < 30; beat++) {
      heart.stimulate(site, 'S1');
      entrained.push(...timesOf(heart, far, own - 18));
    }
    const last = heart.now - (own - 18);
    expect(Math.abs(median(cycles(entrained).slice(-12)) - (own - 18))).toBeLessThan(3);
    const after = timesOf(heart, site, 3000);
    const returned = after.find((time) => time > last + 60)!;
    expect(returned - last).toBeGreaterThan(own - 10);
    expect(returned - last).toBeLessThan(own + 160); // the way to the circuit and back
    expect(Math.abs(median(cycles(after)) - own)).toBeLessThan(4);
    expect(circuitRuns(heart, circuit)).toBe(true);
  });
});

describe('circuits in studies', () => {
  const study = (scenario: 'flutter' | 'ventricular-tachycardia', seed: number, subject: SubjectOptions) =>
    simulateStudy({ seed, minutes: 1, scenario, subject });

  it('give flutter at 190 to 270 ms, mostly conducted 2:1, and slower ones after surgery', () => {
    const ratios: number[] = [];
    const atrial = (diagnosis: 'none' | 'IART'): number =>
      median(
        seeds(6).flatMap((seed) => {
          const { truth } = study('flutter', seed, { diagnosis });
          const flutter = truth.beats.filter(({ mechanism }) => mechanism === 'circuit');
          expect(flutter.length, `seed ${seed}`).toBeGreaterThan(20);
          const [from, to] = [flutter[5].qrsOnset, flutter[15].qrsOnset];
          const local = truth.local.CS90.atria.filter((time) => time > from && time < to);
          expect(local.length).toBeGreaterThanOrEqual(10);
          ratios.push(local.length / 10);
          return cycles(local);
        }),
      );
    const [flutter, slower] = [atrial('none'), atrial('IART')];
    expect(flutter).toBeGreaterThan(190);
    expect(flutter).toBeLessThan(270);
    expect(slower).toBeGreaterThan(flutter + 30);
    expect(median(ratios.slice(0, 6))).toBeGreaterThan(1.4);
  });

  it('give tachycardias after tetralogy repair with a QRS of 140 to 190 ms, leaving by either end of the scar', () => {
    const figures = seeds(12).map((seed) => {
      const { truth } = study('ventricular-tachycardia', seed, { diagnosis: 'TOF with VT' });
      const beats = truth.beats.filter(({ mechanism }) => mechanism === 'ventricular-circuit');
      expect(beats.length, `seed ${seed}`).toBeGreaterThan(5);
      expect(beats.filter(({ symbol, aux }) => symbol === 'X' && aux === 'VT').length).toBeGreaterThan(
        0.8 * beats.length,
      );
      const heart = new Heart(makeSubject(seed, { diagnosis: 'TOF with VT' }), makeRandom(seed));
      const exit = heart.pathway('scar')!.ends[1];
      return {
        width: median(beats.map(({ qrsOnset, qrsEnd }) => qrsEnd - qrsOnset)),
        exit: heart.network.sites[exit].name,
      };
    });
    const width = median(figures.map((x) => x.width));
    expect(width).toBeGreaterThan(140);
    expect(width).toBeLessThan(190);
    expect(new Set(figures.map((x) => x.exit)).size).toBe(2);
  });
});
