import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = resolve(import.meta.dirname, '../../..');
const LAUNCH = join(ROOT, 'src-main/shells/launch');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const bare = { PATH: process.env.PATH, HOME: process.env.HOME };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(LAUNCH, 'start.mjs'), ...argv],
      { env: { ...bare, ...env } },
      (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

interface ElectronLaunch {
  electronBinary(): string | undefined;
  hasDisplay(env: Record<string, string>): boolean;
}
const electron = (await import(`${LAUNCH}/electron.mjs`)) as ElectronLaunch;

describe('npm start', () => {
  it.each([
    [['--web', '--electron'], 'exclude each other'],
    [['--port', 'x'], '--port takes a number'],
    [['--port', '70000'], '--port takes a number'],
    [['--colour', 'red'], 'colour'],
    [['elsewhere'], 'elsewhere'],
  ])('refuses %j as wrong usage', async (argv, says) => {
    const { code, err } = await start(argv);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err).toContain('Usage: npm start');
  });

  it('tells its options', async () => {
    const { code, out } = await start(['--help']);
    expect(code).toBe(0);
    for (const option of ['--web', '--electron', '--library', '--port']) expect(out).toContain(option);
  });

  it.runIf(process.platform === 'linux' && existsSync(join(ROOT, 'dist/renderer')))(
    'says that Electron needs a display',
    async () => {
      const { code, err } = await start(['--electron']);
      expect(code).toBe(1);
      expect(err).toContain('Start with --web');
    },
  );
});

describe('Electron’s binary', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-launch-'));
  });
  afterAll(() => {
    delete process.env.ELECTRON_OVERRIDE_DIST_PATH;
    rmSync(folder, { recursive: true });
  });

  it('is looked for where ELECTRON_OVERRIDE_DIST_PATH says, and needs a display on Linux', () => {
    process.env.ELECTRON_OVERRIDE_DIST_PATH = folder;
    expect(electron.electronBinary()).toBeUndefined();
    const inside = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
      string,
      string
    >;
    const path = join(folder, inside[process.platform] ?? 'electron');
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '');
    chmodSync(path, 0o755);
    expect(electron.electronBinary()).toBe(path);
    if (process.platform === 'linux') {
      expect(electron.hasDisplay({})).toBe(false);
      expect(electron.hasDisplay({ DISPLAY: ':0' })).toBe(true);
    }
  });
});
