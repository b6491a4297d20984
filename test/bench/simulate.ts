import { createHash } from 'node:crypto';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { longStudy } from '../../src-main/simulate/scale.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'simulator: 19 channels on one core';

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

function speedOf(what: string, scenario: 'ep-study' | 'fibrillation', minutes: number): BenchRow {
  const before = seconds();
  const study = simulateStudy({ seed: 1, minutes, scenario, subject: { diagnosis: 'AVNRT', age: 10 } });
  let samples = 0;
  for (const block of study.blocks()) samples += block[0].length;
  const value = samples / study.samplingFrequency / (seconds() - before);
  return {
    what,
    value,
    unit: 'x real time',
    bar: '>= 100',
    passed: value >= 100,
    note: `${minutes} simulated minutes`,
  };
}

/** Speed in processor time (not wall time), of events and signals together, and the hash that the same seed must give. */
export async function run(): Promise<BenchRow[]> {
  speedOf('warm-up', 'ep-study', 1);
  const rows = [
    speedOf('EP study, AVNRT, events and signals', 'ep-study', 15),
    speedOf('atrial fibrillation (a dozen wavelets at a time)', 'fibrillation', 10),
  ];
  const before = seconds();
  const study = longStudy();
  const hash = createHash('sha256');
  let samples = 0;
  for (const block of study.blocks()) {
    samples += block[0].length;
    if (samples < 600_000) for (const row of block) hash.update(row);
  }
  rows.push({
    what: 'long study for benchmarks: 150 minutes, tiled',
    value: seconds() - before,
    unit: 's',
    note: `${samples} samples x ${study.signals.length}, ${study.annotations.filter(isBeat).length} beats, sha256 of its first ten minutes ${hash.digest('hex').slice(0, 12)}`,
  });
  rows.push({ what: 'resident memory after it', value: process.memoryUsage().rss / 1e6, unit: 'MB' });
  return rows;
}
