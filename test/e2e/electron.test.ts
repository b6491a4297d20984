import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'dist/main/shells/electron/main.js');

/** The binary that `npm start` would use; never by importing `electron`, whose index downloads. */
function electronBinary(): string | undefined {
  const inside = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
    string,
    string
  >;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules/electron/dist');
  const path = join(folder, inside[process.platform] ?? 'electron');
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return hasDisplay && existsSync(path) ? path : undefined;
}

describe.skipIf(electronBinary() === undefined)('Electron, where its binary and a display are found', () => {
  let folder: string;
  let application: ElectronApplication;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-electron-e2e-'));
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    application = await _electron.launch({
      executablePath: electronBinary(),
      args: [...asRoot, PROGRAM, '--library', join(folder, 'library')],
      env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: folder },
    });
  });
  afterAll(async () => {
    await application.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens the demonstration study from its own scheme', async () => {
    const page = await application.firstWindow();
    // The window is there before the first start has made its study.
    await page.waitForSelector('canvas', { timeout: 150_000 });
    expect(page.url()).toMatch(/^purkinje:\/\/app\//);
  });

  it('has no Node in the window, and streams and bytes through its scheme', async () => {
    const page = await application.firstWindow();
    const seen = await page.evaluate(async () => {
      const status = (await (await fetch('/api/status')).json()) as { shell: string };
      const query = 'channels=0,1&from=0&columns=100&samplesPerColumn=1';
      const bytes = await (await fetch(`/api/records/1/window?${query}`)).arrayBuffer();
      const progress = await (await fetch('/api/jobs/1/progress')).text();
      const bridge = Object.keys((window as unknown as Record<string, object>).purkinjeDesktop).sort();
      return { shell: status.shell, bytes: bytes.byteLength, progress, bridge, node: 'require' in window };
    });
    expect(seen).toMatchObject({ shell: 'electron', node: false });
    expect(seen.bytes).toBe(24 + 2 * 8 + 2 * 100 * 4 + 2 * 100);
    expect(JSON.parse(seen.progress.trim().split('\n').at(-1)!)).toMatchObject({ state: 'done' });
    expect(seen.bridge).toEqual(['chooseFiles', 'chooseFolder', 'onMenu', 'pathsOf', 'reveal']);
  });

  it('goes nowhere else', async () => {
    const page = await application.firstWindow();
    await page.evaluate(() => void (location.href = 'https://example.org/'));
    // Asked after it, and by the same page: a navigation that was let through would have ended that one.
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
    await page.evaluate(async () => (await fetch('/api/status')).status);
    expect(page.url()).toMatch(/^purkinje:\/\/app\//);
  });
});
