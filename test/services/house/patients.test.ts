import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { signalsFolder } from '../../../src-main/store/library-paths.ts';
import { verifyTrail } from '../../../src-main/store/trail.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
beforeEach(() => void (fixture = openApiFixture()));
afterEach(() => fixture.close());

/** A name that must not be found once it was erased. */
const NAME = 'Zebulonia';

async function importNamed(name: string, seed: number): Promise<number> {
  const subject = { name, age: 13, sex: 'F', diagnosis: 'AVNRT' } as const;
  return importStudy(fixture, simulateStudy({ seed, minutes: 0.1, subject, scenario: 'sinus' }));
}
const patients = async () => (await fixture.api.listPatients()).patients;

/** Every byte of the library folder, the write-ahead log included. */
function bytesOf(folder: string): Buffer {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    names.filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  );
}

describe('erasing a patient', () => {
  it('leaves no byte of the name, the words, the signals; others and the trail stay', async () => {
    const kept = await importNamed('x100', 1);
    const recordId = await importNamed(NAME, 2);
    const [{ id: reference }] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
    const body = { name: 'mine', author: 'tester', copyOf: reference };
    const { id: setId } = await fixture.api.createSet({ params: { recordId }, body });
    const note = { sampleIndex: 5, symbol: '"', aux: `${NAME} coughed` };
    await fixture.api.applyEdit({
      params: { setId },
      body: { edit: { kind: 'insert', annotations: [note] } },
    });
    const mark = { kind: 'note', from: 3, text: `${NAME} asked` } as const;
    await fixture.api.addMark({ params: { recordId }, body: mark });
    expect(bytesOf(fixture.library).includes(NAME)).toBe(true);
    const { id: patientId } = (await patients()).find(({ name, identifier }) =>
      [name, identifier].includes(NAME),
    )!;
    const erasing = await fixture.api.erasePatient({ params: { patientId }, body: { why: 'asked for it' } });
    expect(await ended(fixture, erasing)).toMatchObject({ kind: 'erase', state: 'done', progress: 1 });
    expect(bytesOf(fixture.library).includes(NAME)).toBe(false);
    expect(readdirSync(signalsFolder(fixture.library))).toHaveLength(1);
    await fixture.api.getRecord({ params: { recordId: kept } });
    await expect(fixture.api.getRecord({ params: { recordId } })).rejects.toMatchObject({ code: 'NotFound' });
    const { entries } = await fixture.api.getTrail({ query: { object: `patient ${patientId}` } });
    expect(entries).toMatchObject([{ what: 'erase patient', why: 'asked for it' }]);
    expect(verifyTrail(fixture.workstation.library.database).sound).toBe(true);
    expect(fixture.bugs).toEqual([]);
  });

  it('wants a reason, and a patient', async () => {
    const ask = (patientId: number, why: string) =>
      fixture.api.erasePatient({ params: { patientId }, body: { why } });
    await expect(ask(1, ' ')).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(ask(1, 'because')).rejects.toMatchObject({ code: 'NotFound' });
  });
});

describe('a reason for erasing', () => {
  it('may hold a word that a name is part of, and not the name', async () => {
    await importNamed('Ann', 5);
    const [{ id: patientId }] = await patients();
    const ask = (why: string) => fixture.api.erasePatient({ params: { patientId }, body: { why } });
    for (const why of ['Ann asked for it', 'asked by ann', 'by phone (ANN)'])
      await expect(ask(why)).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(await ended(fixture, await ask('planned, annoyed'))).toMatchObject({ state: 'done' });
  });
});

describe('merging and moving', () => {
  it('join studies under one identity, and part them again', async () => {
    await importNamed('x101', 3);
    await importNamed('x102', 4);
    const [first, second] = await patients();
    const merge = { params: { patientId: first.id }, body: { from: second.id, why: 'the same person' } };
    await fixture.api.mergePatients(merge);
    expect(await patients()).toMatchObject([{ id: first.id, studyIds: expect.arrayContaining([1, 2]) }]);
    await expect(fixture.api.mergePatients(merge)).rejects.toMatchObject({ code: 'NotFound' });
    await importNamed('x103', 5);
    const third = (await patients()).at(-1)!;
    const body = { patientId: third.id, why: 'was the wrong one' };
    await fixture.api.moveStudy({ params: { studyId: second.studyIds[0] }, body });
    const after = await patients();
    expect(after.find(({ id }) => id === third.id)?.studyIds).toHaveLength(2);
    await fixture.api.moveStudy({ params: { studyId: first.studyIds[0] }, body });
    expect((await patients()).map(({ id }) => id)).toEqual([third.id]);
    const { entries } = await fixture.api.getTrail();
    expect(entries.map(({ what }) => what).slice(-2)).toEqual(['move study', 'move study']);
  });
});

describe('diagnostics', () => {
  it('tell counts and places in the code, and nothing of a patient', async () => {
    await importNamed(NAME, 6);
    const { log } = fixture.workstation;
    log.bug(new TypeError(`cannot read /home/${NAME}/study.dat`));
    const bundle = gunzipSync(new Uint8Array(await fixture.api.getDiagnostics()));
    const text = bundle.toString('latin1');
    expect(text).not.toContain(NAME);
    expect(text).not.toContain(fixture.folder);
    for (const part of ['about.json', 'library.json', 'jobs.json', 'log.txt', '"patient": 1', 'TypeError'])
      expect(text).toContain(part);
    // Each header's checksum is what POSIX says it is.
    const header = bundle.subarray(0, 512);
    const told = parseInt(header.toString('latin1', 148, 154), 8);
    const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    expect(told).toBe(sum);
  });
});
