import { describe, expect, it, vi } from 'vitest';
import { readAnnotationWords } from '../../src-main/formats/wfdb/annotation-words.ts';
import { LAYOUTS } from '../../src-main/simulate/render/layout.ts';
import type { LayoutName } from '../../src-main/simulate/render/layout.ts';
import type { StudyOptions } from '../../src-main/simulate/study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';
import { deviation, mean } from './figures.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const FS = 977;

function leadOf(options: StudyOptions, name: string): Float64Array {
  const study = simulateStudy({ minutes: 0.3, scenario: 'sinus', ...options });
  const channel = study.signals.findIndex((signal) => signal.name === name);
  return Float64Array.from(study.digital()[channel], (value) => value / 2000);
}

/** Amplitude of a sine of some frequency in a signal, mV (one bin of the discrete Fourier transform). */
function amplitudeAt(samples: Float64Array, frequency: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((value, n) => {
    const angle = (2 * Math.PI * frequency * n) / FS;
    real += value * Math.cos(angle);
    imaginary += value * Math.sin(angle);
  });
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

describe('disturbances', () => {
  const subject = { age: 13, diagnosis: 'none' } as const;

  it('hum at 50 Hz, more than beside it', () => {
    const row = leadOf({ seed: 4, noise: 3, subject }, 'V1');
    expect(amplitudeAt(row, 50)).toBeGreaterThan(5 * amplitudeAt(row, 47.3));
    const quiet = leadOf({ seed: 4, noise: 0, subject }, 'V1');
    expect(amplitudeAt(quiet, 50)).toBeLessThan(0.3 * amplitudeAt(row, 50));
  });

  it('wander below 1 Hz and tremble with muscle above 20 Hz', () => {
    const both = [0, 4].map((noise) => leadOf({ seed: 6, noise, subject }, 'II'));
    const [calm, restless] = both.map((row) =>
      mean([0.12, 0.21, 0.27, 0.33].map((frequency) => amplitudeAt(row, frequency))),
    );
    expect(restless).toBeGreaterThan(2 * calm);
    const [still, trembling] = both.map((row) =>
      mean(Array.from({ length: 12 }, (_, k) => amplitudeAt(row, 71.3 + 1.7 * k))),
    );
    expect(trembling).toBeGreaterThan(2 * still);
  });

  it('come in spells: movement, electrode contact, a catheter at the rail, with ~ where the surface ECG is bad', () => {
    const study = simulateStudy({ seed: 8, minutes: 2, noise: 12, scenario: 'sinus', subject });
    const digital = study.digital();
    const bad = study.annotations.filter(({ symbol }) => symbol === '~');
    expect(bad.length).toBeGreaterThan(3);
    expect(bad.map(({ subtype }) => subtype ?? 0)).toEqual(bad.map((_, k) => (k % 2 === 0 ? 1 : 0)));
    // The first marked spell is worse than the second before it.
    const [from, to] = [bad[0].sampleIndex, bad[1].sampleIndex];
    const roughness = (row: Int32Array, a: number, b: number): number =>
      deviation([...row.subarray(a + 1, b)].map((value, k) => value - row[a + k]));
    const worse = digital
      .slice(0, 12)
      .map((row) => roughness(row, from, to) / roughness(row, Math.max(0, from - FS), from));
    expect(Math.max(...worse)).toBeGreaterThan(1.3);
    const clipped = digital.slice(12).some((row) => row.some((value) => Math.abs(value) === 20_480));
    expect(clipped).toBe(true);
  });
});

describe('layouts', () => {
  it.each(Object.keys(LAYOUTS) as LayoutName[])('%s has its channels, and each records', (layout) => {
    const study = simulateStudy({ seed: 2, minutes: 0.1, scenario: 'sinus', layout });
    const names = study.signals.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['I', 'II', 'III']);
    expect(names.slice(12)).toEqual(LAYOUTS[layout]);
    for (const row of study.digital()) expect(new Set(row).size).toBeGreaterThan(20);
  });

  it('are the published ones by number of signals', () => {
    const published = [
      'full',
      'right-only',
      'no-ablation',
      'unipolar',
      'pressure',
      'ablation-cs-right',
    ] as const;
    expect(published.map((layout) => 12 + LAYOUTS[layout].length)).toEqual([19, 14, 18, 20, 20, 19]);
  });

  it('give the same surface ECG with a catheter more', () => {
    const options = { seed: 5, minutes: 0.15, scenario: 'sinus', noise: 0 } as const;
    const [plain, his] = (['full', 'his'] as const).map((layout) =>
      simulateStudy({ ...options, layout }).digital(),
    );
    expect(his[1]).toEqual(plain[1]);
  });
});

describe('the files in Leipzig’s conventions', () => {
  const study = simulateStudy({
    seed: 5,
    minutes: 0.3,
    scenario: 'tachycardia',
    subject: { name: 'x003', diagnosis: 'AVNRT' },
  });
  const files = new Map<string, Uint8Array[]>();
  for (const { name, bytes } of studyFiles(study)) files.set(name, [...(files.get(name) ?? []), bytes]);
  const whole = (name: string): Buffer => Buffer.concat(files.get(name)!);

  it('are data in format 24 at gain 2000, with a header without time and comments', () => {
    const lines = whole('x003.hea').toString().trimEnd().split(/\r?\n/);
    expect(lines[0]).toBe(`x003 19 977 ${study.samples}`);
    for (const line of lines.slice(1)) expect(line).toMatch(/^x003\.dat 24 2000(\.0)?(\(0\))?\/mV 24 0 /);
    expect(lines.length).toBe(20);
    expect(whole('x003.dat').length).toBe(study.samples * 19 * 3);
  });

  it('define symbols 42 and 43 and the time resolution in notes at time 0', () => {
    const { words } = readAnnotationWords(whole('x003.atr'));
    const texts = words.flatMap(({ code, payload }) =>
      code === 63 ? [Buffer.from(payload!).toString()] : [],
    );
    const notes = texts.slice(0, 5).map((text) => text.replace(/\0+$/, ''));
    expect(notes).toEqual([
      '## time resolution: 977',
      '## annotation type definitions',
      '42 X Tachycardias',
      '43 b AV-Block',
      '## end of definitions',
    ]);
  });

  it('hold the truth beside them: atrium, His, ventricle, pathway, mechanism, and the tissue under each pair', () => {
    const truth = JSON.parse(whole('x003.truth.json').toString()) as typeof study.truth;
    expect(truth).toEqual(JSON.parse(JSON.stringify(study.truth)));
    expect(truth.his.length).toBeGreaterThan(10);
    expect(truth.beats[0]).toMatchObject({ mechanism: 'sinus' });
    expect(Object.keys(truth.local).sort()).toEqual([
      'ABL12',
      'CS12',
      'CS34',
      'CS56',
      'CS78',
      'CS90',
      'RVA12',
    ]);
    expect(truth.local.RVA12.ventricles.length).toBeGreaterThan(10);
  });
});
