import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../src-main/shells/cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  stdout.end();
  stderr.end();
  expect([code, await err]).toEqual([0, expect.any(String)]);
  return out;
}

/** Ten simulated children and adults as the database has them, one short epoch: that it goes through, not what comes out. */
describe('reproduce leipzig, from the command line', () => {
  const [data, out] = [join(folder, 'database'), join(folder, 'out')];
  let written: string;
  beforeAll(async () => {
    await run(
      'simulate',
      '--out',
      data,
      '--profile',
      'leipzig',
      '--subjects',
      '10',
      '--seed',
      '3',
      '--minutes',
      '0.5',
    );
    const grid = ['--losses', 'ce,agcacl', '--subject-losses', 'agcacl', '--folds', '2', '--seeds', '1'];
    const size = [
      '--most-windows',
      '24',
      '--epochs',
      '1',
      '--batch',
      '16',
      '--device',
      'cpu',
      '--threads',
      '1',
    ];
    await run('reproduce', 'leipzig', '--data', data, ...grid, ...size, '--out', out);
    written = readFileSync(join(out, 'leipzig.md'), 'utf8');
  }, 400_000);

  it('puts both splits beside the published numbers', () => {
    const plain = written.replaceAll(/ +/g, ' ');
    expect(plain).toContain('| published, version 1 | 97.76 | 94.08 | 91.97 | 92.97 | 92.36 |');
    expect(plain).toContain('| published, later version | 96.22 | not given |');
    for (const row of ['split A: ce', 'split A: agcacl', 'split B: agcacl'])
      expect(plain).toMatch(
        new RegExp(`^\\| ${row} \\| [\\d.]+ \\| [\\d.]+ \\| [\\d.]+ \\| [\\d.]+ \\| [\\d.]+ \\|$`, 'm'),
      );
    expect(written).not.toContain('split B: ce');
  });

  it('says that simulated rows are no evidence, and gives the command without this machine’s folders', () => {
    expect(written.indexOf('no clinical evidence')).toBeLessThan(written.indexOf('| published'));
    expect(written).not.toContain(folder);
  });

  it('has each class with its support', () => {
    for (const name of ['SR', 'AP', 'VP', 'AVNRT', 'AVRT', 'JR', 'ATR', 'AF', 'VR'])
      expect(written).toMatch(new RegExp(`^\\| ${name} \\(\\d+ segments?\\) +\\| +\\d+ \\|`, 'm'));
  });
});
