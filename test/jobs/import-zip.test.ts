import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
