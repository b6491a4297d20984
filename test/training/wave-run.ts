/**
 * A training in a process of its own, for the test of killed runs: `node wave-run.ts CHECKPOINT [FRACTION]`. With a
 * fraction it is killed there by SIGKILL, in the middle of an epoch: nothing of it gets to clean up.
 */
import { createHash } from 'node:crypto';
import { subjectSplits } from '../../src-main/training/data/splits.ts';
import { fit } from '../../src-main/training/fit/fit.ts';
import { waveOptions, waves } from './waves.ts';

const set = waves(300);
const [split] = subjectSplits(set, 5, 1);
const [checkpoint, killAt = '2'] = process.argv.slice(2);
const { parameters, log } = await fit(set, split, waveOptions(), {
  checkpoint,
  onProgress: ({ fraction }) => void (fraction > Number(killAt) && process.kill(process.pid, 'SIGKILL')),
});
const weights = createHash('sha256').update(new Uint8Array(parameters.buffer)).digest('hex');
process.stdout.write(JSON.stringify({ weights, epochs: log.length }));
