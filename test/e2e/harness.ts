import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import './test-account.ts';
import { countRequests } from './fetched.ts';
import { beset, PATIENCE_MS } from './hardship.ts';
import { findChromium } from '../../src-main/services/system/browsers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A machine under load takes its time to simulate, import and classify. */
const START_PATIENCE_MS = 200_000;

/** Quiet, and without the network: the product is offline, and so are its tests. As root there is no sandbox. */
const CHROMIUM_ARGUMENTS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export interface RunningShell {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly library: string;
  /** Everything printed so far, a line each. */
  readonly lines: readonly string[];
  /** A link that lets one browser in, once: the first printed, then fresh ones of joining starts. */
  link(): Promise<string>;
  /** Ends it as Ctrl-C does. @returns its exit code */
  stop(): Promise<number | null>;
  /** Ends it as a crash does: no signal is heard. */
  kill(): Promise<void>;
}

export interface ShellOptions {
  /** A library folder; by default a new one, removed afterwards. */
  readonly library?: string;
  /** Leave a new library without the demonstration study. */
  readonly empty?: boolean;
}

/** Starts the web shell as a program of its own on a free port. Answers are checked against the contract. */
export async function startShell({ library, empty = false }: ShellOptions = {}): Promise<RunningShell> {
  const folder = library ?? mkdtempSync(join(tmpdir(), 'purkinje-e2e-'));
  const first = launch(folder, empty);
  const link = await first.link;
  const unused = [link];
  return {
    address: new URL(link).origin,
    library: folder,
    lines: first.lines,
    async link() {
      return unused.pop() ?? (await launch(folder, empty).link);
    },
    async stop() {
      const code = await end(first.child);
      if (library === undefined) rmSync(folder, { recursive: true, force: true });
      return code;
    },
    async kill() {
      if (first.child.exitCode !== null || first.child.signalCode !== null) return;
      first.child.kill('SIGKILL');
      await once(first.child, 'exit');
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly link: Promise<string>;
}

function launch(folder: string, empty: boolean): Launched {
  const program = join(ROOT, 'src-main/shells/web/main.ts');
  const argv = [program, '--library', folder, '--port', '0', ...(empty ? ['--empty'] : [])];
  const { NODE_OPTIONS = '', ...others } = process.env;
  const account = `--import ${pathToFileURL(join(import.meta.dirname, 'test-account.ts')).href}`;
  const env = {
    ...others,
    NODE_OPTIONS: `${NODE_OPTIONS} ${account}`,
    PURKINJE_NO_BROWSER: '1',
    PURKINJE_CHECK_OUTPUT: '1',
  };
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const link = new Promise<string>((found, failed) => {
    const patience = setTimeout(
      () => failed(new Error(`No address came:\n${lines.join('\n')}`)),
      START_PATIENCE_MS,
    );
    const take = (line: string): void => {
      lines.push(line);
      const address = /Purkinje is at (http\S+)/.exec(line)?.[1];
      if (address !== undefined) found(address);
      if (address !== undefined) clearTimeout(patience);
    };
    createInterface({ input: child.stdout }).on('line', take);
    createInterface({ input: child.stderr }).on('line', take);
    child.on('exit', (code) => {
      clearTimeout(patience);
      failed(new Error(`The web shell ended with ${code}:\n${lines.join('\n')}`));
    });
  });
  // Whoever awaits it hears of it; nobody else need.
  link.catch(() => {});
  return { child, lines, link };
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** @throws where no Chromium is on the system: `npm test` says how to get one */
export async function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium was found; npm test says how to install one.');
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGUMENTS, ...extraArguments] });
}

export interface Session {
  readonly page: Page;
  /** Errors of the page, of its console, and requests that failed or went elsewhere: a test may look that it is empty. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** A page of the workstation, let in by a link, at 1366 x 768 unless told. */
export async function openPage(
  browser: Browser,
  shell: RunningShell,
  options: BrowserContextOptions = {},
): Promise<Session> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  countRequests(page);
  await beset(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('console', (message) => {
    // What a failed request says is told below, with its address.
    const told = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !told) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400)
      faults.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== shell.address) faults.push(`elsewhere: ${request.url()}`);
  });
  await page.goto(await shell.link());
  await page.waitForURL(`${shell.address}/`);
  return { page, faults, close: () => context.close() };
}

/** Where tests keep what a person may want to look at. */
export function outputPath(name: string): string {
  return join(ROOT, 'test-output', name);
}

/** Where a screenshot for the documents goes: into them with PURKINJE_SCREENSHOTS=1, else it is test output as any. */
export function screenshotPath(name: string): string {
  return process.env.PURKINJE_SCREENSHOTS === '1' ? join(ROOT, 'docs/screenshots', name) : outputPath(name);
}
