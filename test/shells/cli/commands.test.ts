import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toPhysical } from '../../../src-main/domain/record.ts';
import { listModels } from '../../../src-main/services/models.ts';
import { openRecording } from '../../../src-main/services/recordings/open-recording.ts';
import { writeStudy } from '../../../src-main/services/simulation/write-study.ts';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { shortStudy } from '../../api/library-fixture.ts';
import { recordings } from '../../recordings.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const study = shortStudy();
let folder: string;
let library: string;
let path: string;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...argv: string[]): Promise<Ran> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const [out, err] = [text(stdout), text(stderr)];
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

/** The one document on stdout; anything else there is a fault. */
async function json(...argv: string[]): Promise<Record<string, unknown>> {
  const { out } = await run(...argv, '--json');
  return JSON.parse(out) as Record<string, unknown>;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-cli-'));
  library = join(folder, 'library');
  await writeStudy(join(folder, 'files'), study);
  path = join(folder, 'files', study.name);
  await run('import', `${path}.hea`, '--library', library);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the README', () => {
  it('tells every command, and none that there is not', () => {
    const readme = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8');
    const section = readme.slice(readme.indexOf('## Command line'), readme.indexOf("## A minute's tour"));
    const told = [...section.matchAll(/[|·] `([a-z]+)/g)].map((match) => match[1]);
    // `prepare` is what npm start does by itself.
    expect(told.sort()).toEqual([...COMMANDS.keys()].filter((name) => name !== 'prepare').sort());
  });
});

describe('import and list', () => {
  it('imports what is there, names what is not, and takes a record without .hea', async () => {
    const own = join(folder, 'partly');
    const gone = join(folder, 'gone.hea');
    const { code, out } = await run('import', gone, path, '--library', own, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      records: [{ name: study.name }],
      errors: [{ path: gone, code: 'FileMissing' }],
    });
  });

  it('refuses a recording that ends early, unless it is told to take it', async () => {
    const short = join(folder, 'short.hea');
    writeFileSync(short, 'short 1 100 500\nshort.dat 16 200 16 0 0 0 0 II\n');
    writeFileSync(join(folder, 'short.dat'), Buffer.alloc(300));
    const argv = ['import', short, '--library', join(folder, 'shorter')];
    expect(await json(...argv)).toMatchObject({ records: [], errors: [{ code: 'StudyUnreadable' }] });
    expect(await json(...argv, '--accept-truncated')).toMatchObject({
      records: [
        {
          name: 'short',
          samples: 500,
          warnings: expect.arrayContaining([expect.objectContaining({ code: 'truncated' })]),
        },
      ],
      errors: [],
    });
  });

  it('gives help as a document too', async () => {
    expect(await json('show', '--help')).toMatchObject({ command: 'show', usage: expect.any(String) });
  });

  it('gives the keys that scripts rely on', async () => {
    const { records, errors } = await json('import', `${path}.hea`, '--library', library);
    expect(errors).toEqual([]);
    expect(records).toMatchObject([
      {
        id: 1,
        name: study.name,
        signals: 19,
        samples: study.samples,
        samplingFrequency: 977,
        durationSeconds: study.samples / 977,
        annotations: study.annotations.length,
        warnings: [],
      },
    ]);
    const { studies } = await json('list', '--library', library);
    expect(studies).toMatchObject([{ records: [{ name: study.name }] }]);
    expect((await run('list', '--library', library)).out).toContain(study.name);
  });

  it('ends with 1 where something could not be read', async () => {
    const bad = join(folder, 'bad.hea');
    writeFileSync(bad, 'bad 1 360 1000000000\nbad.dat 212 200\n');
    const { code, out } = await run('import', bad, `${path}.hea`, '--library', library, '--json');
    expect(code).toBe(1);
    const { records, errors } = JSON.parse(out) as { records: unknown[]; errors: unknown[] };
    expect(records).toHaveLength(1);
    expect(errors).toMatchObject([
      { path: expect.any(String), code: expect.any(String), message: expect.any(String) },
    ]);
  });

  it('makes no library to list one', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await json('list', '--library', nowhere)).toMatchObject({ error: { code: 'LibraryNotFound' } });
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe('a record by name, by id, by path with and without .hea', () => {
  it('is the same', async () => {
    const lines = '0.01';
    const dumps = await Promise.all([
      run('dump', path, '--to', lines),
      run('dump', `${path}.hea`, '--to', lines),
    ]);
    for (const word of [study.name, '1'])
      dumps.push(await run('dump', word, '--library', library, '--to', lines));
    expect(new Set(dumps.map(({ out }) => out)).size).toBe(1);
    expect(dumps[0].out.split('\n')).toHaveLength(1 + Math.round(0.01 * 977) + 1);
  });

  it('is shown', async () => {
    expect(await json('show', study.name, '--library', library)).toMatchObject({
      name: study.name,
      signals: 19,
    });
    expect(await json('show', path)).toMatchObject({ name: study.name, signals: 19, samplingFrequency: 977 });
    expect((await run('show', path)).out).toContain('CS12');
  });

  it('is named where it is not found', async () => {
    const { code, err } = await run('show', 'nobody', '--library', library);
    expect(code).toBe(1);
    expect(err).toMatch(/nobody.*on disk.*library/);
  });
});

describe('dump', () => {
  it('writes samples as stored, or in physical units, for the signals named', async () => {
    const digital = study.digital()[1];
    const range = ['--from', '1', '--to', '1.01', '--signals', 'II'];
    const stored = (await run('dump', path, ...range)).out.trim().split('\n');
    expect(stored).toEqual(['II', ...Array.from(digital.subarray(977, 987), String)]);
    const physical = (await run('dump', path, ...range, '--physical')).out
      .trim()
      .split('\n')
      .slice(1)
      .map(Number);
    expect(physical).toEqual(
      Array.from(digital.subarray(977, 987), (value) => toPhysical(value, study.signals[1])),
    );
  });

  it('writes annotations', async () => {
    const lines = (await run('dump', path, '--annotations', 'atr')).out.trim().split('\n');
    expect(lines[0]).toBe('sample,seconds,symbol,subtype,channel,number,aux');
    expect(lines).toHaveLength(1 + study.annotations.length);
    const stored = (await run('dump', study.name, '--library', library, '--annotations', 'atr')).out;
    expect(stored.trim().split('\n')).toEqual(lines);
  });

  it('is one document with --json', async () => {
    const { names, rows } = await json('dump', path, '--to', '0.005', '--signals', 'I,II');
    expect(names).toEqual(['I', 'II']);
    expect(rows).toHaveLength(5);
  });

  it.each([
    ['a range outside', ['--from', '9999'], 'InvalidInput'],
    ['an unknown signal', ['--signals', 'nothing'], 'InvalidInput'],
    ['unknown annotations', ['--annotations', 'nothing'], 'NotFound'],
  ])('refuses %s', async (_what, argv, code) => {
    expect(await json('dump', path, ...argv)).toMatchObject({ error: { code } });
  });
});

describe('detect, classify, export, simulate', () => {
  it('finds beats and writes them as an annotation file', async () => {
    const out = join(folder, 'found.qrs');
    const { record, beats, seconds } = await json('detect', path, '--out', out);
    expect({ record, seconds }).toEqual({ record: study.name, seconds: expect.any(Number) });
    const marked = study.annotations.filter(({ symbol }) => symbol !== '+' && symbol !== '~').length;
    expect(Math.abs((beats as number) - marked)).toBeLessThanOrEqual(2);
    expect(readFileSync(out).length).toBeGreaterThanOrEqual(2 * (beats as number));
  });

  it.skipIf(listModels().length === 0)(
    'classifies in the library and on disk alike, and writes what it found',
    async () => {
      const out = join(folder, 'predicted.prd');
      const stored = await json('classify', study.name, '--library', library, '--out', out);
      const { beats, classes, model } = stored as {
        beats: number;
        classes: Record<string, number>;
        model: string;
      };
      expect(Object.values(classes).reduce((a, b) => a + b, 0)).toBe(beats);
      expect(model).toBe(`${listModels()[0].id} ${listModels()[0].version}`);
      expect(await json('classify', path)).toMatchObject({
        beats,
        classes,
        model,
        warnings: stored.warnings,
      });
      const dumped = await run('dump', study.name, '--library', library, '--annotations', model);
      expect(dumped.out.trim().split('\n')).toHaveLength(1 + beats);
      expect(existsSync(out)).toBe(true);
    },
  );

  it('exports byte for byte what was imported', async () => {
    const out = join(folder, 'exported');
    const { files } = await json(
      'export',
      study.name,
      '--library',
      library,
      '--format',
      'wfdb',
      '--out',
      out,
    );
    expect(files).toEqual(
      expect.arrayContaining([`${study.name}.hea`, `${study.name}.dat`, `${study.name}.atr`]),
    );
    for (const suffix of ['hea', 'dat', 'atr'])
      expect(
        readFileSync(join(out, `${study.name}.${suffix}`)).equals(readFileSync(`${path}.${suffix}`)),
      ).toBe(true);
  });

  it('simulates the same files from the same seed', async () => {
    const argv = ['--subjects', '1', '--seed', '4', '--minutes', '0.2'];
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const { records } = (await json('simulate', '--out', a, ...argv)) as { records: { name: string }[] };
    await json('simulate', '--out', b, ...argv);
    const [{ name }] = records;
    expect(readFileSync(join(a, `${name}.dat`)).equals(readFileSync(join(b, `${name}.dat`)))).toBe(true);
    const reader = await openRecording(join(a, name));
    expect(reader.description.warnings).toEqual([]);
    await reader.close();
  });

  it('says what is missing', async () => {
    expect((await run('simulate')).code).toBe(2);
    expect((await run('export', path)).code).toBe(2);
    expect((await run('detect')).code).toBe(2);
    const elsewhere = await run(
      'train',
      '--data',
      path,
      '--out',
      path,
      '--engine',
      'tfjs',
      '--device',
      'cuda',
    );
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.err).toContain('--device cuda needs --engine onnx');
    expect((await run('train', '--data', path, '--out', path, '--engine', 'jax')).code).toBe(2);
    const out = join(folder, 'no', 'such', 'folder', 'x.qrs');
    expect(await json('detect', path, '--out', out)).toMatchObject({ error: { code: 'FileMissing' } });
    const below = join(`${path}.hea`, 'out');
    for (const command of [
      ['export', path],
      ['simulate', '--subjects', '1', '--seed', '1', '--minutes', '0.2'],
    ]) {
      const { code, err } = await run(...command, '--out', below);
      expect([code, err]).toEqual([1, expect.stringMatching(/^FileMissing: .* is not there\.\n$/)]);
    }
    expect(await json('detect', path, '--out', library)).toMatchObject({ error: { code: 'PathRefused' } });
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});

describe.skipIf(!recordings('leipzig'))('x0010, of which the signals are not at hand', () => {
  it('gives its annotations, and says that there are no samples', async () => {
    const record = join(recordings('leipzig')!, 'x0010');
    const { out } = await run('dump', record, '--annotations', 'atr');
    expect(out.trim().split('\n')).toHaveLength(1 + 930);
    expect(await json('dump', record, '--to', '1')).toMatchObject({ error: { code: 'FileMissing' } });
  });
});

describe.skipIf(!recordings('mitdb'))('mitdb 208', () => {
  it('is imported and drawn from, detected and exported as a newcomer would', async () => {
    const source = join(recordings('mitdb')!, '208');
    const own = join(folder, 'mitdb');
    const { records } = (await json('import', `${source}.hea`, '--library', own)) as { records: object[] };
    expect(records).toMatchObject([{ name: '208', signals: 2, samples: 650_000, annotations: 3040 }]);
    const dumped = await run('dump', '208', '--library', own, '--to', '0.01', '--physical');
    expect(dumped.out.split('\n')[0]).toBe('MLII,V1');
  });
});
