/**
 * The real program over a simulated 2.5-hour study of 19 channels: imported, classified, opened again in a Chromium
 * without a GPU, panned and zoomed with the real filters. Needs `vite build` and a system Chromium; takes some minutes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../src-main/services/system/browsers.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { waitSettled } from '../e2e/stand-in-page.ts';
import type { BenchRow } from './bench-row.ts';
import { measure, wait } from './frames/acts.ts';
import { openPlainWindow, statusOf, type WindowMemory } from './frames/plain-window.ts';
import { useWindow } from './frames/use-window.ts';

export const title = 'the program itself, a simulated 2.5-hour study of 19 channels, Chromium without a GPU';

const ROOT = resolve(import.meta.dirname, '../..');
const MINUTES = 150;
const OPENINGS = 3;
const MEMORY_BAR_MB = 500;
/** Of the workstation's specification: the first traces of a study that is opened again. */
const FIRST_TRACES_BAR_MS = 1000;

export async function run(options: readonly string[] = []): Promise<BenchRow[]> {
  const minutes = options.map(Number).find((value) => value > 0) ?? MINUTES;
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-study-'));
  const library = join(folder, 'library');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  let program: Program | undefined;
  try {
    const made = await importAndClassify(folder, library, minutes);
    program = await start(library);
    const { page, rows } = await openAgain(browser, program.link);
    const session = await browser.newBrowserCDPSession();
    rows.push(...(await measure(page, session, 1366)));
    const cookies = await page.context().cookies();
    await page.close();
    const plain = await openPlainWindow(new URL(program.link).origin, [1366, 768], cookies);
    const peak = await useWindow(plain).finally(() => plain.close());
    return [...made, ...rows, ...memoryRows(library, peak)];
  } finally {
    await browser.close();
    if (program) await stop(program.child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importAndClassify(folder: string, library: string, minutes: number): Promise<BenchRow[]> {
  const subject = { name: 'x001', age: 13, sex: 'F', diagnosis: 'AVNRT' } as const;
  await writeStudy(join(folder, 'study'), simulateStudy({ seed: 1, minutes, subject, scenario: 'ep-study' }));
  const imported = await command('import', join(folder, 'study'), '--library', library);
  const [{ id, annotations }] = (imported.json as { records: { id: number; annotations: number }[] }).records;
  const classified = await command('classify', String(id), '--library', library);
  const { beats } = classified.json as { beats: number };
  return [
    {
      what: 'imported, the program started for it',
      value: imported.seconds,
      unit: 's',
      note: `${annotations} annotations`,
    },
    {
      what: 'classified, the program started for it',
      value: classified.seconds,
      unit: 's',
      note: `${beats} beats`,
    },
  ];
}

async function command(...argv: string[]): Promise<{ json: unknown; seconds: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, ['src-main/shells/cli/main.ts', ...argv, '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${argv[0]}: ${out}`);
  return { json: JSON.parse(out), seconds: (performance.now() - began) / 1000 };
}

interface Program {
  readonly child: ChildProcess;
  readonly link: string;
}

async function start(library: string): Promise<Program> {
  const argv = ['src-main/shells/web/main.ts', '--library', library, '--port', '0', '--empty'];
  const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const link = /Purkinje is at (\S+)/.exec(line)?.[1];
    if (link !== undefined) return { child, link };
  }
  throw new Error('The program ended without an address.');
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
}

/** The study is chosen once; from then on the window opens where it was left. */
async function openAgain(browser: Browser, link: string): Promise<{ page: Page; rows: BenchRow[] }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByText('x001').first().dblclick();
  await waitSettled(page);
  // Where one is, is kept after a while.
  await wait(2000);
  const times: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    const began = performance.now();
    await page.goto(new URL(link).origin);
    await waitSettled(page);
    times.push(performance.now() - began);
  }
  const slowest = Math.max(...times);
  const row = {
    what: `opened again, every trace drawn, slowest of ${OPENINGS}`,
    value: slowest,
    unit: 'ms',
    bar: `< ${FIRST_TRACES_BAR_MS} ms`,
    passed: slowest < FIRST_TRACES_BAR_MS,
  };
  return { page, rows: [row] };
}

function memoryRows(library: string, { own, resident }: WindowMemory): BenchRow[] {
  const { pid } = JSON.parse(readFileSync(join(library, 'owner.json'), 'utf8')) as { pid: number };
  const row = (what: string, value: number, note?: string): BenchRow => ({
    what,
    value,
    unit: 'MB',
    bar: `< ${MEMORY_BAR_MB} MB`,
    passed: value < MEMORY_BAR_MB,
    note,
  });
  return [
    row('resident memory of the main side, peak', statusOf(pid, 'VmHWM')),
    row('memory of the window, peak', own, `${resident.toFixed(0)} MB with the files of Chromium`),
  ];
}
