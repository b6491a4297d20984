import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
// The builder walks all packages, and copies 140 MB.
vi.setConfig({ hookTimeout: 300_000, testTimeout: 120_000 });

interface Asar {
  createPackage(from: string, to: string): Promise<void>;
  listPackage(archive: string): string[];
  extractAll(archive: string, to: string): void;
}
interface Builder {
  build(options: object): Promise<unknown>;
}

const ELECTRON_FILES = ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox'];
/** What marks the fuses in Electron's binary (its documentation on fuses), then version, number, and each one off. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('000000000'),
]);

/** What the builder takes of an Electron distribution, without its 290 MB: this machine may have none. */
async function standInElectron(folder: string, asar: Asar): Promise<string> {
  const distribution = join(folder, 'electron');
  mkdirSync(join(distribution, 'resources'), { recursive: true });
  for (const name of ELECTRON_FILES) writeFileSync(join(distribution, name), '', { mode: 0o755 });
  writeFileSync(join(distribution, 'electron'), FUSES, { mode: 0o755 });
  writeFileSync(join(distribution, 'version'), '45.4.1');
  const nothing = join(folder, 'nothing');
  mkdirSync(nothing);
  writeFileSync(join(nothing, 'package.json'), '{}');
  await asar.createPackage(nothing, join(distribution, 'resources', 'default_app.asar'));
  return distribution;
}

/** What the stand-in gives of Electron. */
const ELECTRON_PARTS = [
  ...['app', 'BrowserWindow', 'screen', 'protocol', 'session'],
  ...['dialog', 'shell', 'ipcMain', 'Menu', 'utilityProcess'],
];
const isBuilt = existsSync(join(ROOT, 'dist/main')) && existsSync(join(ROOT, 'dist/renderer'));

describe.skipIf(!isBuilt || process.platform !== 'linux')('the package for Linux', () => {
  let folder: string;
  let files: string[];
  /** What Electron sees as app.asar, as plain files. */
  let app: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-package-'));
    const asar = (await import('@electron/asar' as string)) as Asar;
    const { build } = (await import('electron-builder')) as unknown as Builder;
    const electronDist = await standInElectron(folder, asar);
    const config = { electronDist, directories: { output: join(folder, 'packages') } };
    await build({ projectDir: ROOT, linux: ['dir'], x64: true, publish: 'never', config });
    const archive = join(folder, 'packages/linux-unpacked/resources/app.asar');
    files = asar.listPackage(archive).map((name) => name.replaceAll('\\', '/').slice(1));
    app = join(folder, 'app');
    asar.extractAll(archive, app);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cli = (...argv: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(app, 'dist/main/shells/cli/main.js'), ...argv], {
      encoding: 'utf8',
      cwd: folder,
    });

  it('holds the program, the window, the models and what they need: no sources, no tests, no documents', () => {
    const folders = new Set(files.map((name) => name.split('/')[0]));
    expect([...folders].sort()).toEqual(['LICENSE', 'dist', 'models', 'node_modules', 'package.json']);
    expect(
      files.filter((name) => /^node_modules\/(@tensorflow|electron|vite|typescript)\//.test(name)),
    ).toEqual([]);
  });

  it('has its fuses set as electron-builder.yml says', async () => {
    const fuses = await getCurrentFuseWire(join(folder, 'packages/linux-unpacked/purkinje'));
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    const state = (option: FuseV1Options): string => String.fromCharCode(Number(fuses[option]));
    expect(on.map(state)).toEqual(['1', '1', '1']);
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    expect(off.map(state)).toEqual(['0', '0', '0', '0']);
  });

  it('holds every program that is started as a thread or a process', () => {
    const started = /siblingUrl\(\s*import\.meta\.url,\s*'([^']+)'/g;
    const programs = files
      .filter((name) => name.startsWith('dist/main/') && name.endsWith('.js'))
      .flatMap((name) =>
        [...readFileSync(join(app, name), 'utf8').matchAll(started)].map(([, path]) =>
          join(name, '..', `${path}.js`).replaceAll('\\', '/'),
        ),
      );
    expect(programs.length).toBeGreaterThan(7);
    expect(programs.filter((name) => !files.includes(name))).toEqual([]);
  });

  it('holds every module that any of its own names', () => {
    const specifiers =
      /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm;
    const here = new Set(files);
    const missing: string[] = [];
    const packages = new Set<string>();
    let within = 0;
    for (const name of files.filter((one) => /^dist\/main\/.*\.(js|cjs|mjs)$/.test(one)))
      for (const [, from, loaded, alone] of readFileSync(join(app, name), 'utf8').matchAll(specifiers)) {
        const specifier = from ?? loaded ?? alone;
        if (!specifier.startsWith('.')) packages.add(/^(@[^/]+\/)?[^/]+/.exec(specifier)![0]);
        else if (here.has(join(name, '..', specifier).replaceAll('\\', '/'))) within++;
        else missing.push(`${name}: ${specifier}`);
      }
    expect(missing).toEqual([]);
    expect(within).toBeGreaterThan(1500);
    const outside = [...packages].filter(
      (name) => !name.startsWith('node:') && !here.has(`node_modules/${name}/package.json`),
    );
    // The program brings Electron itself; training on tfjs is for those who install it.
    expect(outside.filter((name) => !name.startsWith('@tensorflow')).sort()).toEqual(['electron']);
    expect(packages.has('better-sqlite3')).toBe(true);
  });

  it('keeps outside of the archive what the system loads, and nothing of other systems', () => {
    const unpacked = join(folder, 'packages/linux-unpacked/resources/app.asar.unpacked');
    const native = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(node|so)(\.\d+)*$/.test(name))
      .map((name) => name.replaceAll('\\', '/').replace(/^node_modules\//, ''));
    expect(native.filter((name) => !/linux[-/]x64|linuxmusl-x64/.test(name))).toEqual([]);
    expect(native).toContain('better-sqlite3/prebuilds/linux-x64.node');
    expect(native).toContain('onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node');
    expect(native.some((name) => /napi-v6\/linux\/x64\/libonnxruntime\.so/.test(name))).toBe(true);
  });

  it('starts as the Electron program, with the stand-in for Electron: window, api, first study', () => {
    const electron = join(app, 'node_modules/electron');
    mkdirSync(electron);
    writeFileSync(join(electron, 'package.json'), '{"type": "module", "exports": "./index.js"}');
    writeFileSync(
      join(electron, 'index.js'),
      `export const { ${ELECTRON_PARTS.join(', ')} } = globalThis.standInElectron;`,
    );
    const main = join(app, 'dist/main/shells/electron/main.js');
    const program = join(import.meta.dirname, 'packaged-start.ts');
    const [library, user] = [join(folder, 'first'), join(folder, 'user')];
    const run = spawnSync(process.execPath, [program, main, library, user], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(run.stderr).toBe('');
    const told = JSON.parse(run.stdout) as { answers: [string, number][]; models: number };
    expect(told).toMatchObject({ errors: [], studies: 1, preload: true });
    expect(told.answers.length).toBeGreaterThan(1);
    expect(told.answers.filter(([, status]) => status !== 200)).toEqual([]);
    expect(told.models).toBe(new Set(files.filter((name) => /^models\/.*manifest\.json$/.test(name))).size);
  });

  it('is whole: from it alone, a study is simulated, imported in its own process, and listed', () => {
    const library = join(folder, 'library');
    const studies = join(folder, 'studies');
    expect(
      cli('simulate', '--out', studies, '--subjects', '1', '--seed', '3', '--minutes', '0.5'),
    ).toMatchObject({
      status: 0,
    });
    const imported = cli('import', studies, '--library', library, '--classify', '--json');
    expect(imported.stderr).toBe('');
    expect(JSON.parse(imported.stdout)).toMatchObject({ records: [{ signals: 19 }], errors: [] });
    const report = join(folder, 'report.pdf');
    expect(cli('report', '1', '--library', library, '--out', report)).toMatchObject({ status: 0 });
    expect(readFileSync(report).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
