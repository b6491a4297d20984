import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { databaseFaults } from '../../src-main/store/integrity.ts';
import { countAnnotations } from '../../src-main/store/annotations.ts';
import { listAnnotationSets } from '../../src-main/store/annotation-sets.ts';
import {
  blockFile,
  incomingFolder,
  recordingFolder,
  signalsFolder,
} from '../../src-main/store/library-paths.ts';
import { openLibrary } from '../../src-main/store/library.ts';
import type { Library } from '../../src-main/store/library.ts';
import { listRecords } from '../../src-main/store/records.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import { listStudies } from '../../src-main/store/studies.ts';
import { verifyTrail } from '../../src-main/store/trail.ts';
import { temporaryFolder } from '../store/temporary-library.ts';
import { makeRecording, writeFiles } from './recording.ts';
import type { MadeRecording } from './recording.ts';

const KILLS = 50;
/** So many of them kill the owner of a library whose import runs in a process of its own. */
const KILLS_OF_HOST = 10;
const VICTIM = resolve(import.meta.dirname, 'kill-victim.ts');

interface Fate {
  readonly ended: boolean;
  /** Milliseconds from the import's beginning to its end, of one that was not killed. */
  readonly took: number;
}

/** Starts an import and kills it `delay` ms after it begins; never where that is undefined. */
function importAndKill(library: string, folder: string, mode: string, delay?: number): Promise<Fate> {
  const child = fork(VICTIM, [library, folder, mode], { execArgv: [] });
  let began = 0;
  let took = 0;
  child.on('message', (message) => {
    if (message === 'ended') took = performance.now() - began;
    else {
      began = performance.now();
      if (delay !== undefined) setTimeout(() => child.kill('SIGKILL'), delay);
    }
  });
  return new Promise((done) => child.on('exit', () => done({ ended: took > 0, took })));
}

/** Opens the library as the next owner would, and looks for anything half. @returns names of the records there */
function expectWholeOnly(path: string, made: readonly MadeRecording[]): string[] {
  const library = openLibrary(path);
  try {
    expect(databaseFaults(library.database)).toEqual([]);
    expect(verifyTrail(library.database)).toMatchObject({ sound: true });
    expect(existsSync(incomingFolder(path))).toBe(false);
    const records = listRecords(library.database);
    expect(count(library, 'study')).toBe(records.length);
    expect(count(library, 'record')).toBe(records.length);
    expect(count(library, 'patient')).toBe(records.length);
    expect(listStudies(library.database)).toHaveLength(records.length);
    expect(readdirSync(signalsFolder(path)).sort()).toEqual(
      records.map((record) => record.contentHash).sort(),
    );
    for (const record of records) {
      const original = made.find(({ files }) => files.has(`${record.name}.hea`))!;
      const file = openSignalFile(blockFile(recordingFolder(path, record.contentHash)));
      expect(file.readSamples([0, 1], 0, record.samples)).toEqual(original.digital);
      file.close();
      const [set] = listAnnotationSets(library.database, record.id);
      expect(countAnnotations(library.database, set.id)).toBe(original.annotations.length);
    }
    return records.map(({ name }) => name);
  } finally {
    library.close();
  }
}

function count(library: Library, table: string): unknown {
  return library.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
}

describe('an import that is killed', () => {
  it(`leaves no half study at any of ${KILLS} moments`, { timeout: 600_000 }, async () => {
    // A hundred starts of one program: compiled once, as the program's own launcher has it.
    vi.stubEnv('NODE_COMPILE_CACHE', temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const made = ['r1', 'r2', 'r3'].map((name) => makeRecording(name, 20_000));
    const folder = temporaryFolder();
    for (const { files } of made) writeFiles(folder, files);
    const undisturbed = { thread: 0, host: 0 };
    for (const mode of ['thread', 'host'] as const) {
      const path = join(temporaryFolder(), 'library');
      undisturbed[mode] = (await importAndKill(path, folder, mode)).took;
      expect(expectWholeOnly(path, made)).toEqual(['r1', 'r2', 'r3']);
    }
    const random = makeRandom(5);
    const left: number[] = [];
    let path = '';
    for (let tries = 0; left.length < KILLS; tries++) {
      expect(tries).toBeLessThan(4 * KILLS);
      // A library meets kill after kill until it is complete: what one left is met by the next import.
      if (path === '' || left.at(-1) === made.length) path = join(temporaryFolder(), 'library');
      const mode = left.length < KILLS_OF_HOST ? 'host' : 'thread';
      const { ended, took } = await importAndKill(path, folder, mode, random.next() * undisturbed[mode]);
      const there = expectWholeOnly(path, made).length;
      if (!ended) {
        left.push(there);
        // The machine may have become slower since: later moments come within reach.
        undisturbed[mode] *= 1.05;
      } else {
        // It came too late: imports are quicker than the first was.
        undisturbed[mode] = Math.min(undisturbed[mode], took);
        path = '';
      }
    }
    // Struck in the middle, not only before or after: some left none of the records, some a part of them.
    expect(new Set(left).size).toBeGreaterThan(1);
    await importAndKill(path, folder, 'thread');
    expect(expectWholeOnly(path, made).sort()).toEqual(['r1', 'r2', 'r3']);
  });
});
