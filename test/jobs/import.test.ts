import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { RecordDescription } from '../../src-main/domain/record.ts';
import { toImportError } from '../../src-main/jobs/import/collect-sources.ts';
import { copyAndHash } from '../../src-main/jobs/import/copy-files.ts';
import { asDiskFull, requireRoom } from '../../src-main/jobs/import/free-space.ts';
import { requireOneIdentity } from '../../src-main/jobs/import/identity.ts';
import type { RecordPlan } from '../../src-main/jobs/import/plan-record.ts';
import { listAnnotationSets } from '../../src-main/store/annotation-sets.ts';
import { readAnnotations } from '../../src-main/store/annotations.ts';
import { findJob } from '../../src-main/store/jobs.ts';
import {
  blockFile,
  incomingFolder,
  originalFolder,
  recordingFolder,
} from '../../src-main/store/library-paths.ts';
import { listPatients } from '../../src-main/store/patients.ts';
import { findRecord, listRecords } from '../../src-main/store/records.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import { listStudies } from '../../src-main/store/studies.ts';
import { temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { codeOf, expectNothingKept, folderOf, importInto } from './import-here.ts';
import { makeRecording, writeFiles } from './recording.ts';

// Much is written and made durable: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

describe('an import', () => {
  it('keeps the original untouched, every sample and the annotations', async () => {
    const library = temporaryLibrary();
    const made = makeRecording('r1', 70_000, 24);
    const folder = folderOf(made);
    const { records, errors } = await importInto(library, { paths: [join(folder, 'r1.hea')] });
    expect(errors).toEqual([]);
    expect(records).toEqual([
      {
        id: 1,
        studyId: 1,
        name: 'r1',
        signals: 2,
        signalNames: ['II', 'CS12'],
        samples: 70_000,
        samplingFrequency: 1000,
        durationSeconds: 70,
        annotations: 21,
        warnings: [],
        alreadyImported: false,
        source: join(folder, 'r1.hea'),
      },
    ]);
    const record = findRecord(library.database, 1)!;
    const kept = recordingFolder(library.path, record.contentHash);
    for (const [name, bytes] of made.files)
      expect(new Uint8Array(readFileSync(join(originalFolder(kept), name)))).toEqual(bytes);
    const file = openSignalFile(blockFile(kept));
    expect(file.readSamples([0, 1], 0, 70_000)).toEqual(made.digital);
    file.close();
    const [set] = listAnnotationSets(library.database, 1);
    expect(set).toMatchObject({ name: 'reference', origin: 'human', importedAs: 'atr', author: 'r1.atr' });
    const annotations = readAnnotations(library.database, set.id);
    expect(annotations.map(({ sampleIndex, symbol, aux }) => [sampleIndex, symbol, aux])).toEqual(
      made.annotations.map(({ sampleIndex, symbol, aux }) => [sampleIndex, symbol, aux]),
    );
    expect(annotations[0].provenance).toBe('imported');
    expect(readdirSync(incomingFolder(library.path))).toEqual([]);
  });

  it('takes a large record in a thread beside the copy', async () => {
    const library = temporaryLibrary();
    const made = makeRecording('large', 4_300_000);
    const reports: number[] = [];
    const { records } = await importInto(
      library,
      { paths: [folderOf(made)] },
      { onReport: (progress) => reports.push(progress) },
    );
    const { contentHash } = findRecord(library.database, records[0].id)!;
    const file = openSignalFile(blockFile(recordingFolder(library.path, contentHash)));
    expect(file.readSamples([1], 4_000_000, 4_300_000)).toEqual([made.digital[1].subarray(4_000_000)]);
    file.close();
    expect(reports).toEqual([...reports].sort((a, b) => a - b));
    expect(reports.at(-1)).toBeCloseTo(1, 6);
    expect(reports.length).toBeGreaterThan(20);
  });

  it('of files that belong together gives each recording once', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('r1'), makeRecording('r2'), makeRecording('r10'));
    const paths = ['r1.atr', 'r1.dat', 'r1.hea', 'r2.dat', 'r10'].map((name) => join(folder, name));
    const { records, errors } = await importInto(library, { paths });
    expect(errors).toEqual([]);
    expect(records.map(({ name }) => name).sort()).toEqual(['r1', 'r10', 'r2']);
  });

  it('of a folder finds every recording, each a study of its own', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('r1'), makeRecording('r2'));
    writeFiles(join(folder, 'deep', 'er'), makeRecording('r3').files);
    const { records } = await importInto(library, { paths: [folder] });
    expect(records).toHaveLength(3);
    expect(listStudies(library.database).map(({ name }) => name)).toEqual(['r2', 'r1', 'r3']);
    expect(listPatients(library.database)).toHaveLength(3);
  });

  it('of one study and patient puts all recordings there', async () => {
    const library = temporaryLibrary();
    const paths = [folderOf(makeRecording('r1'), makeRecording('r2'))];
    const patient = { identifier: 'P-7', name: 'Redo', sex: 'F' };
    await importInto(library, { paths, study: { name: 'ablation' }, patient, simulated: true });
    expect(listStudies(library.database)).toEqual([
      expect.objectContaining({ name: 'ablation', source: paths[0], simulated: true }),
    ]);
    expect(listRecords(library.database, 1).map(({ name }) => name)).toEqual(['r1', 'r2']);
    await importInto(library, { paths: [folderOf(makeRecording('r3'))], patient });
    expect(listPatients(library.database)).toEqual([
      { id: 1, identifier: 'P-7', name: 'Redo', sex: 'F', birthYear: undefined },
    ]);
  });

  it('recognises the same content, also under another name', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('r1'));
    const [first] = (await importInto(library, { paths: [folder] })).records;
    const [again] = (await importInto(library, { paths: [folder] })).records;
    expect(again).toEqual({ ...first, alreadyImported: true });
    renameSync(join(folder, 'r1.atr'), join(folder, 'other.atr'));
    renameSync(join(folder, 'r1.hea'), join(folder, 'other.hea'));
    const [renamed] = (await importInto(library, { paths: [folder] })).records;
    expect(renamed).toMatchObject({ id: first.id, alreadyImported: true });
    expect(listStudies(library.database)).toHaveLength(1);
    expect(readdirSync(join(library.path, 'signals'))).toHaveLength(1);
  });

  it('tells what it can not read, and takes the rest', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('good'), makeRecording('short'));
    writeFileSync(join(folder, 'short.dat'), new Uint8Array(100));
    writeFileSync(join(folder, 'letter.txt'), 'Dear colleague');
    const empty = temporaryFolder();
    const missing = join(folder, 'missing.hea');
    const paths = [folder, join(folder, 'letter.txt'), empty, missing];
    const { records, errors } = await importInto(library, { paths });
    expect(records.map(({ name }) => name)).toEqual(['good']);
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      [empty, 'UnsupportedFormat'],
      [missing, 'FileMissing'],
      [join(folder, 'letter.txt'), 'UnsupportedFormat'],
      [join(folder, 'short.hea'), 'StudyUnreadable'],
    ]);
    expect(errors[3].message).toContain('short.dat');
    const truncated = await importInto(library, { paths: [join(folder, 'short')], acceptTruncated: true });
    // Its checksums can't be right, and nothing is said of them; what is there is zeros.
    expect(truncated.records[0].warnings.map(({ code }) => code)).toEqual(['truncated', 'flat', 'flat']);
    expect(await codeOf(importInto(library, { paths: [] }))).toBe('InvalidInput');
  });

  it('warns of a checksum that differs and of a signal that never changes', async () => {
    const library = temporaryLibrary();
    const { files } = makeRecording('r1');
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const data = Uint8Array.from(files.get('r1.dat')!);
    for (let i = 0; i < data.length; i += 4) data.fill(0, i + 2, i + 4);
    writeFileSync(join(folder, 'r1.dat'), data);
    const [{ warnings }] = (await importInto(library, { paths: [folder] })).records;
    expect(warnings.map(({ code, signal }) => [code, signal])).toEqual([
      ['checksum', 'CS 1-2'],
      ['flat', 'CS 1-2'],
    ]);
    expect(findRecord(library.database, 1)!.warnings).toEqual(warnings);
  });

  it('goes on after a kill with what it had finished', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('r1'));
    const [finished] = (await importInto(library, { paths: [folder] }, { killed: true })).records;
    const { checkpoint } = findJob(library.database, 1)!;
    writeFiles(folder, makeRecording('r2').files);
    const doing: string[] = [];
    const { records } = await importInto(
      library,
      { paths: [folder] },
      { checkpoint, onReport: (_, text) => doing.push(text) },
    );
    expect(records[0]).toEqual(finished);
    expect(records.map(({ name, alreadyImported }) => [name, alreadyImported])).toEqual([
      ['r1', false],
      ['r2', false],
    ]);
  });
});

describe('an import that does not end well', () => {
  it.each(['Looking', 'Importing r2'])('keeps nothing half when it is cancelled while %s', async (when) => {
    const library = temporaryLibrary();
    const paths = [folderOf(makeRecording('r1', 60_000), makeRecording('r2', 60_000))];
    const abortController = new AbortController();
    const onReport = (_: number, doing: string): void => {
      if (doing.startsWith(when)) abortController.abort();
    };
    const input = { paths, study: { name: 'both' } };
    expect(await codeOf(importInto(library, input, { abortController, onReport }))).toBe('Cancelled');
    expectNothingKept(library);
  });

  it('stops the thread of a large record when it is cancelled', async () => {
    const library = temporaryLibrary();
    const abortController = new AbortController();
    const onReport = (progress: number): void => {
      if (progress > 0.2) abortController.abort();
    };
    const paths = [folderOf(makeRecording('large', 4_300_000))];
    expect(await codeOf(importInto(library, { paths }, { abortController, onReport }))).toBe('Cancelled');
    expectNothingKept(library);
  });

  it('refuses what does not fit on the disk, before it begins', async () => {
    const free = async (): Promise<number> => 100e6;
    expect(await codeOf(requireRoom('/x', 30e6, free))).toBe('nothing thrown');
    const refusal = requireRoom('/x', 50e6, free);
    expect(await codeOf(refusal)).toBe('DiskFull');
    await expect(refusal).rejects.toThrow(/needs 118 MB.*100 MB free/);
    expect(asDiskFull(Object.assign(new Error(), { code: 'ENOSPC' }), '/x')).toMatchObject({
      code: 'DiskFull',
    });
  });

  it('tells of a path that may not be read, and passes a bug on', () => {
    const system = (code: string): Error => Object.assign(new Error(code), { code });
    expect(toImportError('/x', system('EACCES'))).toMatchObject({ path: '/x', code: 'PathRefused' });
    expect(toImportError('/x', system('EIO'))).toMatchObject({ code: 'StudyUnreadable' });
    expect(() => toImportError('/x', system('ENOSPC'))).toThrow('ENOSPC');
    expect(() => toImportError('/x', new TypeError('a bug'))).toThrow('a bug');
  });

  it('notices a file that changes meanwhile', async () => {
    const folder = folderOf(makeRecording('r1'));
    const size = readFileSync(join(folder, 'r1.dat')).length;
    const planned = [{ path: 'r1.dat', size, modifiedMs: 5 }];
    const options = { abortSignal: new AbortController().signal, onBytes: () => {} };
    expect(await codeOf(copyAndHash({ root: folder, files: planned }, options))).toBe('Conflict');
  });

  it('refuses recordings of different patients', () => {
    const plan = (label: string, identifier?: string): RecordPlan => ({
      source: { root: '/', shallow: true, path: label, label, movable: false },
      options: {},
      description: { name: label, patient: { identifier } } as RecordDescription,
      files: [],
      bytes: 0,
    });
    const plans = [plan('a', 'P-1'), plan('b'), plan('c', 'P-1')];
    expect(() => requireOneIdentity(plans, undefined)).not.toThrow();
    expect(() => requireOneIdentity([...plans, plan('d', 'P-2')], undefined)).toThrow(
      /d tells .* P-2.*a of P-1/,
    );
    expect(() => requireOneIdentity(plans, { identifier: 'P-2' })).toThrow(/P-1.*the import of P-2/);
  });
});
