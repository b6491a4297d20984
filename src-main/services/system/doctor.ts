import { existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { carriedDevices } from '../../engine/onnx/placement.ts';
import { openDatabase } from '../../store/database.ts';
import { listModels } from '../models.ts';
import { findChromium } from './browsers.ts';
import { productRoot } from './product.ts';

/** One thing that the workstation needs or can use. */
export interface Check {
  readonly name: string;
  /** `ok`; `optional`: it is absent and nothing is wrong; `fault`: something does not work without it. */
  readonly state: 'ok' | 'optional' | 'fault';
  readonly found: string;
  /** What to do about it; undefined where there is nothing to do. */
  readonly advice?: string;
}

const LEAST_FREE_BYTES = 2e9;

/** Looks at this machine. @param libraryFolder where the library is or will be */
export async function examine(libraryFolder: string): Promise<Check[]> {
  return [
    checkNode(),
    checkSqlite(),
    checkDisk(libraryFolder),
    checkWindow(),
    checkElectron(),
    checkChromium(),
    await checkProviders(),
    checkTfjsNode(),
    checkModels(),
  ];
}

function checkNode(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  const advice = 'Run it through npm (npm start, npm run cli): that uses the Node 24 of node_modules.';
  return major >= 24
    ? { name: 'Node', state: 'ok', found: process.version }
    : { name: 'Node', state: 'fault', found: process.version, advice };
}

function checkSqlite(): Check {
  try {
    const database = openDatabase(':memory:');
    const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
    database.close();
    return { name: 'SQLite', state: 'ok', found: version };
  } catch (error) {
    return {
      name: 'SQLite',
      state: 'fault',
      found: firstLine(error),
      advice: 'Install the packages again: npm ci.',
    };
  }
}

function checkDisk(libraryFolder: string): Check {
  let folder = libraryFolder;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free at ${libraryFolder}`;
  const advice =
    'Make room, or start with --library DIR on another disk: a 2.5-hour study of 19 channels takes 1.2 GB.';
  return free >= LEAST_FREE_BYTES
    ? { name: 'Disk', state: 'ok', found }
    : { name: 'Disk', state: 'fault', found, advice };
}

function checkWindow(): Check {
  const index = join(productRoot(), 'dist/renderer/index.html');
  if (existsSync(index)) return { name: 'Window', state: 'ok', found: 'built' };
  return { name: 'Window', state: 'optional', found: 'not built yet', advice: 'npm start builds it.' };
}

function checkElectron(): Check {
  const inside: Readonly<Record<string, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  };
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(productRoot(), 'node_modules/electron/dist');
  const binary = join(folder, inside[process.platform] ?? 'electron');
  if (existsSync(binary)) return { name: 'Electron', state: 'ok', found: binary };
  const advice = 'The web shell does the same in a browser. npm start -- --electron fetches it.';
  return { name: 'Electron', state: 'optional', found: 'its binary is absent', advice };
}

function checkChromium(): Check {
  const found = findChromium();
  if (found !== undefined) return { name: 'Chromium', state: 'ok', found };
  const advice = 'Only the end-to-end tests need it; npm test names the command that installs it.';
  return { name: 'Chromium', state: 'optional', found: 'none on this machine', advice };
}

/** What onnxruntime carries for this system; whether a device works shows when it is asked for. */
async function checkProviders(): Promise<Check> {
  const name = 'Execution providers';
  try {
    const found = (await carriedDevices()).join(', ');
    const advice =
      'cpu classifies; the others are tried by train --device auto, which says when one is not usable.';
    return { name, state: 'ok', found, advice };
  } catch (error) {
    const advice =
      'Beats cannot be classified without onnxruntime: npm ci, on a system that it has binaries for.';
    return { name, state: 'fault', found: firstLine(error), advice };
  }
}

function checkTfjsNode(): Check {
  const name = 'tfjs-node';
  const file = join(productRoot(), 'node_modules/@tensorflow/tfjs-node/package.json');
  if (existsSync(file)) return { name, state: 'ok', found: 'installed' };
  const advice = 'Only --engine tfjs would be faster with it; without it that engine computes in JavaScript.';
  return { name, state: 'optional', found: 'its native library is absent', advice };
}

function checkModels(): Check {
  const models = listModels();
  const found = models.map(({ id, version }) => `${id} ${version}`).join(', ');
  if (models.length > 0) return { name: 'Models', state: 'ok', found };
  return {
    name: 'Models',
    state: 'fault',
    found: 'none',
    advice: 'Train one: npm run -s cli -- train --help.',
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
