/** The README's own commands for one's own recordings, line by line, with the records that it names. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listModels } from '../../../src-main/services/models.ts';
import { recordings } from '../../recordings.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 240_000 });

const ROOT = resolve(import.meta.dirname, '../../..');
const COMMAND = 'npm run -s cli -- ';
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const LINES = README.slice(README.indexOf('## Your own recordings'), README.indexOf('## Command line'))
  .split('\n')
  .filter((line) => line.startsWith(COMMAND))
  .map((line) => line.slice(COMMAND.length));
const HERE = recordings('mitdb') && recordings('iafdb') && listModels().length > 0;

describe.skipIf(!HERE)('a newcomer who follows the README with mitdb 208 and iaf1_afw', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-newcomer-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** In a folder of their own, as the README's relative paths are meant. */
  function follow(line: string): Record<string, unknown> {
    const data = line.replaceAll('path/to', dirname(recordings('mitdb')!)).split(' ');
    const argv = [join(ROOT, 'src-main/shells/cli/main.ts'), ...data, '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' });
    expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  it('has both imported, beats found in the one, and both classified', () => {
    expect(LINES.map((line) => line.split(' ')[0])).toEqual(['import', 'detect', 'classify', 'classify']);
    const [imported, detected, holter, study] = LINES.map(follow);
    const names = (imported.records as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['208', 'iaf1_afw']));
    expect(imported.errors).toEqual([]);
    expect(detected).toMatchObject({ record: '208' });
    // 2,955 beats are annotated.
    expect(Math.abs((detected.beats as number) - 2955)).toBeLessThan(30);
    expect(statSync(join(folder, '208.qrs')).size).toBeGreaterThan(2 * (detected.beats as number));
    expect(holter).toMatchObject({ record: '208', model: expect.stringContaining('mitbih-aami') });
    const { PVC, N } = holter.classes as Record<string, number>;
    expect(PVC).toBeGreaterThan(800);
    expect(N).toBeGreaterThan(1300);
    expect(statSync(join(folder, '208.prd')).size).toBeGreaterThan(0);
    expect(study).toMatchObject({ record: 'iaf1_afw', beats: expect.any(Number) });
    expect((study.warnings as string[]).join(' ')).toContain('Classified without I, III');
    const drawn = follow('dump iaf1_afw --to 0.01 --physical --library my-library');
    expect(drawn.names).toContain('CS12');
  });
});
