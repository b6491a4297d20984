import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { beatClassOf } from '../../src-main/domain/beat-class.ts';
import { decodeAnnotations } from '../../src-main/formats/wfdb/annotation-decode.ts';
import type { SimulatedRecord } from '../../src-main/services/simulation/simulate-cohort.ts';
import { writeCohort } from '../../src-main/services/simulation/simulate-cohort.ts';
import { LEIPZIG_RECORDS } from '../../src-main/simulate/profile/leipzig-table.ts';
import { scaledCount } from '../../src-main/simulate/profile/quota.ts';
import type { Truth } from '../../src-main/simulate/truth.ts';
import { recordings } from '../recordings.ts';

const MINUTES = 0.3;
const FS = 977;
const leipzig = recordings('leipzig');
const folder = mkdtempSync(join(tmpdir(), 'cohort-'));
let records: SimulatedRecord[] = [];

beforeAll(async () => {
  const cohort = { profile: 'leipzig', subjects: 39, seed: 1, minutes: MINUTES } as const;
  records = await writeCohort(folder, cohort);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
const truthOf = (name: string): Truth =>
  JSON.parse(readFileSync(join(folder, `${name}.truth.json`), 'utf8')) as Truth;
const beatsOf = (name: string) =>
  decodeAnnotations(new Uint8Array(readFileSync(join(folder, `${name}.atr`)))).annotations.filter(isBeat);

describe('the folder of a cohort', () => {
  it('holds header, signals, annotations and truth of each record, and two tables', () => {
    const names = LEIPZIG_RECORDS.map(({ name }) => name);
    expect(records.map(({ name }) => name)).toEqual(names);
    const wanted = names.flatMap((name) =>
      ['.atr', '.dat', '.hea', '.truth.json'].map((suffix) => name + suffix),
    );
    const tables = ['adults-subject-info.csv', 'children-subject-info.csv'];
    expect(readdirSync(folder).sort()).toEqual([...wanted, ...tables].sort());
  });

  it('holds the signals that the headers tell of', () => {
    for (const { name, durationSeconds, signals } of records) {
      const [head, ...lines] = readFileSync(join(folder, `${name}.hea`), 'utf8')
        .trim()
        .split(/\r?\n/);
      expect(head).toBe(`${name} ${signals} ${FS} ${Math.round(durationSeconds * FS)}`);
      expect(lines.length).toBe(signals);
      const bytes = readFileSync(join(folder, `${name}.dat`)).length;
      expect(bytes).toBe(3 * signals * Math.round(durationSeconds * FS));
    }
  });
});

describe('the subject tables', () => {
  const tables = () => ({
    children: rowsOf(join(folder, 'children-subject-info.csv')),
    adults: rowsOf(join(folder, 'adults-subject-info.csv')),
  });

  it('hold 29 children and ten adults, with the published columns', () => {
    const { children, adults } = tables();
    const columns = ['subject_id', 'file_name', 'gender', 'age', 'diagnosis', 'ap_loacation', 'ecg_duration'];
    expect(children[0]).toEqual(columns);
    expect(adults[0]).toEqual(columns.filter((name) => name !== 'ap_loacation'));
    expect([children.length - 1, adults.length - 1]).toEqual([29, 10]);
  });

  it('tell the duration that the record has', () => {
    const { children, adults } = tables();
    for (const row of [...children.slice(1), ...adults.slice(1)]) {
      const [hours, minutes, seconds] = row.at(-1)!.split(':').map(Number);
      const record = records.find(({ name }) => name === row[1])!;
      expect(3600 * hours + 60 * minutes + seconds).toBeCloseTo(record.durationSeconds, 2);
    }
  });

  it.skipIf(!leipzig)(
    'hold the published subjects: id, name, sex, age, diagnosis, place of the pathway',
    () => {
      for (const [group, rows] of Object.entries(tables())) {
        const published = rowsOf(join(leipzig!, `${group}-subject-info.csv`));
        const plain = (row: readonly string[]) =>
          row
            .slice(0, -1)
            .map((cell, k) => (k === 3 ? String(Number(cell.replace(/^\.(?=\d+\.)/, ''))) : cell.trim()));
        expect(rows.slice(1).map(plain)).toEqual(published.slice(1).map(plain));
      }
    },
  );
});

describe('the annotations', () => {
  it('hold every class of the published record, in about the number asked for', () => {
    const share = (MINUTES * 60) / Math.max(...LEIPZIG_RECORDS.map(({ seconds }) => seconds));
    const missing: string[] = [];
    let wantedAll = 0;
    let madeAll = 0;
    for (const { name, beats } of LEIPZIG_RECORDS) {
      const made = new Map<string, number>();
      for (const beat of beatsOf(name)) {
        const { code } = beatClassOf(beat)!;
        made.set(code, (made.get(code) ?? 0) + 1);
      }
      for (const [code, count] of beats) {
        wantedAll += scaledCount(count, share);
        madeAll += Math.min(made.get(code) ?? 0, scaledCount(count, share));
        if (!made.has(code)) missing.push(`${name} ${code} of ${count}`);
      }
    }
    expect(madeAll / wantedAll).toBeGreaterThan(0.7);
    // Two beats of a class are asked of so short a record, and a beat or two may fail to come about.
    const common = missing.filter((line) => Number(line.split(' ').at(-1)) >= 100);
    expect(common.length, common.join(', ')).toBeLessThanOrEqual(1);
  });
});

describe('the truth files', () => {
  it('hold the beats of the annotation file, with what made each', () => {
    for (const { name } of records) {
      const { beats } = truthOf(name);
      expect(beats.map(({ rPeak, symbol, aux }) => [rPeak, symbol, aux])).toEqual(
        beatsOf(name).map(({ sampleIndex, symbol, aux = '' }) => [sampleIndex, symbol, aux]),
      );
      for (const beat of beats) {
        expect(beat.qrsEnd).toBeGreaterThan(beat.qrsOnset);
        expect(beat.mechanism).toBeTruthy();
        expect(Math.abs((beat.rPeak / FS) * 1000 - beat.qrsOnset)).toBeLessThan(260);
      }
    }
  });

  it('hold activation times of atria, His, ventricles and pathway in rising order, within the record', () => {
    for (const { name, durationSeconds } of records) {
      const { atria, his, local, accessory, stimuli, beats } = truthOf(name);
      const series = [
        atria.map(({ start }) => start),
        his,
        accessory.map(({ time }) => time),
        stimuli.map(({ time }) => time),
        beats.map(({ rPeak }) => rPeak),
        ...Object.values(local).flatMap((pair) => [pair.atria, pair.ventricles, pair.his]),
      ];
      for (const times of series)
        expect(
          times.every((time, k) => k === 0 || time >= times[k - 1]),
          name,
        ).toBe(true);
      expect(Math.max(0, ...his)).toBeLessThan(durationSeconds * 1000 + 1);
      expect(atria.length).toBeGreaterThan(beats.length / 4);
    }
  });

  it('tell a pathway’s conduction in those who have one, and of none in the others', () => {
    for (const { name, pathway } of LEIPZIG_RECORDS) {
      const { accessory } = truthOf(name);
      if (!pathway) expect(accessory, name).toEqual([]);
      else if (LEIPZIG_RECORDS.find((record) => record.name === name)!.beats.has('VRT'))
        expect(accessory.length, name).toBeGreaterThan(0);
    }
  });
});
