import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createClient, type ApiClient } from '../../src-main/api/contract/client.ts';
import type { ImportResult } from '../../src-main/api/contract/work.ts';
import { createApi } from '../../src-main/api/routes/create-api.ts';
import { createHandlers } from '../../src-main/api/routes/handlers.ts';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { resultOf } from '../../src-main/services/work/watch-jobs.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'The api over a 20-minute study of 19 channels: windows, filters, the answering thread';

const MINUTES = 20;
const ROUNDS = 60;
const CHANNELS = Array.from({ length: 19 }, (_, channel) => channel).join(',');
/** Architecture: the event loop's delay stays under this at p99. */
const DELAY_MS = 30;

interface Query {
  readonly columns: number;
  readonly samplesPerColumn: number;
  readonly ecgBand?: string;
  readonly iegmBand?: string;
  readonly notch?: number;
}

const FILTERS = { ecgBand: '0.5-40', iegmBand: '30-250', notch: 50 };
const CASES: readonly (readonly [string, Query])[] = [
  ['10 s, every sample', { columns: 9770, samplesPerColumn: 1 }],
  ['2 minutes, reduced 1:64', { columns: 1832, samplesPerColumn: 64 }],
  ['whole record, reduced 1:512', { columns: 2048, samplesPerColumn: 512 }],
  ['10 s, filtered', { columns: 2442, samplesPerColumn: 4, ...FILTERS }],
  ['2 minutes, filtered', { columns: 1800, samplesPerColumn: 64, ...FILTERS }],
];

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))];

async function timesOf(api: ApiClient, recordId: number, samples: number, query: Query): Promise<number[]> {
  const times: number[] = [];
  const span = query.columns * query.samplesPerColumn;
  for (let round = 0; round < ROUNDS; round++) {
    const from = Math.floor((Math.max(0, samples - span) * round) / ROUNDS / 512) * 512;
    const began = performance.now();
    await api.getWindow({ params: { recordId }, query: { channels: CHANNELS, from, ...query } });
    times.push(performance.now() - began);
    // A real window's requests come one by one; without this turn the loop's delay would not be seen.
    await setImmediate();
  }
  return times.sort((a, b) => a - b);
}

async function measure(api: ApiClient, recordId: number, samples: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [what, query] of CASES) {
    // Starts the filter threads, and reads the file into the system's cache, as a reader's first look does.
    await timesOf(api, recordId, samples, query);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const times = await timesOf(api, recordId, samples, query);
    delay.disable();
    const p99 = delay.percentile(99) / 1e6;
    rows.push({ what: `window of ${what}, p95`, value: at(times, 0.95), unit: 'ms' });
    rows.push({
      what: '  event loop delay meanwhile, p99',
      value: p99,
      unit: 'ms',
      bar: `< ${DELAY_MS} ms`,
      passed: p99 < DELAY_MS,
    });
  }
  return rows;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-bench-api-'));
  const workstation = openWorkstation(join(folder, 'library'), { shell: 'cli', create: true });
  try {
    const subject = { name: 'x0001', age: 14, sex: 'F', diagnosis: 'AVNRT' } as const;
    const study = simulateStudy({ seed: 1, minutes: MINUTES, subject });
    await writeStudy(join(folder, 'files'), study);
    const handler = createApi(createHandlers(workstation), { log: workstation.log });
    const api = createClient((url, init) => handler(new Request(`http://bench${url}`, init)));
    const job = await api.startImport({ body: { paths: [join(folder, 'files')], classify: false } });
    const { records } = await resultOf<ImportResult>(workstation, job.id);
    return await measure(api, records[0].id, study.samples);
  } finally {
    await workstation.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
