import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import e2e from './e2e/vitest.config.ts';
import { countsOf, linesOf } from './run-counts.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** Five tests: one holds, two hold when tried again, one never does, one is skipped. */
const CONFIG = join(ROOT, 'test/fixtures/retried/vitest.config.ts');

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'purkinje-counts-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the counts of a run', () => {
  it('are of tests, not of tries; a test that was tried again is named with what it said', () => {
    const report = join(folder, 'report.json');
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=json', `--outputFile=${report}`];
    const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', CONFIG, ...reporters], {
      encoding: 'utf8',
      // The run within does not take itself for a worker of this one.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'))),
    });
    expect(status).toBe(1);
    const counts = countsOf(report);
    expect(counts).toMatchObject({ passed: 3, failed: 1, skipped: 1, slowest: [] });
    const lines = linesOf(counts, ROOT);
    expect(lines).toEqual([
      'passed at the second try: test/fixtures/retried/some.tried.ts: tests hold the second time',
      '  AssertionError: expected 1 to be 2 // Object.is equality (line 7)',
      'passed at the second try: test/fixtures/retried/some.tried.ts: tests with a page that is looked at when they end hold the second time, too',
      '  AssertionError: expected 1 to be 2 // Object.is equality (line 12)',
      'skipped: tests are skipped',
    ]);
  });

  it('name slow files; a file that does not load is one failure, and without a report there is nothing', () => {
    const report = join(folder, 'written.json');
    const suite = { assertionResults: [], startTime: 0 };
    writeFileSync(
      report,
      JSON.stringify({
        testResults: [
          { ...suite, name: join(ROOT, 'test/broken.test.ts'), status: 'failed', endTime: 0 },
          { ...suite, name: join(ROOT, 'test/slow.test.ts'), status: 'passed', endTime: 41_000 },
        ],
      }),
    );
    const counts = countsOf(report);
    expect(counts).toMatchObject({ passed: 0, failed: 1, skipped: 0, retried: [] });
    expect(linesOf(counts, ROOT)).toEqual(['41 s: test/slow.test.ts']);
    expect(countsOf(join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 0, skipped: 0 });
  });
});

it('end-to-end tests are tried once more, and no oftener', () => {
  expect(e2e.test?.retry).toBe(1);
});
