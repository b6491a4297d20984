import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { makeRandom } from '../../src-main/domain/random.ts';
import { RecordEncoder } from '../../src-main/formats/wfdb/record-write.ts';
import type { ImportResult } from '../../src-main/jobs/import/import-contract.ts';
import { JobHost } from '../../src-main/jobs/job-host.ts';
import { launchChildProcess } from '../../src-main/jobs/launch-process.ts';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations, readColumns, ROWS_PER_TRANSACTION } from '../../src-main/store/annotations.ts';
import { applyEdit, undo } from '../../src-main/store/edit-log.ts';
import { blockFile, recordingFolder } from '../../src-main/store/library-paths.ts';
import { openLibrary } from '../../src-main/store/library.ts';
import type { Library } from '../../src-main/store/library.ts';
import { findRecord } from '../../src-main/store/records.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import type { SignalFile } from '../../src-main/store/signal-file.ts';
import type { BenchRow } from './bench-row.ts';

export const title =
  'importing a 2.5-hour, 19-signal, 977 Hz record (format 24, 503 MB); windows and annotations of it';

const CHANNELS = 19;
const SAMPLES = 8_824_019;
const SAMPLING_FREQUENCY = 977;
const PIXELS = 2000;
const READS = 600;
const BEATS = 100_000;

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-bench-'));
  try {
    const bytes = writeRecord(folder);
    const library = openLibrary(join(folder, 'library'), { create: true });
    const before = copySeconds(folder);
    const imported = await importSeconds(library, join(folder, 'long.hea'));
    const after = copySeconds(folder);
    const { contentHash } = findRecord(library.database, imported.recordId)!;
    const block = blockFile(recordingFolder(library.path, contentHash));
    const file = openSignalFile(block);
    const rows = [
      ...importRows(bytes, (before + after) / 2, imported, statSync(block).size),
      ...windowRows(file),
      ...annotationRows(library, imported.recordId),
    ];
    file.close();
    library.close();
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A minute of noise and artefacts, tiled. Gain and offsets as in the Leipzig header, artefacts beyond 16 bits. */
function writeRecord(folder: string): number {
  const random = makeRandom(1);
  const tile = Array.from({ length: CHANNELS }, (_, channel) =>
    Int32Array.from({ length: 60 * SAMPLING_FREQUENCY }, (_, i) => {
      const artefact = channel % 6 === 5 && i % 20_011 < 40 ? 70_000 : 0;
      return Math.round(
        (channel - 9) * 1500 + 4000 * Math.sin(i / (20 + channel)) + 400 * random.normal() + artefact,
      );
    }),
  );
  const signal = { units: 'mV', gain: 2000, baseline: 0, adcResolution: 24, adcZero: 0 };
  const signals = tile.map((_, channel) => ({ ...signal, originalName: `S${channel}` }));
  const encoder = new RecordEncoder({
    name: 'long',
    samplingFrequency: SAMPLING_FREQUENCY,
    format: 24,
    signals,
  });
  const handle = openSync(join(folder, 'long.dat'), 'w');
  for (let from = 0; from < SAMPLES; from += tile[0].length) {
    const count = Math.min(tile[0].length, SAMPLES - from);
    writeSync(handle, encoder.append(tile.map((values) => values.subarray(0, count))));
  }
  const { bytes, header } = encoder.finish();
  writeSync(handle, bytes);
  fsyncSync(handle);
  closeSync(handle);
  writeFileSync(join(folder, 'long.hea'), header);
  return statSync(join(folder, 'long.dat')).size;
}

/** The kernel's own copy, made durable. */
function copySeconds(folder: string): number {
  const target = join(folder, 'copy.dat');
  const start = performance.now();
  copyFileSync(join(folder, 'long.dat'), target);
  const handle = openSync(target, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  const seconds = (performance.now() - start) / 1000;
  rmSync(target);
  return seconds;
}

interface Imported {
  readonly seconds: number;
  /** Of all threads of the job's process; the owner's are not among them. */
  readonly processor: number;
  readonly peak: number;
  readonly delay: number;
  readonly recordId: number;
}

async function importSeconds(library: Library, path: string): Promise<Imported> {
  let pid: number | undefined;
  let peak = NaN;
  let processor = NaN;
  const launch: typeof launchChildProcess = <Told, Tells>(entry: string) => {
    const process = launchChildProcess<Told, Tells>(entry);
    pid = process.pid;
    return process;
  };
  const host = new JobHost(library, { launch });
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const watch = setInterval(() => {
    peak = residentPeak(pid) ?? peak;
    processor = processorSeconds(pid) ?? processor;
  }, 20);
  const start = performance.now();
  const job = await host.finished(host.start('import', { paths: [path] }).id);
  const seconds = (performance.now() - start) / 1000;
  delays.disable();
  clearInterval(watch);
  await host.close();
  if (job.state !== 'done') throw new Error(JSON.stringify(job.error));
  const [record] = (job.result as ImportResult).records;
  if (record.warnings.length > 0) throw new Error(JSON.stringify(record.warnings));
  return { seconds, processor, peak, delay: delays.percentile(99) / 1e6, recordId: record.id };
}

/** MB; undefined where the system has no /proc, or the process has ended. */
function residentPeak(pid: number | undefined): number | undefined {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match ? Number(match[1]) / 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** Clock ticks of Linux are hundredths of a second everywhere that we run. */
function processorSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

function importRows(
  bytes: number,
  copy: number,
  { seconds, processor, peak, delay }: Imported,
  derived: number,
): BenchRow[] {
  const [plain, ours] = [bytes / 1e6 / copy, bytes / 1e6 / seconds];
  return [
    { what: 'plain copy with fsync (mean of one before, one after)', value: plain, unit: 'MB/s' },
    {
      what: 'import: copy, hash, checksums, pyramid',
      value: ours,
      unit: 'MB/s',
      bar: '>= 80 MB/s',
      passed: ours >= 80,
    },
    {
      what: 'import beside the copy',
      value: ours / plain,
      unit: 'x',
      bar: '>= 0.5 x',
      passed: ours >= plain / 2,
    },
    { what: 'processor time of the import, all threads', value: processor, unit: 's' },
    {
      what: 'resident memory of the import, peak',
      value: peak,
      unit: 'MB',
      bar: '< 500 MB',
      passed: peak < 500,
    },
    {
      what: "owner's event-loop delay meanwhile, p99",
      value: delay,
      unit: 'ms',
      bar: '< 30 ms',
      passed: delay < 30,
    },
    { what: 'derived file beside the original', value: derived / bytes, unit: 'x' },
  ];
}

function windowRows(file: SignalFile): BenchRow[] {
  const channels = Array.from({ length: CHANNELS }, (_, channel) => channel);
  const random = makeRandom(2);
  const shortest = 0.02 * SAMPLING_FREQUENCY;
  const read = (samples: number): number => {
    const from = random.integer(SAMPLES - samples + 1);
    const start = performance.now();
    file.readEnvelope(channels, from, from + samples, PIXELS);
    return performance.now() - start;
  };
  const anyZoom = Array.from({ length: READS }, () =>
    read(Math.floor(shortest * (SAMPLES / shortest) ** random.next())),
  );
  const widestPlain = Array.from({ length: 60 }, () => read(PIXELS * 64 - 1));
  const whole = Array.from({ length: 60 }, () => read(SAMPLES));
  const p95 = percentile(anyZoom, 0.95);
  const what = `window of 19 x ${PIXELS} pixels at any zoom`;
  return [
    { what: `${what}, p50`, value: percentile(anyZoom, 0.5), unit: 'ms' },
    { what: `${what}, p95`, value: p95, unit: 'ms', bar: '< 10 ms', passed: p95 < 10 },
    {
      what: 'the widest that is read from samples (131 s), p95',
      value: percentile(widestPlain, 0.95),
      unit: 'ms',
    },
    { what: 'the whole record, p95', value: percentile(whole, 0.95), unit: 'ms' },
  ];
}

function annotationRows({ database }: Library, recordId: number): BenchRow[] {
  const set = { recordId, name: 'bench', origin: 'human', author: 'bench' } as const;
  const setId = insertAnnotationSet(database, set);
  const beats = Array.from({ length: BEATS }, (_, i) => ({ sampleIndex: 88 * i, symbol: i % 7 ? 'N' : 'V' }));
  const inserts: number[] = [];
  for (let from = 0; from < BEATS; from += ROWS_PER_TRANSACTION) {
    const part = beats.slice(from, from + ROWS_PER_TRANSACTION);
    inserts.push(milliseconds(() => insertAnnotations(database, setId, part, 'blind')));
  }
  const reading = Array.from({ length: 15 }, () => milliseconds(() => readColumns(database, setId)));
  const ids = [...readColumns(database, setId).id];
  const relabel = (from: number, to: number): number =>
    milliseconds(() => {
      const labels = ids.slice(from, to).map((id) => ({ id, symbol: 'X', aux: 'AVNRT' }));
      applyEdit(database, setId, { kind: 'relabel', author: 'bench', provenance: 'bulk', labels });
    });
  const one = Array.from({ length: 20 }, (_, i) => relabel(i, i + 1));
  const many = relabel(0, 10_000);
  const undone = milliseconds(() => undo(database, setId, 'bench'));
  const longest = percentile(inserts, 0.95);
  const [columns, single] = [percentile(reading, 0.5), percentile(one, 0.5)];
  return [
    {
      what: 'longest transaction of a job (10,000 beats), p95',
      value: longest,
      unit: 'ms',
      bar: '< 50 ms',
      passed: longest < 50,
    },
    {
      what: 'columns of 100,000 beats, p50',
      value: columns,
      unit: 'ms',
      bar: '< 50 ms',
      passed: columns < 50,
    },
    { what: 'relabel one beat, p50', value: single, unit: 'ms', bar: '< 50 ms', passed: single < 50 },
    { what: 'relabel 10,000 beats', value: many, unit: 'ms', bar: '< 1000 ms', passed: many < 1000 },
    { what: 'undo that', value: undone, unit: 'ms', bar: '< 1000 ms', passed: undone < 1000 },
  ];
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
}
