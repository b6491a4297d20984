/**
 * A window in a Chromium of its own that no debugger watches: Playwright has Chromium keep the answers of the network (up to
 * 100 MB of them), which is no memory of the window's. Only keys are sent, and questions asked.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium } from '../../../src-main/services/system/browsers.ts';
import { wait } from './acts.ts';

/** MB of a window's process. */
export interface WindowMemory {
  /** Its own: what no other process shares, and what it shares with Chromium's drawing. */
  readonly own: number;
  /** With Chromium's files, which all windows share. */
  readonly resident: number;
}

export interface PlainWindow {
  /** @param keys DOM names of keys, such as `PageDown` or `f` */
  press(keys: readonly string[], gapMs: number): Promise<void>;
  /** Value of an expression in the page. */
  ask(expression: string): Promise<unknown>;
  /** Until an expression is true. */
  until(expression: string): Promise<void>;
  memory(): Promise<WindowMemory>;
  close(): Promise<void>;
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<Record<string, unknown>>;

/** @param cookies that let the window in, where the program asks who comes */
export async function openPlainWindow(
  url: string,
  size: readonly [number, number],
  cookies: readonly object[] = [],
): Promise<PlainWindow> {
  const profile = mkdtempSync(join(tmpdir(), 'purkinje-window-'));
  const child = spawn(
    findChromium()!,
    [...FLAGS, `--user-data-dir=${profile}`, `--window-size=${size.join()}`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const send = await connect(await addressOf(child));
  await send('Storage.setCookies', { cookies });
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const metrics = { width: size[0], height: size[1], deviceScaleFactor: 1, mobile: false };
  await send('Emulation.setDeviceMetricsOverride', metrics, sessionId as string);
  await send('Page.navigate', { url }, sessionId as string);
  const ask = async (expression: string): Promise<unknown> => {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await send('Runtime.evaluate', params, sessionId as string);
    return (result as { value?: unknown }).value;
  };
  return {
    ask,
    until: async (expression) => {
      while ((await ask(expression).catch(() => false)) !== true) await wait(50);
    },
    press: async (keys, gapMs) => {
      for (const key of keys) {
        const text = key.length === 1 ? { text: key } : {};
        const params = { key, code: CODES[key] ?? `Key${key.toUpperCase()}`, windowsVirtualKeyCode: 0 };
        await send('Input.dispatchKeyEvent', { type: 'keyDown', ...params, ...text }, sessionId as string);
        await send('Input.dispatchKeyEvent', { type: 'keyUp', ...params }, sessionId as string);
        await wait(gapMs);
      }
    },
    memory: () => memoryOf(send),
    close: async () => {
      const ended = once(child, 'exit');
      await send('Browser.close').catch(() => undefined);
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
];
const CODES: Record<string, string> = {
  ' ': 'Space',
  '+': 'BracketRight',
  '-': 'Minus',
  PageDown: 'PageDown',
  PageUp: 'PageUp',
  Home: 'Home',
  End: 'End',
  Escape: 'Escape',
};

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stderr! })) {
    const address = /DevTools listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr!.resume();
      return address;
    }
  }
  throw new Error('Chromium ended without an address.');
}

async function connect(address: string): Promise<Send> {
  const socket = new WebSocket(address);
  await new Promise((done, failed) => {
    socket.onopen = done;
    socket.onerror = failed;
  });
  const asked = new Map<number, (answer: { result?: object; error?: { message: string } }) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number };
    if (answer.id !== undefined) asked.get(answer.id)?.(answer as object);
  };
  let last = 0;
  return (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      asked.set(id, ({ result, error }) => {
        asked.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as Record<string, unknown>);
      });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
}

/** Of the process that holds the page: the largest of Chromium's renderers. */
async function memoryOf(send: Send): Promise<WindowMemory> {
  const { processInfo } = (await send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number }[];
  };
  const all = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => ({
      own: statusOf(id, 'RssAnon') + statusOf(id, 'RssShmem'),
      resident: statusOf(id, 'VmRSS'),
    }));
  return all.reduce((a, b) => (b.own > a.own ? b : a), { own: 0, resident: 0 });
}

/** MB by a name of /proc/PID/status; 0 where there is no such process (any more), or no /proc. */
export function statusOf(pid: number, name: string): number {
  const file = `/proc/${pid}/status`;
  const match = existsSync(file) && new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(file, 'utf8'));
  return match ? Number(match[1]) / 1000 : 0;
}
