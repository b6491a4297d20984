/**
 * Throughput of the bundled model over batch sizes, as classification runs it (the session alone: windows are cut and
 * filtered before). Options: `--model DIR` (the newest models/purkinje-ep), `--threads N` (2), `--batch N` (several), `--seconds N` (2 a batch size).
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRandom } from '../../src-main/domain/random.ts';
import { loadModel } from '../../src-main/inference/load-model.ts';
import type { LoadedModel } from '../../src-main/inference/load-model.ts';
import { openModelSession } from '../../src-main/inference/session.ts';
import type { Feed, ModelSession } from '../../src-main/inference/session.ts';
import { findModel } from '../../src-main/services/models.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'Inference: throughput of the bundled model over batch sizes on the CPU';

const BATCHES = ['1', '8', '32', '64', '128', '256'];

/** A batch of noise with every channel present: values do not change what it costs. */
function noiseFeeds({ manifest }: LoadedModel, batch: number): Map<string, Feed> {
  const { ecgLeads, electrograms, windowSamples, priors } = manifest.preprocess;
  const random = makeRandom(1);
  const feed = (shape: number[], value: () => number): Feed => ({
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value),
    shape,
  });
  const noise = (...shape: number[]): Feed => feed([batch, ...shape], () => random.normal());
  const ones = (...shape: number[]): Feed => feed([batch, ...shape], () => 1);
  return new Map([
    ['ecg', noise(ecgLeads.length, windowSamples)],
    ['ecg.present', ones(ecgLeads.length)],
    ['iegm', noise(electrograms.length, windowSamples)],
    ['iegm.present', ones(electrograms.length)],
    ['priors', noise(priors.length)],
  ]);
}

interface Timing {
  readonly best: number;
  readonly median: number;
  /** Processor time of all threads, median. */
  readonly busy: number;
}

/** Runs for about so many seconds, at least 5 times after 2 that do not count; milliseconds a run. */
async function timed(session: ModelSession, feeds: Map<string, Feed>, seconds: number): Promise<Timing> {
  const [wall, busy]: [number[], number[]] = [[], []];
  const end = performance.now() + seconds * 1e3;
  for (let i = 0; i < 7 || performance.now() < end; i++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    await session.run(feeds);
    const { user, system } = process.cpuUsage(used);
    if (i < 2) continue;
    wall.push(performance.now() - start);
    busy.push((user + system) / 1e3);
  }
  const sorted = [wall, busy].map((times) => times.sort((a, b) => a - b));
  const middle = wall.length >> 1;
  return { best: sorted[0]![0]!, median: sorted[0]![middle]!, busy: sorted[1]![middle]! };
}

export async function run(options: readonly string[]): Promise<BenchRow[]> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      model: { type: 'string' },
      threads: { type: 'string', default: '2' },
      batch: { type: 'string', multiple: true, default: BATCHES },
      seconds: { type: 'string', default: '2' },
    },
  });
  const model = loadModel(values.model ? resolve(values.model) : findModel('purkinje-ep').folder);
  const session = await openModelSession(model, { device: 'cpu', threads: Number(values.threads) });
  const rows: BenchRow[] = [];
  for (const size of values.batch) {
    const batch = Number(size);
    const { best, median, busy } = await timed(session, noiseFeeds(model, batch), Number(values.seconds));
    rows.push({
      what: `${model.manifest.id} ${model.manifest.version}, batch ${batch}, ${values.threads} threads`,
      value: (batch / median) * 1e3,
      unit: 'windows/s',
      note: `median ${median.toFixed(2)} ms, best ${best.toFixed(2)} ms a batch; ${(busy / batch).toFixed(2)} ms of processor a window`,
    });
  }
  await session.close();
  const resident = process.resourceUsage().maxRSS / 1e6;
  rows.push({ what: 'peak resident memory', value: resident, unit: 'GB' });
  return rows;
}
