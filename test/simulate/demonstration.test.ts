import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Annotation } from '../../src-main/domain/annotation.ts';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { findStimuli } from '../../src-main/dsp/stimulus.ts';
import { demonstrationStudy } from '../../src-main/simulate/demonstration.ts';
import type { SimulatedStudy } from '../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, type ApiFixture } from '../api/library-fixture.ts';

// A whole study is made and imported here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The story as a reviewer meets it: labels, signals and what the program measures on them; never the truth. */
let study: SimulatedStudy;
let fixture: ApiFixture;
let setId: number;
let beats: Annotation[];

beforeAll(async () => {
  study = demonstrationStudy();
  beats = study.annotations.filter(isBeat);
  fixture = openApiFixture();
  const recordId = await importStudy(fixture, study);
  setId = (await fixture.api.getRecord({ params: { recordId } })).annotationSets[0].id;
});
afterAll(() => fixture.close());

/** First and last beat of each run of ten or more AVNRT beats. */
function episodes(): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  beats.forEach(({ aux }, k) => {
    if (aux !== 'AVNRT') return;
    const run = found.at(-1);
    if (run?.last === k - 1) run.last = k;
    else found.push({ first: k, last: k });
  });
  return found.filter(({ first, last }) => last - first >= 10);
}

async function measured(index: number): Promise<Map<string, { ms: number; on: string }>> {
  const at = beats[index].sampleIndex;
  const { values } = await fixture.api.getMeasurement({ params: { setId }, query: { at } });
  return new Map(values.map(({ name, ms, on }) => [name, { ms, on }]));
}

/** Sample indices of the stimuli that are seen in the signals between two places. */
function stimuliBetween(from: number, to: number): number[] {
  const part = study
    .digital()
    .map((row, k) => Float32Array.from(row.subarray(from, to), (value) => value / study.signals[k].gain));
  return findStimuli(part, study.samplingFrequency).map(({ sampleIndex }) => from + sampleIndex);
}

describe('what a reviewer sees of the demonstration study', () => {
  it('begins in sinus rhythm of a child, with a premature beat of either kind', async () => {
    const early = beats.slice(0, 30);
    expect(early.filter(({ symbol }) => symbol === 'N').length).toBeGreaterThan(25);
    const sinus = await measured(10);
    expect(sinus.get('PR')!.ms).toBeGreaterThan(90);
    expect(sinus.get('PR')!.ms).toBeLessThan(220);
    for (const symbol of ['A', 'V']) {
      const k = beats.findIndex((beat) => beat.symbol === symbol);
      const interval = (i: number): number => beats[i].sampleIndex - beats[i - 1].sampleIndex;
      expect(interval(k), symbol).toBeLessThan(0.75 * interval(k - 1));
      expect(interval(k + 1), symbol).toBeGreaterThan(interval(k));
    }
  });

  it('has two long episodes of AVNRT, the first begun by an extra-stimulus that is seen in the signal', () => {
    const runs = episodes();
    expect(runs.length).toBeGreaterThanOrEqual(2);
    const { first } = runs[0];
    expect(beats[first - 1].symbol).toBe('/');
    const begin = beats[first - 1].sampleIndex;
    const before = stimuliBetween(begin - 4 * study.samplingFrequency, begin);
    const [drive, extra] = [-2, -1].map((k) => before.at(k)! - before.at(k - 1)!);
    expect(extra).toBeLessThan(0.85 * drive);
    const delay = begin - before.at(-1)!;
    const driven = beats[first - 2].sampleIndex - before.at(-2)!;
    expect(delay).toBeGreaterThan(driven + 0.05 * study.samplingFrequency); // the AH jump
  });

  it('has VA intervals, measured on CS90, of 70 ms or less in the first and over 70 ms in the last', async () => {
    const runs = episodes();
    const [typical, atypical] = [runs[0], runs.at(-1)!];
    for (const offset of [6, 30, 60])
      expect(
        (await measured(typical.first + offset)).get('VA')!.ms,
        `typical, beat ${offset}`,
      ).toBeLessThanOrEqual(70);
    for (const offset of [6, 30, 60])
      expect(
        (await measured(atypical.first + offset)).get('VA')!.ms,
        `atypical, beat ${offset}`,
      ).toBeGreaterThan(70);
  });

  it('comes back to sinus rhythm after each, and ends in it', () => {
    const runs = episodes();
    for (const { last } of runs)
      expect(beats.slice(last + 1, last + 45).filter(({ symbol }) => symbol === 'N').length).toBeGreaterThan(
        5,
      );
    expect(beats.slice(-20).every(({ symbol }) => symbol === 'N')).toBe(true);
  });
});
