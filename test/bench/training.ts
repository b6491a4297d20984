import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecording } from '../../src-main/services/recordings/open-recording.ts';
import { PRESETS } from '../../src-main/services/training/presets.ts';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';
import type { ExampleSet } from '../../src-main/training/data/example-set.ts';
import { defaultFitOptions } from '../../src-main/training/fit/fit-options.ts';
import { fit } from '../../src-main/training/fit/fit.ts';
import type { BenchRow } from './bench-row.ts';
import { preprocessingRows } from './training/preprocessing.ts';
import { threadRows } from './training/threads.ts';

export const title = 'Preprocessing against decoding, training steps';

/** A third of what the recordings of the set last on average. */
const MINUTES = 10;
/** Its signals, which are larger than all that preprocessing keeps, are gone when this returns. */
function writeStudy(folder: string): void {
  const study = simulateStudy({ seed: 3, minutes: MINUTES, scenario: 'sinus', subject: { name: 'bench' } });
  for (const { name, bytes } of studyFiles(study)) appendFileSync(join(folder, name), bytes);
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
    writeStudy(folder);
    const reader = await openRecording(join(folder, 'bench'));
    const { rows, set } = await preprocessingRows(folder, reader, MINUTES);
    await reader.close();
    const threads = await threadRows(folder, 'bench', MINUTES);
    return [...rows, ...threads, await training(set)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
