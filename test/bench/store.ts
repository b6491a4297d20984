import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRandom } from '../../src-main/domain/random.ts';
import { RecordEncoder } from '../../src-main/formats/wfdb/record-write.ts';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations, readColumns, ROWS_PER_TRANSACTION } from '../../src-main/store/annotations.ts';
import { applyEdit, undo } from '../../src-main/store/edit-log.ts';
import { blockFile, recordingFolder } from '../../src-main/store/library-paths.ts';
import type { Library } from '../../src-main/store/library.ts';
import { findRecord } from '../../src-main/store/records.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import type { SignalFile } from '../../src-main/store/signal-file.ts';
import type { BenchRow } from './bench-row.ts';
import { importRows } from './store/import-rows.ts';
import { importRuns } from './store/import-runs.ts';

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
    const runs = await importRuns(folder, 'long');
    const { library } = runs;
    const { recordId } = runs.windows.at(-1)!;
    const { contentHash } = findRecord(library.database, recordId)!;
    const block = blockFile(recordingFolder(library.path, contentHash));
    const file = openSignalFile(block);
    const rows = [
      ...importRows(bytes, statSync(block).size, runs),
      ...windowRows(file),
      ...annotationRows(library, recordId),
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
