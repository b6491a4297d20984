import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isRhythmMark } from '../domain/annotation.ts';
import { PurkinjeError, throwIfCancelled } from '../domain/errors.ts';
import { rhythmCodeOf } from '../domain/rhythm.ts';
import type { ImportResult } from '../jobs/import/import-contract.ts';
import { demonstrationStudy } from '../simulate/demonstration.ts';
import { incomingFolder } from '../store/library-paths.ts';
import { listAnnotationSets } from '../store/annotation-sets.ts';
import { readAnnotations } from '../store/annotations.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { listStudies } from '../store/studies.ts';
import { beatsPerClass } from './annotations/set-summary.ts';
import { requireRecord } from './records/require-record.ts';
import { readRecordDetail } from './records/record-detail.ts';
import { writeStudy } from './simulation/write-study.ts';
import type { StudyReport } from './study-report.ts';
import { classifyWhenModelled } from './work/start-classification.ts';
import { startImport } from './work/start-import.ts';
import { resultOf } from './work/watch-jobs.ts';
import type { Workstation } from './workstation.ts';

/** Set once the library has had its demonstration study, so that one who deletes it is not given it again. */
const PREPARED = 'preparedAt';
/** The study's files, their copy and the derived block file; measured at 45 MB for 5.5 minutes of 19 channels. */
const NEEDED_BYTES = 150e6;

/**
 * On the first start of a library: simulates the demonstration study, imports and classifies it through the same
 * services as any other.
 * @param tell takes lines for the terminal
 * @returns what was made, undefined where the library has been prepared before
 * @throws DiskFull, Cancelled, and what import and classification throw
 */
export async function prepareLibrary(
  workstation: Workstation,
  abortSignal: AbortSignal,
  tell: (line: string) => void,
): Promise<StudyReport | undefined> {
  const { database } = workstation.library;
  if (readSetting(database, PREPARED) !== undefined) return undefined;
  if (listStudies(database).length > 0) {
    writeSetting(database, PREPARED, new Date().toISOString());
    return undefined;
  }
  const began = performance.now();
  tell(
    `First start: making a library with a simulated demonstration study in ${workstation.library.path} ...`,
  );
  await requireRoom(workstation.library.path);
  const recordId = await importDemonstration(workstation, abortSignal, tell);
  tell('  classifying ...');
  const predicted = await classifyDemonstration(workstation, recordId, abortSignal);
  openAtOnset(workstation, recordId);
  writeSetting(database, PREPARED, new Date().toISOString());
  return report(workstation, recordId, predicted, (performance.now() - began) / 1000);
}

async function importDemonstration(
  workstation: Workstation,
  abortSignal: AbortSignal,
  tell: (line: string) => void,
): Promise<number> {
  const folder = join(incomingFolder(workstation.library.path), 'demonstration');
  try {
    tell('  simulating ...');
    await writeStudy(folder, demonstrationStudy(), { abortSignal });
    tell('  importing ...');
    const job = startImport(workstation, {
      paths: [folder],
      classify: false,
      simulated: true,
      study: { name: 'Demonstration' },
      // Two identifiers stand on every screen and page, here of nobody.
      patient: { identifier: 'SIMULATED', name: 'Demonstration' },
    });
    const { records, errors } = await following<ImportResult>(workstation, job.id, abortSignal);
    if (records.length > 0) return records[0].id;
    throw new PurkinjeError(
      'JobFailed',
      errors[0]?.message ?? 'The demonstration study could not be imported.',
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns false where no model is installed */
async function classifyDemonstration(
  workstation: Workstation,
  recordId: number,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const job = classifyWhenModelled(workstation, recordId);
  if (job === undefined) return false;
  await following(workstation, job.id, abortSignal);
  return true;
}

/** Seconds of sinus rhythm before the onset that the window opens at. */
const LEAD_IN_SECONDS = 3;
/** 50 mm/s on a screen of 96 dots an inch. */
const PIXELS_PER_SECOND = 189;

/** The window opens the study where the first AVNRT begins, as if one had left it there. */
function openAtOnset({ library }: Workstation, recordId: number): void {
  const { samplingFrequency } = requireRecord(library.database, recordId);
  const marks = listAnnotationSets(library.database, recordId).flatMap(({ id }) =>
    readAnnotations(library.database, id).filter(isRhythmMark),
  );
  const onset = marks.find(({ aux }) => rhythmCodeOf(aux ?? '') === 'AVNRT');
  if (onset === undefined) return;
  const from = Math.max(0, Math.round(onset.sampleIndex - LEAD_IN_SECONDS * samplingFrequency));
  const samplesPerPixel = samplingFrequency / PIXELS_PER_SECOND;
  writeSetting(library.database, 'lastPlace', { recordId, from, samplesPerPixel });
}

/** The job's result; Ctrl-C cancels it. */
async function following<Result>(
  workstation: Workstation,
  jobId: number,
  abortSignal: AbortSignal,
): Promise<Result> {
  throwIfCancelled(abortSignal);
  const cancel = (): void => void workstation.jobs.cancel(jobId);
  abortSignal.addEventListener('abort', cancel, { once: true });
  try {
    return await resultOf<Result>(workstation, jobId);
  } finally {
    abortSignal.removeEventListener('abort', cancel);
  }
}

function report(
  workstation: Workstation,
  recordId: number,
  predicted: boolean,
  seconds: number,
): StudyReport {
  const record = readRecordDetail(workstation, recordId);
  const machine = record.annotationSets.findLast(({ kind }) => kind === 'classifier');
  return {
    record,
    study: record.study.title,
    records: record.recordsInStudy,
    beats: record.beats,
    predicted: predicted && machine ? beatsPerClass(workstation.library.database, machine.id) : undefined,
    seconds,
  };
}

async function requireRoom(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  const message = `The demonstration study needs ${NEEDED_BYTES / 1e6} MB, and ${Math.floor(free / 1e6)} MB are free at ${path}. Make room, or start with --library DIR on another disk.`;
  throw new PurkinjeError('DiskFull', message, { file: path });
}
