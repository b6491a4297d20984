import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGate, type Gate } from '../../../src-main/shells/web/gate.ts';
import { createWebHandler, enterPath } from '../../../src-main/shells/web/handler.ts';

const PORT = 4711;
const ORIGIN = `http://127.0.0.1:${PORT}`;
let folder: string;
let gate: Gate;
let handler: (request: Request) => Promise<Response>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-static-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<title>window</title>');
  writeFileSync(join(folder, 'renderer/assets/a-123.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), '{}');
  gate = openGate(PORT);
  handler = createWebHandler({
    gate,
    api: async () => Response.json({ reached: true }),
    joinSecret: 'known to the user',
    rendererFolder: join(folder, 'renderer'),
    log: { bug: () => 'id' },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  handler(new Request(ORIGIN + path, { headers: { host: `127.0.0.1:${PORT}`, ...headers } }));

async function cookie(): Promise<string> {
  const response = await get(enterPath(gate));
  return response.headers.get('set-cookie')!.split(';')[0];
}

describe('web handler', () => {
  it('answers neither window nor api to a stranger', async () => {
    expect((await get('/')).status).toBe(403);
    const api = await get('/api/studies');
    expect(api.status).toBe(403);
    expect(await api.json()).toMatchObject({ error: { code: 'NotAllowed' } });
  });

  it('lets in whoever has the link, once, and says what to do afterwards', async () => {
    const path = enterPath(gate);
    expect((await get(path)).headers.get('set-cookie')).toContain('SameSite=Strict');
    const again = await get(path);
    expect(again.status).toBe(403);
    expect(await again.text()).toContain('npm start');
  });

  it('serves the window with a policy that allows no inline script', async () => {
    const response = await get('/', { cookie: await cookie() });
    expect(await response.text()).toContain('window');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves assets as immutable and deep links as the window', async () => {
    const headers = { cookie: await cookie() };
    expect((await get('/assets/a-123.js', headers)).headers.get('cache-control')).toContain('immutable');
    expect(await (await get('/records/3', headers)).text()).toContain('window');
  });

  it('serves nothing outside its folder', async () => {
    const headers = { cookie: await cookie() };
    for (const path of [
      '/..%2fsecret.json',
      '/%2e%2e/secret.json',
      '/..%5csecret.json',
      '/%00.json',
      '/%ff.js',
    ])
      expect((await get(path, headers)).status, path).toBe(404);
  });

  it('passes the api on with the cookie', async () => {
    expect(await (await get('/api/status', { cookie: await cookie() })).json()).toEqual({ reached: true });
  });

  it('gives a joining start a fresh link for the right secret alone', async () => {
    const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
      handler(
        new Request(`${ORIGIN}/join`, {
          method: 'POST',
          body,
          headers: { host: `127.0.0.1:${PORT}`, ...headers },
        }),
      );
    expect((await post('guess')).status).toBe(403);
    expect((await post('known to the user', { origin: 'http://evil.example' })).status).toBe(403);
    const { path } = (await (await post('known to the user')).json()) as { path: string };
    expect((await get(path)).headers.get('set-cookie')).toBeTruthy();
  });
});
