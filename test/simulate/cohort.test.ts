import { describe, expect, it, vi } from 'vitest';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { beatClassOf } from '../../src-main/domain/beat-class.ts';
import { rhythmSpansOf } from '../../src-main/domain/rhythm.ts';
import { memoryFolder } from '../../src-main/domain/bytes.ts';
import { openWfdb } from '../../src-main/formats/wfdb/open-wfdb.ts';
import { cohortStudyOptions, simulateCohort } from '../../src-main/simulate/cohort.ts';
import { LEIPZIG_RECORDS } from '../../src-main/simulate/profile/leipzig-table.ts';
import { scaledCount } from '../../src-main/simulate/profile/quota.ts';
import { longStudy } from '../../src-main/simulate/scale.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { makeSubject } from '../../src-main/simulate/subject.ts';
import { studyFiles, subjectGroup, subjectTable } from '../../src-main/simulate/write.ts';

// Many hearts run here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

describe('the published counts', () => {
  it('add up to the database: 39 records, 115,748 annotated beats, 113,924 without Q', () => {
    expect(LEIPZIG_RECORDS.length).toBe(39);
    const totals = new Map<string, number>();
    for (const { beats } of LEIPZIG_RECORDS) {
      for (const [code, count] of beats) totals.set(code, (totals.get(code) ?? 0) + count);
    }
    const all = [...totals.values()].reduce((a, b) => a + b, 0);
    expect(all - totals.get('Q')!).toBe(113_924);
    expect(totals.get('N')).toBe(37_187);
    expect(totals.get('VRT')).toBe(17_599);
    expect(totals.get('RBB')).toBe(12_023);
  });
});

describe('the Leipzig profile', () => {
  const minutes = 6;
  const share = (minutes * 60) / Math.max(...LEIPZIG_RECORDS.map(({ seconds }) => seconds));
  const wanted = new Map<string, number>();
  const made = new Map<string, number>();
  const flutterRecords = new Set<string>();
  const ectopicRecords = new Set<string>();
  const beatsOf: number[] = [];
  const add = (to: Map<string, number>, code: string, count: number): void =>
    void to.set(code, (to.get(code) ?? 0) + count);
  let index = 0;
  for (const study of simulateCohort({ profile: 'leipzig', subjects: 39, seed: 1, minutes })) {
    for (const [code, count] of LEIPZIG_RECORDS[index].beats) add(wanted, code, scaledCount(count, share));
    const beats = study.annotations.filter(isBeat);
    beatsOf.push(beats.length);
    for (const beat of beats) {
      const { code } = beatClassOf(beat)!;
      add(made, code, 1);
      if (code === 'AFL') flutterRecords.add(study.name);
      if (code === 'EAT') ectopicRecords.add(study.name);
    }
    expect(study.name).toBe(LEIPZIG_RECORDS[index].name);
    index++;
  }

  it('holds about as many beats of each class', () => {
    for (const [code, count] of wanted) {
      if (count < 60) continue;
      expect(made.get(code) ?? 0, code).toBeGreaterThan(0.75 * count);
      expect(made.get(code) ?? 0, code).toBeLessThan(1.5 * count + 20);
    }
    const present = [...wanted.keys()].filter((code) => (made.get(code) ?? 0) > 0);
    expect(present.length).toBeGreaterThanOrEqual(wanted.size - 2);
  });

  it('is as concentrated: flutter and ectopic atrial tachycardia in one child each, half of the beats in four', () => {
    expect([...flutterRecords]).toEqual(['x006']);
    expect([...ectopicRecords]).toEqual(['x002']);
    const four = [0, 2, 3, 5].reduce((sum, k) => sum + beatsOf[k], 0);
    const all = beatsOf.reduce((a, b) => a + b, 0);
    expect(four / all).toBeGreaterThan(0.38);
    expect(four / all).toBeLessThan(0.62);
  });
});

describe('other cohorts', () => {
  it('give every rhythm class to a few-shot test', () => {
    const codes = new Set<string | undefined>();
    for (const study of simulateCohort({ profile: 'few-shot-test', subjects: 19, seed: 3 })) {
      for (const span of rhythmSpansOf(study.annotations, study.samples)) codes.add(span.code);
      expect(study.annotations.filter(isBeat).every((beat) => beatClassOf(beat) !== undefined)).toBe(true);
    }
    for (const code of ['SR', 'AP', 'VP', 'AVNRT', 'AVRT', 'JR', 'ATR', 'AF', 'VR'])
      expect(codes).toContain(code);
  });

  it('make each study again by itself', () => {
    const options = { profile: 'balanced', subjects: 3, seed: 9, minutes: 0.3 } as const;
    const third = [...simulateCohort(options)][2];
    const again = simulateStudy(cohortStudyOptions(options, 2));
    expect(again.annotations).toEqual(third.annotations);
    expect(again.digital()[0]).toEqual(third.digital()[0]);
  });
});

describe('the files', () => {
  it('are read back as what was simulated', async () => {
    const study = simulateStudy({
      seed: 5,
      minutes: 0.3,
      layout: 'pressure',
      subject: { diagnosis: 'AVRT-WPW', name: 'x0028' },
    });
    const files = new Map<string, Uint8Array>();
    for (const { name, bytes } of studyFiles(study)) {
      const before = files.get(name) ?? new Uint8Array(0);
      const joined = new Uint8Array(before.length + bytes.length);
      joined.set(before);
      joined.set(bytes, before.length);
      files.set(name, joined);
    }
    const record = await openWfdb(memoryFolder(files), 'x0028.hea');
    expect(record.description.signals.map(({ name }) => name)).toEqual(study.signals.map(({ name }) => name));
    expect(record.description.warnings).toEqual([]);
    const digital = study.digital();
    const read = await record.readDigital([0, 12, 19], 0, study.samples);
    expect(read).toEqual([digital[0], digital[12], digital[19]]);
    const [{ annotations }] = await record.readAnnotations();
    const plain = (list: typeof annotations) =>
      list.map(({ sampleIndex, symbol, aux }) => [sampleIndex, symbol, aux ?? '']);
    expect(plain(annotations)).toEqual(plain(study.annotations));
  });

  it('have subject tables in the published columns', () => {
    const study = simulateStudy({
      seed: 5,
      minutes: 0.1,
      subject: { name: 'x003', age: 11.9, sex: 'F', diagnosis: 'AVRT-WPW', pathway: 'left lateral' },
    });
    const [head, row] = subjectTable([study], 'children').split('\r\n');
    expect(head).toBe('subject_id,file_name,gender,age,diagnosis,ap_loacation,ecg_duration');
    expect(row).toBe('003,x003,F,11.9,AVRT-WPW,left lateral,0:0:6.000');
  });
});

describe('the published tables', () => {
  it('hold 29 children, x0023 of 18.1 years among them, and ten adults', () => {
    const groups = LEIPZIG_RECORDS.map((record) =>
      subjectGroup({
        name: record.name,
        subject: makeSubject(1, { age: record.age, diagnosis: record.diagnosis }),
      }),
    );
    expect(groups.filter((group) => group === 'children').length).toBe(29);
    expect(groups[LEIPZIG_RECORDS.findIndex(({ name }) => name === 'x0023')]).toBe('children');
  });
});

describe('the long study', () => {
  it('has 19 signals, 168 million samples and 20,000 beats in 150 minutes', () => {
    const study = longStudy();
    expect(study.signals.length * study.samples).toBeGreaterThan(166e6);
    expect(study.annotations.filter(isBeat).length).toBeGreaterThan(15_000);
    const blocks = study.blocks()[Symbol.iterator]();
    expect(blocks.next().value!.length).toBe(19);
  });
});
