/** The clinical rules of the specification, each by its name; what a rule says elsewhere in more detail is tested there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { matchBeats } from '../../src-main/domain/match-beats.ts';
import { recordRPeaks } from '../../src-main/dsp/preprocess/record-r-peaks.ts';
import { parseBaseDate, parseBaseTime } from '../../src-main/formats/wfdb/header-time.ts';
import { findModel } from '../../src-main/services/models.ts';
import { whyNoPr, whyNoQtc, whyNoVa } from '../../src-main/domain/interval-rules.ts';
import { intervalsOfRun } from '../../src-main/services/measurements/intervals.ts';
import type { SetBeat } from '../../src-main/services/measurements/beat-run.ts';
import { requireRecord } from '../../src-main/services/records/require-record.ts';
import { openStoredRecord } from '../../src-main/jobs/classify/stored-record.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { FILTERS_AT_START } from '../../src-renderer/state/filters.svelte.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../api/library-fixture.ts';

let fixture: ApiFixture;
let recordId: number;
let setId: number;
const study = shortStudy();

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
  const { annotationSets } = await fixture.api.getRecord({ params: { recordId } });
  const body = { name: 'reader', author: 'reader', copyOf: annotationSets[0].id };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
}, 60_000);
afterAll(() => fixture.close());

const beatOf = (code: string): SetBeat => ({
  id: 1,
  sampleIndex: 0,
  code,
  beatClass: BEAT_CLASSES.find((one) => one.code === code),
});

describe('automation bias', () => {
  it('each label says whether it was made blind, shown, accepted or in bulk; first and revised labels are both kept', async () => {
    const set = await fixture.api.getAnnotations({ params: { setId } });
    const id = set.id.find((_, i) => isBeat(set.marks[set.mark[i]]))!;
    const label = (symbol: string, provenance: 'blind' | 'shown') =>
      fixture.api.applyEdit({
        params: { setId },
        body: { edit: { kind: 'relabel', ids: [id], mark: { symbol }, provenance } },
      });
    const first = await label('V', 'blind');
    const revised = await label('A', 'shown');
    expect([first.changed[0].provenance, revised.changed[0].provenance]).toEqual(['blind', 'shown']);
    const { entries } = await fixture.api.getTrail({ query: { object: `annotation-set ${setId}` } });
    const kept = entries.filter(({ what }) => what === 'relabel').map((entry) => JSON.stringify(entry));
    expect(kept).toHaveLength(2);
    expect(kept.every((entry) => entry.includes(`[${id}]`) || entry.includes(`${id}`))).toBe(true);
    const back = await fixture.api.undoEdit({ params: { setId } });
    expect(back.changed[0]).toMatchObject({ symbol: 'V', provenance: 'blind' });
  });
});

describe('intervals', () => {
  const places = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      rPeak: 1000 * i,
      pOnset: 1000 * i - 200,
      qrsOnset: 1000 * i - 40,
      qrsOffset: 1000 * i + 60,
      qtOnset: 1000 * i - 40,
      tOffset: 1000 * i + 360,
    }));
  const intervals = (code: string, beats: number, qtLead: string | undefined = 'II') => {
    const rr = Array.from({ length: beats }, () => 1000);
    const measured = { places: places(beats), qtLead, leads: ['II', 'V5'] };
    const run = { beats: rr.map(() => beatOf(code)), measured, rr, samplingFrequency: 1000 };
    return intervalsOfRun({ ...run, his: 'no His channel' });
  };
  const named = (code: string, beats = 5) => intervals(code, beats).values.map(({ name }) => name);

  it('QTc is given by Bazett and Fridericia, both named, over 3 to 5 beats in II or V5', () => {
    expect(named('N')).toEqual(expect.arrayContaining(['QTc (Bazett)', 'QTc (Fridericia)']));
    expect(named('N', 2)).not.toContain('QTc (Bazett)');
    const { values } = intervals('N', 5);
    expect(values.find(({ name }) => name === 'QTc (Bazett)')).toMatchObject({ beats: 5, on: 'II' });
    const measured = { places: places(5), leads: ['I'] };
    const run = {
      beats: [beatOf('N')],
      measured,
      rr: [1000],
      his: 'no His channel',
      samplingFrequency: 1000,
    };
    expect(intervalsOfRun(run).refused.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['QT', 'QTc']),
    );
  });

  it('QTc is not given in tachycardia, pacing or pre-excitation; with bundle branch block JTc is too', () => {
    for (const code of [
      'NRT',
      'VRT',
      'VT',
      'AF',
      'AFL',
      'EAT',
      'P-A',
      'P-V',
      'P',
      'N-Prex',
      'PAC-Prex',
      'PVC',
      'F',
    ])
      expect({ code, why: whyNoQtc(beatOf(code)) }).toEqual({ code, why: expect.any(String) as string });
    for (const code of ['N', 'RBB', 'LBB']) expect(whyNoQtc(beatOf(code))).toBeUndefined();
    expect(named('RBB')).toEqual(expect.arrayContaining(['JTc (Bazett)', 'JTc (Fridericia)']));
    expect(named('N')).not.toContain('JTc (Bazett)');
  });

  it('AH and HV are refused without a His channel, and say so', () => {
    expect(intervals('N', 5).refused).toEqual(
      expect.arrayContaining([
        { name: 'AH', why: 'no His channel' },
        { name: 'HV', why: 'no His channel' },
      ]),
    );
  });

  it('VA is no interval of beats that begin in the atria, PR none of others', () => {
    expect(whyNoVa(beatOf('NRT'))).toBeUndefined();
    expect(whyNoVa(beatOf('N'))).toMatch(/atria/);
    expect(whyNoPr(beatOf('N'))).toBeUndefined();
    expect(whyNoPr(beatOf('PVC'))).toMatch(/atria/);
  });
});

describe('display bands', () => {
  it('are the reader’s, electrograms 30-250 Hz and the ECG at full bandwidth, whatever the model filters with', () => {
    expect(FILTERS_AT_START).toEqual({ on: true, iegmBand: '30-250' });
    const manifest = readFileSync(join(findModel().folder, 'manifest.json'), 'utf8');
    const { preprocess } = JSON.parse(manifest) as { preprocess: { ecgBand: number[]; iegmBand: number[] } };
    expect(preprocess.iegmBand.join('-')).not.toBe(FILTERS_AT_START.iegmBand);
    expect(preprocess.ecgBand).toHaveLength(2);
  });
});

describe('stimulus artefacts', () => {
  it('are never R peaks', async () => {
    const paced = simulateStudy({
      seed: 11,
      minutes: 0.5,
      subject: { name: 'x012', age: 15, sex: 'M', diagnosis: 'AVNRT' },
      scenario: 'ventricular-pacing',
    });
    const id = await importStudy(fixture, paced);
    const { library } = fixture.workstation;
    const reader = openStoredRecord(library, requireRecord(library.database, id));
    const fs = reader.description.samplingFrequency;
    const rPeaks = await recordRPeaks(reader);
    await reader.close();
    const stimuli = paced.truth.stimuli.map(({ time }) => (time * fs) / 1000);
    expect(stimuli.length).toBeGreaterThan(8);
    const on = [...rPeaks].filter((r) => stimuli.some((at) => Math.abs(r - at) < 0.008 * fs));
    const spontaneous = on.filter((r) =>
      paced.truth.beats.some(({ rPeak }) => Math.abs(rPeak - r) < 0.01 * fs),
    );
    expect(on.length - spontaneous.length).toBe(0);
  });
});

describe('time', () => {
  it('as recorded is never converted, whatever the zone of the machine', () => {
    const zone = process.env.TZ;
    try {
      for (const tz of ['UTC', 'America/New_York', 'Asia/Tokyo']) {
        process.env.TZ = tz;
        // The night in which New York leaves out the hour from 2 to 3.
        expect(`${parseBaseDate('08/03/2026')}T${parseBaseTime('02:30:00.5')}`).toBe(
          '2026-03-08T02:30:00.500',
        );
      }
    } finally {
      process.env.TZ = zone;
    }
  });
});

describe('beats', () => {
  it('match one to one within min(150 ms, 40 % of the local RR)', () => {
    const pairs = (first: number[], second: number[]): number[] => [
      ...matchBeats(first, second, 1000).toSecond,
    ];
    expect(pairs([1000, 2000, 3000], [1150, 2151, 3000])).toEqual([0, -1, 2]);
    // RR of 300 ms: 40 % are 120 ms.
    expect(pairs([1000, 1300, 1600], [1120, 1421, 1600])).toEqual([0, -1, 2]);
    expect(pairs([1000], [990, 1005])).toEqual([1]);
  });
});
