import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LOSSES } from '../../src-main/network/loss-config.ts';
import { subjectSplits } from '../../src-main/training/data/splits.ts';
import { fit } from '../../src-main/training/fit/fit.ts';
import { readCheckpoint } from '../../src-main/training/fit/checkpoint.ts';
import { waveOptions, waves } from './waves.ts';

const folder = mkdtempSync(join(tmpdir(), 'fit-'));
afterAll(() => rmSync(folder, { recursive: true }));

const set = waves(300);
const [split] = subjectSplits(set, 5, 1);

/** Trains in a process of its own. */
async function waveRun(...words: string[]) {
  const entry = join(import.meta.dirname, 'wave-run.ts');
  const child = spawn(process.execPath, [entry, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, output };
}

describe('fit', () => {
  test('learns what is there to be learnt, on subjects it has not seen', async () => {
    const result = await fit(set, split, waveOptions({ epochs: 8 }));
    expect(result.log.at(-1)!.loss).toBeLessThan(result.log[0].loss / 2);
    expect(Math.max(...result.log.map(({ validationMacroF1 }) => validationMacroF1))).toBeGreaterThan(0.9);
  });

  test('keeps no epoch of the first half, and waits for the second before it stops early', async () => {
    const { bestEpoch, log } = await fit(set, split, waveOptions({ epochs: 8, patience: 2 }));
    // All is learnt by the fourth epoch: without the rule that one would be kept, and the run would end at the sixth.
    expect(log[3].validationMacroF1).toBe(1);
    expect([bestEpoch, log.length]).toEqual([5, 7]);
  });

  test('a contrast that fades acts from the first step, one that climbs leaves the first epoch to classification', async () => {
    const [climbing, fading, plain] = await Promise.all(
      (['agcacl', 'agcacl-fading', 'logit-adjusted'] as const).map((name) =>
        fit(set, split, waveOptions({ epochs: 1, stepsPerEpoch: 3, loss: LOSSES[name] })),
      ),
    );
    expect(climbing.log[0].classification).toBe(plain.log[0].classification);
    expect(fading.log[0].classification).not.toBe(plain.log[0].classification);
    // lambda is 0 in the one, and 1, 8/9 and 5/9 in the other.
    expect(climbing.log[0].loss).toBeCloseTo(climbing.log[0].classification, 6);
    const { loss, classification, contrast } = fading.log[0];
    expect((loss - classification) / contrast).toBeGreaterThan(0.75);
    expect((loss - classification) / contrast).toBeLessThan(0.9);
  });

  test('two runs with one seed end at the same weights, another seed at others', async () => {
    const [first, second, other] = [
      await fit(set, split, waveOptions()),
      await fit(set, split, waveOptions()),
      await fit(set, split, waveOptions({ seed: 2 })),
    ];
    expect(Buffer.from(first.parameters.buffer).equals(Buffer.from(second.parameters.buffer))).toBe(true);
    expect(first.parameters).not.toEqual(other.parameters);
  });

  test('the second engine ends at the weights of the first, and says which of its builds ran', async () => {
    const few = { ...split, train: split.train.slice(0, 32), validation: split.validation.slice(0, 8) };
    const options = { epochs: 2, stepsPerEpoch: 2, batchSize: 8 };
    const first = await fit(set, few, waveOptions(options));
    const second = await fit(set, few, waveOptions({ ...options, engine: 'tfjs' }));
    const norm = (values: Float32Array): number => Math.hypot(...values);
    const apart = first.parameters.map((value, i) => value - second.parameters[i]);
    expect(norm(apart)).toBeLessThan(1e-4 * norm(first.parameters));
    expect(apart.some((value) => value !== 0)).toBe(true);
    expect(second.placement.reason).toMatch(/^tfjs-(node|backend-cpu)/);
  }, 60_000);

  test('a run killed in an epoch goes on from its checkpoint to the same weights', async () => {
    const whole = await fit(set, split, waveOptions());
    const checkpoint = join(folder, 'run.checkpoint');
    const abort = new AbortController();
    const killed = fit(set, split, waveOptions(), {
      checkpoint,
      abortSignal: abort.signal,
      onProgress: ({ fraction }) => fraction > 0.6 && abort.abort(),
    });
    await expect(killed).rejects.toMatchObject({ code: 'Cancelled' });
    const resumed = await fit(set, split, waveOptions(), { checkpoint });
    expect(resumed.log).toHaveLength(4);
    expect(Buffer.from(resumed.parameters.buffer).equals(Buffer.from(whole.parameters.buffer))).toBe(true);
  });

  test('a process killed by SIGKILL goes on from its checkpoint to the same weights', async () => {
    const whole = await fit(set, split, waveOptions());
    const weights = createHash('sha256').update(new Uint8Array(whole.parameters.buffer)).digest('hex');
    const checkpoint = join(folder, 'killed.checkpoint');
    expect((await waveRun(checkpoint, '0.6')).signal).toBe('SIGKILL');
    expect(readCheckpoint<{ epoch: number }>(checkpoint)!.header.epoch).toBe(2);
    const { code, output } = await waveRun(checkpoint);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({ weights, epochs: 4 });
  }, 120_000);

  test('a checkpoint of another run is refused, not mixed in', async () => {
    const checkpoint = join(folder, 'other.checkpoint');
    await fit(set, split, waveOptions({ epochs: 1 }), { checkpoint });
    await expect(fit(set, split, waveOptions({ epochs: 2 }), { checkpoint })).rejects.toMatchObject({
      code: 'Conflict',
    });
  });
});
