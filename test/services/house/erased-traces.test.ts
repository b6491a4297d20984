import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportResult } from '../../../src-main/api/contract/work.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { writeSetting } from '../../../src-main/store/settings.ts';
import { verifyTrail } from '../../../src-main/store/trail.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';
import { ambiguousExport } from '../../formats/cardiolab/ambiguous-export.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
beforeEach(() => void (fixture = openApiFixture()));
afterEach(async () => {
  // A test may have closed it.
  await fixture.close().catch(() => {});
  rmSync(fixture.folder, { recursive: true, force: true });
});

/** Whatever tells of the patient that is erased here, and where it was written. */
const TRACES = {
  'name in the file': 'ZEBULONIA',
  'name of the file': 'zebfile',
  'folder that was imported': 'zebfolder',
  'folder of an import that failed': 'zebfailed',
  'file of an import that failed': 'zebcut',
  'upload that was left out': 'zebupload',
  'folder of a batch': 'zebbatch',
  'path in the log of bugs': 'zebbug',
  'what was looked for in the list': 'zebsought',
  'note as a label': 'zebnote',
  'note that was taken back': 'zebundone',
  'mark in the log': 'zebmark',
  'text of a mark before it was changed': 'zebbefore',
  'name of a set': 'zebset',
  'note to a reader': 'zebreader',
  'start as the file writes it': '7/6/2024',
  'one start': '2024-06-07',
  'the other start': '2024-07-06',
} as const;

/** Files of the folder that hold a text, the write-ahead log included; `path` where a name holds it. */
function placesOf(folder: string): Record<string, string[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = files.map((file) => [file.slice(folder.length + 1), readFileSync(file)] as const);
  const places = Object.entries(TRACES).map(([what, trace]): [string, string[]] => {
    const spellings = [Buffer.from(trace), Buffer.from(trace, 'utf16le')];
    const holds = ([path, bytes]: (typeof contents)[number]): boolean =>
      path.includes(trace) || spellings.some((spelling) => bytes.includes(spelling));
    return [what, contents.filter(holds).map(([path]) => path)];
  });
  return Object.fromEntries(places.filter(([, found]) => found.length > 0));
}

function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** A header that promises more than its file holds. */
const CUT = {
  'zebcut.hea': 'zebcut 1 360 5000\nzebcut.dat 212 200 12 0 0 0 0 II\n',
  'zebcut.dat': new Uint8Array(3000),
};

async function importAll(): Promise<number> {
  const { api } = fixture;
  const export_ = Object.entries(ambiguousExport('zebfile')).map(
    ([name, text]) => [name, text.replace('PATIENT, TEST', 'ZEBULONIA, TEST')] as const,
  );
  const paths = [write(join(fixture.folder, 'zebfolder'), Object.fromEntries(export_))];
  const job = await ended(fixture, await api.startImport({ body: { paths, classify: true } }));
  const failed = [write(join(fixture.folder, 'zebfailed'), CUT)];
  await ended(fixture, await api.startImport({ body: { paths: failed, classify: false } }));
  const { uploadId } = await api.createUpload({ body: { totalBytes: 4000 } });
  for (const [name, content] of Object.entries(CUT))
    await api.putUpload({
      params: { uploadId },
      query: { path: `zebupload/${name}` },
      body: Buffer.from(content as string),
    });
  await ended(fixture, await api.startImport({ body: { uploadId, classify: false } }));
  return (job.result as ImportResult).records[0].id;
}

/** What readers and the program write about a record. */
async function workOn(recordId: number): Promise<void> {
  const { api } = fixture;
  const params = { recordId };
  await api.setRecordStart({ params, body: { startTime: '2024-06-07T13:02:58.000' } });
  const { id: setId } = await api.createSet({ params, body: { name: 'zebset', author: 'tester' } });
  const say = (aux: string) =>
    api.applyEdit({
      params: { setId },
      body: { edit: { kind: 'insert', annotations: [{ sampleIndex: 5, symbol: '"', aux }] } },
    });
  await say('zebundone');
  await api.undoEdit({ params: { setId } });
  await say('zebnote');
  const mark = await api.addMark({ params, body: { kind: 'note', from: 3, text: 'zebbefore' } });
  const body = { kind: 'note', from: 3, text: 'zebmark' } as const;
  await api.changeMark({ params: { recordId, markId: mark.id }, body });
  await api.signSet({ params: { setId }, body: { reason: 'read' } });
  const { studyId } = await api.getRecord({ params });
  await api.assignStudies({
    body: {
      studyIds: [studyId],
      readers: ['somebody'],
      note: 'zebreader',
      blindToModel: false,
      washoutDays: 0,
    },
  });
  await api.putSetting({ params: { key: 'lastPlace' }, body: { value: { recordId, from: 0 } } });
  // As windows of earlier versions kept it.
  writeSetting(fixture.workstation.library.database, 'studyList', { filter: 'zebsought' });
  const folder = write(join(fixture.folder, 'zebbatch'), CUT);
  await api.startBatch({ body: { folder, classify: false, reports: false, formats: [] } });
  await expect.poll(async () => (await api.getBatch()).batch?.state, { timeout: 60_000 }).toBe('done');
  fixture.workstation.log.bug(new Error('cannot read /data/zebbug/study.dat'));
}

async function importKept(): Promise<number> {
  const subject = { name: 'x100', age: 13, sex: 'F', diagnosis: 'AVNRT' } as const;
  return importStudy(fixture, simulateStudy({ seed: 1, minutes: 0.1, subject, scenario: 'sinus' }));
}

describe('an erased patient', () => {
  it('leaves no trace in any file of the library: jobs, settings, undo, trail, log, uploads', async () => {
    const { api } = fixture;
    const kept = await importKept();
    const recordId = await importAll();
    await workOn(recordId);
    await expect
      .poll(
        async () =>
          (await api.listJobs()).jobs.some(({ state }) => state === 'queued' || state === 'running'),
        { timeout: 60_000 },
      )
      .toBe(false);
    expect(Object.keys(placesOf(fixture.library)).sort()).toEqual(Object.keys(TRACES).sort());

    const { study } = await api.getRecord({ params: { recordId } });
    const patientId = study.patient.id;
    const named = api.erasePatient({ params: { patientId }, body: { why: `${study.patient.code} asked` } });
    await expect(named).rejects.toMatchObject({ code: 'InvalidInput' });
    const erasing = await api.erasePatient({ params: { patientId }, body: { why: 'asked for it' } });
    expect(await ended(fixture, erasing)).toMatchObject({ state: 'done', result: { records: 1 } });
    expect(placesOf(fixture.library)).toEqual({});
    // A window that was open all the while keeps its list.
    const value = { filter: 'zebsought', key: 'patient', down: true };
    await api.putSetting({ params: { key: 'studyList' }, body: { value } });
    expect((await api.getSettings()).settings.studyList).toEqual({ key: 'patient', down: true });
    expect(placesOf(fixture.library)).toEqual({});
    expect(verifyTrail(fixture.workstation.library.database).sound).toBe(true);
    expect((await api.getRecord({ params: { recordId: kept } })).name).toBe('x100');
    expect(fixture.bugs).toEqual([]);

    await fixture.workstation.close();
    expect(placesOf(fixture.library)).toEqual({});
  });

  it('whose last study is deleted is in no job any more: there is nobody left to erase', async () => {
    const { api } = fixture;
    const recordId = await importAll();
    const { studyId } = await api.getRecord({ params: { recordId } });
    const told = async () => JSON.stringify((await api.listJobs()).jobs);
    await expect.poll(told).not.toMatch(/queued|running/);
    expect(await told()).toMatch(/zebfolder.*zebfile|zebfile.*zebfolder/);
    await api.deleteStudy({ params: { studyId }, body: { why: 'not ours' } });
    expect((await api.listPatients()).patients).toEqual([]);
    expect(await told()).not.toMatch(/zebfolder|zebfile|ZEBULONIA/);
  });
});
