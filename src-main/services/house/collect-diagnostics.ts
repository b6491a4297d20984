import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { databaseFaults } from '../../store/integrity.ts';
import { listJobs } from '../../store/jobs.ts';
import { schemaVersion } from '../../store/migrate.ts';
import { verifyTrail } from '../../store/trail.ts';
import { listModels } from '../models.ts';
import { productVersion } from '../system/product.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import type { ShellKind } from '../workstation.ts';
import { tarOf } from './tar.ts';

/** Tables whose rows are counted; what is in them stays here. */
const COUNTED = [
  'patient',
  'study',
  'record',
  'signal',
  'annotation_set',
  'annotation',
  'edit',
  'prediction_set',
  'study_mark',
  'person',
  'sign_off',
  'trail',
  'job',
] as const;
/** Of the log's end. */
const LOG_LINES = 2000;

/** What only the program itself knows. */
export interface DiagnosticsOrder {
  readonly shell: ShellKind;
  readonly notices: number;
}

/**
 * What helps whoever repairs the program, as a .tar.gz: versions, counts, kinds and codes of jobs, places in the code
 * where bugs happened. No name, no path, no label, no sample, no message.
 */
export function collectDiagnostics(
  library: { readonly path: string; readonly database: LibraryDatabase },
  told: DiagnosticsOrder,
): Uint8Array<ArrayBuffer> {
  const files = {
    'about.json': text(about(told)),
    'library.json': text(libraryFigures(library.database)),
    'jobs.json': text(jobsOf(library.database)),
    'log.txt': logOf(library.path),
  };
  return new Uint8Array(gzipSync(tarOf(files, Math.floor(Date.now() / 1000))));
}

function text(value: unknown): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}

function about({ shell, notices }: DiagnosticsOrder) {
  const models = listModels().map(({ id, version, isDefault }) => ({ id, version, isDefault }));
  const machine = {
    platform: platform(),
    release: release(),
    arch: arch(),
    cores: cpus().length,
    memory: totalmem(),
  };
  return {
    version: productVersion(),
    node: process.versions.node,
    shell,
    notices,
    machine,
    models,
  };
}

function libraryFigures(database: LibraryDatabase) {
  const count = (table: string): unknown => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const rows = Object.fromEntries(COUNTED.map((table) => [table, count(table)]));
  const shapes = database
    .prepare(
      `SELECT format, sampling_frequency AS samplingFrequency, samples,
        (SELECT count(*) FROM signal WHERE record_id = record.id) AS signals FROM record ORDER BY id`,
    )
    .all();
  return {
    schema: schemaVersion(database),
    rows,
    shapes,
    faults: databaseFaults(database).length,
    trail: verifyTrail(database),
  };
}

function jobsOf(database: LibraryDatabase) {
  return listJobs(database).map(({ id, kind, state, error, createdAt }) => ({
    id,
    kind,
    state,
    createdAt,
    error: error?.code,
  }));
}

/** Times, ids and kinds of errors, and the places of the program: a message may hold a path, and a path a name. */
function logOf(library: string): string {
  const file = join(library, 'logs', 'purkinje.log');
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').split('\n').slice(-LOG_LINES);
  return lines.flatMap((line) => placeOf(line) ?? []).join('\n');
}

function placeOf(line: string): string | undefined {
  const head = /^(\d{4}-\d\d-\d\dT\S+ [0-9a-f]{8}) (\w*Error)?/.exec(line);
  if (head) return `${head[1]} ${head[2] ?? 'Error'}`;
  const frame = /^\s+at .*?((?:src-main|dist|node_modules)[\\/][\w.\\/@-]+:\d+:\d+)\)?$/.exec(line);
  return frame ? `    at ${frame[1]}` : undefined;
}
