import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { clusterFamilies } from '../../../src-main/dsp/families/cluster.ts';
import {
  addShifts,
  familyEvidenceFaults,
  familyShifts,
  recordShifts,
  type FamilyEvidence,
} from '../../../src-main/dsp/families/family-evidence.ts';
import { WindowShapes } from '../../../src-main/dsp/families/window-shapes.ts';

const CLASSES = ['N', 'S', 'V', 'F'];
const EVIDENCE: FamilyEvidence = {
  output: 'aami',
  classes: ['V', 'F'],
  before: 0.08,
  after: 0.12,
  threshold: 0.85,
  weight: 0.8,
  halfSize: 1,
  limit: 8,
};
const NO_PRIORS = new Float32Array();
const SHARED = [false, false, true, true];
const LAYOUT = { leads: 2, windowSamples: 256, samplingFrequency: 250 };

/** Logits of a beat whose log-odds of V and F together against N and S together are `odds`. */
const logitsOf = (odds: number): number[] => [0, Math.log(3), odds + Math.log(3), odds];
const oddsOf = ([n, s, v, f]: ArrayLike<number> & Iterable<number>): number =>
  Math.log(Math.exp(v) + Math.exp(f)) - Math.log(Math.exp(n) + Math.exp(s));

describe('evidence shared by families', () => {
  const odds = [2, 4, -3, -1, 5];
  const family = Int32Array.of(0, 0, 0, 1, 2);
  const logits = Float32Array.from(odds.flatMap(logitsOf));

  it('moves each beat part of the way to the mean of its family; a beat alone stays', () => {
    const shifts = familyShifts(logits, SHARED, family, EVIDENCE);
    // Three beats of mean 1: 0.8 x 3 / (3 + 1) = 0.6 of the way.
    [0.6 * (1 - 2), 0.6 * (1 - 4), 0.6 * (1 + 3), 0, 0].forEach((shift, beat) =>
      expect(shifts[beat]).toBeCloseTo(shift, 5),
    );
  });

  it('leaves what a beat says among the shared classes and among the others', () => {
    const moved = Float32Array.from(logits);
    const shifts = familyShifts(logits, SHARED, family, EVIDENCE);
    addShifts(moved, CLASSES, EVIDENCE, shifts);
    for (let beat = 0; beat < odds.length; beat++) {
      const [n, s, v, f] = moved.subarray(beat * 4, beat * 4 + 4);
      expect(s - n).toBeCloseTo(Math.log(3), 5);
      expect(v - f).toBeCloseTo(Math.log(3), 5);
      expect(oddsOf([n, s, v, f])).toBeCloseTo(odds[beat] + shifts[beat], 5);
    }
  });

  it('lets no single beat outweigh the others of its family', () => {
    const loud = Float32Array.from([-2, -2, 100].flatMap(logitsOf));
    const [quiet] = familyShifts(loud, SHARED, new Int32Array(3), { ...EVIDENCE, limit: 3 });
    expect(quiet).toBeCloseTo(0.6 * (-1 / 3 + 2), 5);
  });

  it('says what cannot be meant', () => {
    const outputs = [{ name: 'aami', classes: CLASSES }];
    const faults = (change: Partial<FamilyEvidence>) =>
      familyEvidenceFaults({ ...EVIDENCE, ...change }, outputs, ['width-ratio']);
    expect(faults({})).toEqual([]);
    expect(faults({ output: 'origin' })[0]).toContain('origin');
    expect(faults({ classes: ['V', 'X'] })[0]).toContain('X');
    expect(faults({ classes: CLASSES })).toHaveLength(1);
    expect(faults({ weight: 1.5 })).toHaveLength(1);
    expect(faults({ limit: NaN })).toHaveLength(1);
    const sinus = (prior: string, full: number) => ({ shift: 4, criteria: [{ prior, none: 0.5, full }] });
    expect(faults({ sinus: sinus('width-ratio', 0.25) })).toEqual([]);
    expect(faults({ sinus: sinus('width-ratio', 0.5) })).toHaveLength(1);
    expect(faults({ sinus: sinus('qrs-width', 0.25) })[0]).toContain('qrs-width');
  });
});

/** One window of two leads: a bell of some width (s) in the middle, of either polarity on the second lead, and noise. */
function window(width: number, polarity: number, seed: number): Float32Array {
  const random = makeRandom(seed);
  return Float32Array.from({ length: 512 }, (_, i) => {
    const t = ((i % 256) - 128) / (250 * width);
    const sign = i < 256 ? 1 : polarity;
    return sign * 5 * Math.exp(-t * t) + 0.1 * random.normal();
  });
}

describe('shapes cut from windows', () => {
  const narrow = (beat: number) => beat % 3 !== 0;
  const shapesOf = (absentLead = false): WindowShapes => {
    const shapes = new WindowShapes(60, LAYOUT, EVIDENCE);
    for (let beat = 0; beat < 60; beat++) {
      const samples = narrow(beat) ? window(0.015, 1, beat) : window(0.05, -1, beat);
      if (absentLead) samples.fill(0, 256);
      shapes.add(beat, samples, 0);
    }
    return shapes;
  };

  it('are of 200 ms around R, each beat of norm 1, and fall into families', () => {
    const { shapes } = shapesOf();
    expect(shapes.points).toBe(50);
    expect(Math.hypot(...shapes.values.subarray(0, 100))).toBeCloseTo(1, 5);
    const { family } = clusterFamilies(shapes, { threshold: EVIDENCE.threshold });
    for (let beat = 0; beat < 60; beat++) expect(family[beat]).toBe(narrow(beat) ? 0 : 1);
  });

  it('do without an absent lead', () => {
    const { shapes } = shapesOf(true);
    expect(shapes.values.every(Number.isFinite)).toBe(true);
    expect(clusterFamilies(shapes, { threshold: EVIDENCE.threshold }).sizes).toEqual([40, 20]);
  });

  it('take the row that is meant of several windows', () => {
    const [one, other] = [window(0.015, 1, 1), window(0.05, -1, 2)];
    const both = Float32Array.of(...one, ...other);
    const [alone, second] = [new WindowShapes(1, LAYOUT, EVIDENCE), new WindowShapes(1, LAYOUT, EVIDENCE)];
    alone.add(0, other, 0);
    second.add(0, both, 1);
    expect(second.shapes.values).toEqual(alone.shapes.values);
  });

  it('must fit into the window', () => {
    expect(() => new WindowShapes(1, LAYOUT, { before: 0.6, after: 0.1 })).toThrow(RangeError);
    expect(() => new WindowShapes(1, LAYOUT, { before: 0.1, after: 0.6 })).toThrow(RangeError);
  });

  it('bring the odd answer of a family into line with the others', () => {
    const odds = Array.from({ length: 60 }, (_, beat) => (narrow(beat) ? -4 : beat === 30 ? -2 : 3));
    const logits = Float32Array.from(odds.flatMap(logitsOf));
    const shifts = recordShifts(shapesOf(), logits, CLASSES, EVIDENCE, { names: [], values: NO_PRIORS });
    expect(odds[30] + shifts[30]).toBeGreaterThan(1);
    expect(shifts[1]).toBeCloseTo(0, 5);
  });

  it('leave beats alone whose leads are missing or flat', () => {
    const { windowSamples, leads } = LAYOUT;
    const shapes = new WindowShapes(60, LAYOUT, EVIDENCE);
    for (let beat = 0; beat < 60; beat++) {
      const flat = new Float32Array(leads * windowSamples).fill(beat % 3 === 0 ? 0 : 0.3);
      shapes.add(beat, beat < 50 ? flat : window(0.015, 1, beat), 0);
    }
    const odds = Array.from({ length: 60 }, (_, beat) => (beat < 50 && beat % 2 === 0 ? 4 : -4));
    const logits = Float32Array.from(odds.flatMap(logitsOf));
    const sinus = { shift: 4, criteria: [{ prior: 'a', none: 1, full: 0 }] };
    const priors = { names: ['a'], values: new Float32Array(60) };
    const shifts = recordShifts(shapes, logits, CLASSES, { ...EVIDENCE, sinus }, priors);
    expect([...shifts.subarray(0, 50)]).toEqual(new Array(50).fill(0));
    expect(shifts[55]).toBeLessThan(-1);
  });

  it('take from a family in the rhythm of the own beats what speaks for the ventricle', () => {
    const sinus = {
      shift: 4,
      criteria: [
        { prior: 'rr-pre-to-local', absolute: true, none: 0.12, full: 0.06 },
        { prior: 'width-ratio', none: 0.5, full: 0.25 },
      ],
    };
    const names = ['width-ratio', 'other', 'rr-pre-to-local'];
    const logits = Float32Array.from(Array.from({ length: 60 }, () => logitsOf(2)).flat());
    const shiftsOf = (widthRatio: number, rr: number): Float32Array => {
      const rows = Array.from({ length: 60 }, (_, beat) => (narrow(beat) ? [0, 9, 0] : [widthRatio, 9, rr]));
      const values = Float32Array.from(rows.flat());
      return recordShifts(shapesOf(), logits, CLASSES, { ...EVIDENCE, sinus }, { names, values });
    };
    // Families of 40 and of 20 beats, half size 1.
    expect(shiftsOf(0.1, -0.02)[1]).toBeCloseTo((-4 * 40) / 41, 4);
    expect(shiftsOf(0.1, -0.02)[0]).toBeCloseTo((-4 * 20) / 21, 4);
    expect(shiftsOf(0.375, 0.02)[0]).toBeCloseTo((-2 * 20) / 21, 4);
    expect(shiftsOf(0.8, 0.02)[0]).toBeCloseTo(0, 6);
    expect(shiftsOf(0.1, -0.4)[0]).toBeCloseTo(0, 6);
    expect(() =>
      recordShifts(shapesOf(), logits, CLASSES, { ...EVIDENCE, sinus }, { names: [], values: NO_PRIORS }),
    ).toThrow('rr-pre-to-local');
  });
});
