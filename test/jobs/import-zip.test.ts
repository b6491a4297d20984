import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src-main/jobs/import/import-contract.ts';
import { incomingFolder, originalFolder, recordingFolder } from '../../src-main/store/library-paths.ts';
import type { Library } from '../../src-main/store/library.ts';
import { findRecord } from '../../src-main/store/records.ts';
import { temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { expectNothingKept, folderOf, importInto } from './import-here.ts';
import { makeRecording } from './recording.ts';
import { zipOf } from './zip-file.ts';

describe('a zip file', () => {
  const { files } = makeRecording('r1');
  const entries = [...files].map(([name, bytes]) => ({ name: `visit/${name}`, bytes, deflate: true }));

  async function importZip(zip: Buffer, library = temporaryLibrary()): Promise<[ImportResult, Library]> {
    const path = join(temporaryFolder(), 'study.zip');
    writeFileSync(path, zip);
    return [await importInto(library, { paths: [path] }), library];
  }

  it.each([false, true])('is unpacked and imported (zip64: %s)', async (zip64) => {
    const noise = { name: '__MACOSX/visit/._r1.hea', bytes: new Uint8Array(3) };
    const folderEntry = { name: 'visit/', bytes: new Uint8Array(0) };
    const all = [folderEntry, noise, ...entries].map((entry) => ({ ...entry, zip64 }));
    const [{ records, errors }, library] = await importZip(zipOf(all));
    expect(errors).toEqual([]);
    expect(records).toEqual([expect.objectContaining({ name: 'r1', annotations: 21 })]);
    expect(records[0].source).toMatch(/study\.zip.visit.r1\.hea$/);
    const { contentHash } = findRecord(library.database, 1)!;
    const kept = originalFolder(recordingFolder(library.path, contentHash));
    expect(new Uint8Array(readFileSync(join(kept, 'visit', 'r1.dat')))).toEqual(files.get('r1.dat'));
    expect(readdirSync(incomingFolder(library.path))).toEqual([]);
  });

  it('holds the same content as its files', async () => {
    const library = temporaryLibrary();
    await importInto(library, { paths: [folderOf(makeRecording('r1'))] });
    const [{ records }] = await importZip(zipOf(entries), library);
    expect(records[0].alreadyImported).toBe(true);
  });

  it.each([
    ['../../escaped', 'PathRefused'],
    ['/escaped', 'PathRefused'],
    ['visit/../../../escaped', 'PathRefused'],
    ['..\\escaped', 'PathRefused'],
    ['C:/escaped', 'PathRefused'],
  ])('that would write to %s is refused', async (name, code) => {
    const bytes = new TextEncoder().encode('escaped');
    const [{ records, errors }, library] = await importZip(zipOf([{ name, bytes }, ...entries]));
    expect([records, errors.map((error) => error.code)]).toEqual([[], [code]]);
    for (const up of ['..', '../..', '../../..'])
      expect(existsSync(join(library.path, up, 'escaped'))).toBe(false);
    expectNothingKept(library);
  });

  it('whose link points outside gives nothing of there', async () => {
    const link = { name: 'visit/r1.dat', bytes: new TextEncoder().encode('/etc/passwd'), mode: 0o120777 };
    const others = entries.filter(({ name }) => !name.endsWith('.dat'));
    const [{ records, errors }] = await importZip(zipOf([link, ...others]));
    expect([records, errors.map(({ code }) => code)]).toEqual([[], ['FileMissing']]);
  });

  it.each([
    ['damaged', zipOf(entries.map((entry) => ({ ...entry, crc: 1 })))],
    ['cut off', Buffer.from(zipOf(entries).subarray(0, 300))],
    ['encrypted', zipOf(entries.map((entry) => ({ ...entry, encrypted: true })))],
  ] as [string, Buffer][])('that is %s is told', async (_, zip) => {
    const [{ records, errors }, library] = await importZip(zip);
    expect(records).toEqual([]);
    expect(errors.map(({ code }) => code)).toEqual(['StudyUnreadable']);
    expectNothingKept(library);
  });
});

describe('a folder that holds zip files', () => {
  const zipped = (name: string): Buffer =>
    zipOf([...makeRecording(name).files].map(([file, bytes]) => ({ name: file, bytes, deflate: true })));

  it('gives their recordings, too, at any depth and whatever case the name has', async () => {
    const library = temporaryLibrary();
    const folder = folderOf(makeRecording('r1'));
    mkdirSync(join(folder, 'visits', 'second'), { recursive: true });
    writeFileSync(join(folder, 'visits', 'second', 'two.ZIP'), zipped('r2'));
    writeFileSync(join(folder, 'three.zip'), zipped('r3'));
    const { records, errors } = await importInto(library, { paths: [folder] });
    expect(errors).toEqual([]);
    expect(records.map(({ name }) => name).sort()).toEqual(['r1', 'r2', 'r3']);
    expect(records.find(({ name }) => name === 'r2')!.source).toMatch(/second.two\.ZIP.r2\.hea$/);
    expect(readdirSync(incomingFolder(library.path))).toEqual([]);
    // What was imported stays where it was.
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['r1.hea', 'r1.dat', 'three.zip']));
  });

  it('may hold nothing else; one that can’t be unpacked is told, the others are imported', async () => {
    const library = temporaryLibrary();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'good.zip'), zipped('r1'));
    writeFileSync(join(folder, 'bad.zip'), 'no zip file');
    const climbing = [{ name: '../escaped.hea', bytes: new TextEncoder().encode('escaped') }];
    writeFileSync(join(folder, 'climbs.zip'), zipOf(climbing));
    writeFileSync(join(folder, 'empty.zip'), zipOf([{ name: 'a.txt', bytes: new Uint8Array(3) }]));
    const { records, errors } = await importInto(library, { paths: [folder] });
    expect(records.map(({ name }) => name)).toEqual(['r1']);
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      [join(folder, 'bad.zip'), 'StudyUnreadable'],
      [join(folder, 'climbs.zip'), 'PathRefused'],
      [join(folder, 'empty.zip'), 'UnsupportedFormat'],
    ]);
    expect(readdirSync(incomingFolder(library.path))).toEqual([]);
  });

  it('is not left by a link to one outside', async () => {
    const library = temporaryLibrary();
    const [folder, outside] = [folderOf(makeRecording('r1')), temporaryFolder()];
    writeFileSync(join(outside, 'r2.zip'), zipped('r2'));
    symlinkSync(join(outside, 'r2.zip'), join(folder, 'r2.zip'));
    const { records } = await importInto(library, { paths: [folder] });
    expect(records.map(({ name }) => name)).toEqual(['r1']);
  });
});
