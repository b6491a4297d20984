import { resolve } from 'node:path';
import { SIMULATION_PROFILES, writeCohort } from '../../../services/simulation/simulate-cohort.ts';
import type { Command } from '../command.ts';
import { durationText, textTable } from '../text-table.ts';

/** Long enough for anything that was ever published; a million would fill a disk by a slip of the finger. */
const MOST_SUBJECTS = 100_000;
const MOST_MINUTES = 24 * 60;

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Writes simulated ECG + IEGM studies (no clinical evidence); the same seed gives the same files.',
  usage: `--out DIR --subjects N --seed S [--minutes M] [--profile ${SIMULATION_PROFILES.join('|')}]`,
  options: {
    out: { type: 'string' },
    subjects: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string' },
    profile: { type: 'string' },
  },
  positionals: [0, 0],
  async run(args, terminal) {
    const out = resolve(args.required('out'));
    const cohort = {
      subjects: args.integer('subjects', { min: 1, max: MOST_SUBJECTS }) ?? 1,
      seed: args.integer('seed', { min: 0, max: 2 ** 31 - 1 }) ?? 1,
      minutes: args.number('minutes', { min: 0.1, max: MOST_MINUTES }),
      profile: args.choice('profile', SIMULATION_PROFILES, 'balanced'),
    };
    const began = performance.now();
    const records = await writeCohort(out, cohort, {
      onProgress: (fraction) => terminal.progress(fraction, 'simulating'),
      abortSignal: terminal.abortSignal,
    });
    const seconds = (performance.now() - began) / 1000;
    const rows = records.map(({ name, diagnosis, age, durationSeconds, signals, beats }) => [
      name,
      diagnosis,
      age,
      durationText(durationSeconds),
      signals,
      beats,
    ]);
    const table = textTable(['record', 'diagnosis', 'age', 'time', 'signals', 'beats'], rows);
    return {
      json: { out, ...cohort, records, seconds },
      text: `${table}\nWritten to ${out} in ${seconds.toFixed(1)} s. Simulated: no clinical evidence.`,
    };
  },
};
