import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { diagnostics } from '../../src-main/services/house/diagnostics.ts';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { trailPage, verifiedTrail } from '../../src-main/services/people/trail.ts';
import { removeStudy } from '../../src-main/services/records/studies.ts';
import type { Workstation } from '../../src-main/services/workstation.ts';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations, ROWS_PER_TRANSACTION } from '../../src-main/store/annotations.ts';
import { inTransaction } from '../../src-main/store/database.ts';
import { recordingFolder } from '../../src-main/store/library-paths.ts';
import { findOrInsertPatient } from '../../src-main/store/patients.ts';
import { insertRecord } from '../../src-main/store/records.ts';
import { completeStudy, insertPendingStudy } from '../../src-main/store/studies.ts';
import { appendTrail } from '../../src-main/store/trail.ts';
import type { BenchRow } from './bench-row.ts';

export const title =
  "deleting a study of 300,000 beats and 400 MB, checking a trail of 50,000 entries, diagnostics: the answering thread's delay";

const SETS = 3;
const BEATS = 100_000;
const ENTRIES = 50_000;
const MEGABYTES = 400;

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-bench-'));
  const workstation = openWorkstation(join(folder, 'library'), { shell: 'cli', create: true });
  try {
    const studyId = fill(workstation);
    // The loop's clock stood still meanwhile.
    await setTimeout(20);
    return [
      ...(await rows('the trail is checked', () => verifiedTrail(workstation))),
      ...(await rows('a word is looked for in it', () =>
        trailPage(workstation, { text: 'nowhere', offset: 0, limit: 100 }),
      )),
      ...(await rows('diagnostics are made', () => diagnostics(workstation))),
      ...(await rows('the study is deleted', () => removeStudy(workstation, studyId, ''))),
    ];
  } finally {
    await workstation.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill({ library }: Workstation): number {
  const { database, path } = library;
  inTransaction(database, () => {
    for (let i = 0; i < ENTRIES; i++) appendTrail(database, { who: 'bench', what: 'look', object: `${i}` });
  });
  const patientId = findOrInsertPatient(database, { name: 'bench' });
  const study = { patientId, name: 'bench', source: 'bench', simulated: true };
  const studyId = insertPendingStudy(database, study);
  const description = {
    name: 'bench',
    format: 'wfdb',
    samplingFrequency: 977,
    samples: 8_824_019,
    signals: [],
    comments: [],
    warnings: [],
  } as const;
  const contentHash = 'bench';
  const recordId = insertRecord(database, { studyId, contentHash, files: [], description });
  for (let n = 0; n < SETS; n++) {
    const setId = insertAnnotationSet(database, {
      recordId,
      name: `${n}`,
      origin: 'human',
      author: 'bench',
    });
    const beats = Array.from({ length: BEATS }, (_, i) => ({ sampleIndex: 88 * i, symbol: 'N' }));
    for (let from = 0; from < BEATS; from += ROWS_PER_TRANSACTION)
      insertAnnotations(database, setId, beats.slice(from, from + ROWS_PER_TRANSACTION), 'blind');
  }
  completeStudy(database, studyId, 'bench');
  const signals = recordingFolder(path, contentHash);
  mkdirSync(signals, { recursive: true });
  const part = new Uint8Array(1_000_000);
  for (let i = 0; i < MEGABYTES; i++) writeFileSync(join(signals, 'samples.pkb'), part, { flag: 'a' });
  return studyId;
}

async function rows(doing: string, work: () => Promise<unknown>): Promise<BenchRow[]> {
  const resolution = 2;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  delay.disable();
  const [p99, longest] = [delay.percentile(99), delay.max].map((ns) => Math.max(0, ns / 1e6 - resolution));
  return [
    { what: doing, value: took, unit: 'ms' },
    { what: '  meanwhile late, p99', value: p99, unit: 'ms', bar: '< 30 ms', passed: p99 < 30 },
    { what: '  meanwhile late, at most', value: longest, unit: 'ms' },
  ];
}
