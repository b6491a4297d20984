import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecording } from '../../src-main/services/recordings/open-recording.ts';
import { PRESETS } from '../../src-main/services/training/presets.ts';
import { recordExamples } from '../../src-main/services/training/record-examples.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';
import type { ExampleSet } from '../../src-main/training/data/example-set.ts';
import { defaultFitOptions } from '../../src-main/training/fit/fit-options.ts';
import { fit } from '../../src-main/training/fit/fit.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'Preprocessing against decoding, training steps';

/** A third of what the recordings of the set last on average. */
const MINUTES = 10;
/** Decoding and preprocessing by turns; the medians count: other programs disturb the caches. */
const ROUNDS = 7;

/** CPU seconds of this process while `work` runs: other programs on the machine do not count. */
async function cpuSeconds<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; wall: number }> {
  const before = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6, wall: (performance.now() - began) / 1000 };
}

/** Its signals, which are larger than all that preprocessing keeps, are gone when this returns. */
function writeStudy(folder: string): void {
  const study = simulateStudy({ seed: 3, minutes: MINUTES, scenario: 'sinus', subject: { name: 'bench' } });
  for (const { name, bytes } of studyFiles(study)) appendFileSync(join(folder, name), bytes);
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1];

async function preprocessing(folder: string): Promise<{ rows: BenchRow[]; set: ExampleSet }> {
  writeStudy(folder);
  const reader = await openRecording(join(folder, 'bench'));
  const { samples, signals } = reader.description;
  const [{ annotations }] = await reader.readAnnotations();
  const { parameters, grouping } = PRESETS.study;
  const cut = () => recordExamples(reader, annotations, { parameters, grouping, subject: 'bench' });
  let { set } = await cut();
  const rounds: { decoded: number; whole: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const decoded = await cpuSeconds(() => reader.readDigital([...signals.keys()], 0, samples));
    const whole = await cpuSeconds(cut);
    set = whole.result.set;
    rounds.push({ decoded: decoded.seconds, whole: whole.seconds });
  }
  await reader.close();
  const decoded = median(rounds.map((round) => round.decoded));
  const whole = median(rounds.map((round) => round.whole));
  const perMinute = whole / MINUTES;
  return {
    set,
    rows: [
      {
        what: 'decode a minute, 19 signals, format 24',
        value: (1000 * decoded) / MINUTES,
        unit: 'ms CPU',
      },
      { what: 'windows of a minute, all of preprocessing', value: 1000 * perMinute, unit: 'ms CPU' },
      {
        what: 'preprocessing in units of decoding',
        value: whole / decoded,
        unit: 'x',
        bar: 'bounded by decoding: <= 2 x',
        passed: whole <= 2 * decoded,
      },
      {
        what: 'the 39 records (66,421 s), at this rate, once',
        value: (perMinute * 66_421) / 60,
        unit: 's CPU',
        note: 'kept by content afterwards',
      },
    ],
  };
}

async function training(set: ExampleSet): Promise<BenchRow> {
  const options = defaultFitOptions(PRESETS.study.network, LOSSES.agcacl, {
    epochs: 2,
    stepsPerEpoch: 4,
    batchSize: 64,
    device: 'cpu',
  });
  const indices = [...set.infos.keys()];
  const { log } = await fit(set, { name: 'bench', train: indices, validation: [], test: [] }, options);
  return {
    what: 'training, specified network, batch 64, AGCACL, with augmentation',
    value: log[1].samplesPerSecond,
    unit: 'windows/s',
    note: 'the engine alone: bench engine',
  };
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-training-'));
  try {
    const { rows, set } = await preprocessing(folder);
    return [...rows, await training(set)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
