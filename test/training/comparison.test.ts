import { describe, expect, test } from 'vitest';
import { methodsOf } from '../../src-main/services/training/compare.ts';
import { comparisonOf } from '../../src-main/services/training/comparison.ts';
import { comparisonTable } from '../../src-main/services/training/comparison-table.ts';
import type { RequestedData } from '../../src-main/services/training/data-request.ts';
import type { RunResult } from '../../src-main/services/training/one-run.ts';
import { specsOf } from '../../src-main/services/training/run-spec.ts';
import type { RunSpec } from '../../src-main/services/training/run-spec.ts';
import { waves } from './waves.ts';

// 30 examples to train on, of 10 subjects; 30 behind them are of fresh ones.
const set = waves(60);
const data = { set, trainable: 30, sources: [{ simulated: true }], sha256: '' } as unknown as RequestedData;
const about = { split: 'segment', seconds: 1 };

/** A run that answers right except where told. */
function run(seed: number, test: readonly number[], isWrong: (index: number) => boolean): RunResult {
  const logits = new Float32Array(3 * test.length);
  test.forEach((index, row) => {
    const label = set.infos[index].labels[0];
    logits[3 * row + (isWrong(index) ? (label + 1) % 3 : label)] = 5;
  });
  return {
    header: { spec: { seed } as RunSpec },
    vectors: {
      test: Float32Array.from(test),
      'logits.wave': logits,
      distance: new Float32Array(test.length),
    },
  } as unknown as RunResult;
}

const indices = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const everything = [...indices(20, 30), ...indices(30, 60)];
const method = (name: string, isWrong: (index: number) => boolean) => ({
  name,
  isLoss: true,
  runs: [run(1, everything, isWrong), run(2, [...indices(10, 20), ...indices(30, 60)], isWrong)],
});

describe('a comparison', () => {
  const never = (): boolean => false;
  const freshWrong = (index: number): boolean => index >= 30 && index % 2 === 0;
  const methods = [method('ce', freshWrong), method('bcl', (i) => i % 2 === 0), method('agcacl', never)];

  test('scores the fresh subjects or the held-out part, never both', () => {
    const fresh = comparisonOf(methods, data, { ...about, scored: 'fresh' });
    const heldOut = comparisonOf(methods, data, { ...about, scored: 'held-out' });
    expect([fresh.examples, heldOut.examples]).toEqual([30, 10]);
    expect(fresh.methods.map(({ top1 }) => top1.mean)).toEqual([0.5, 0.5, 1]);
    expect(heldOut.methods.map(({ top1 }) => top1.mean)).toEqual([1, 0.5, 1]);
    expect(fresh.segments).toEqual({ slow: 10, fast: 10, both: 10 });
  });

  test('holds every method against the reference, by subject', () => {
    const {
      methods: rows,
      against,
      reference,
    } = comparisonOf(methods, data, { ...about, scored: 'held-out' });
    expect(reference).toBe('agcacl');
    expect(rows[0].lead).toMatchObject({ mean: 0, low: 0, high: 0 });
    expect(rows[1].lead!.high).toBeLessThan(0);
    expect(rows[2].lead).toBeUndefined();
    expect(against).toMatchObject({ own: 'agcacl', baseline: 'ce' });
  });

  test('is written as the table of the paper, with what it is no evidence of', () => {
    const table = comparisonTable(comparisonOf(methods, data, { ...about, scored: 'fresh' }), 'the command');
    expect(table).toContain('no clinical evidence');
    expect(table).toContain('30 windows scored (first seed), 2 seeds');
    expect(table).toMatch(/\| agcacl \| 100\.00 ± 0\.00 .* \| +the reference \|/);
    expect(table).toMatch(/\| bcl +\| +50\.00 ± 0\.00 .* \| +-\d+\.\d+ \(-\d+\.\d+ to -?\+?\d+\.\d+\) \|/);
    expect(table).toContain('slow (10 segments)');
    // Each table reads well where it is printed, too: its lines are of one length.
    for (const rows of table
      .split('\n\n')
      .map((part) => part.split('\n').filter((line) => line.startsWith('|'))))
      expect(new Set(rows.map(({ length }) => length)).size).toBeLessThanOrEqual(1);
  });
});

test('a grid runs all folds of a seed before the next seed', () => {
  const specs = specsOf(2, 3, (seed, fold) => ({ seed, fold }) as RunSpec);
  expect(specs.map(({ seed, fold }) => [seed, fold])).toEqual([
    [1, 0],
    [1, 1],
    [1, 2],
    [2, 0],
    [2, 1],
    [2, 2],
  ]);
});

describe('losses on another network', () => {
  const asked = {
    losses: ['ce', 'agcacl'],
    variants: ['multimodal', 'resnet'],
    variantLoss: 'agcacl',
  } as const;
  const rows = (network?: string) =>
    methodsOf({ ...asked, network }).map(({ name, loss, variant, isLoss }) => [name, loss, variant, isLoss]);

  test('every loss is run on it, and no run twice', () => {
    expect(rows('resnet')).toEqual([
      ['ce', 'ce', 'resnet', true],
      ['agcacl', 'agcacl', 'resnet', true],
      ['agcacl, multimodal', 'agcacl', 'multimodal', false],
    ]);
    expect(rows()).toEqual([
      ['ce', 'ce', 'multimodal', true],
      ['agcacl', 'agcacl', 'multimodal', true],
      ['agcacl, resnet', 'agcacl', 'resnet', false],
    ]);
  });

  test('the table tells which', () => {
    const right = [method('ce', () => false), method('agcacl', () => false)];
    const facts = { ...about, scored: 'fresh', network: 'resnet' } as const;
    expect(comparisonTable(comparisonOf(right, data, facts), 'the command')).toContain(
      'Losses on the network resnet.',
    );
    const own = comparisonTable(comparisonOf(right, data, { ...about, scored: 'fresh' }), 'the command');
    expect(own).not.toContain('network');
  });
});
