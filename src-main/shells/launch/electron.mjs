// Where Electron's binary is, and how it is fetched. Never imports `electron`: under plain Node its index downloads.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, ROOT } from './install.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
/** Written when fetching was given up, so that the next start does not wait again. `--electron` tries anew. */
const GIVEN_UP = join(ROOT, 'node_modules', '.purkinje-electron-given-up');

/** @returns the binary's path, or undefined where it is absent */
export function electronBinary() {
  const inside =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist');
  const path = join(folder, inside);
  return existsSync(path) ? path : undefined;
}

/** Linux without X11 or Wayland has nowhere to open a window; the other systems always have. */
export function hasDisplay(env = process.env) {
  if (process.platform !== 'linux') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * The binary, fetched where it is absent. Says in one line why there is none.
 * @param {boolean} insist fetch though an earlier attempt was given up
 */
export async function findElectron(insist) {
  const present = electronBinary();
  if (present) return present;
  if (!existsSync(join(PACKAGE, 'package.json'))) return absent('the package is not installed');
  if (existsSync(GIVEN_UP) && !insist)
    return absent(`${readFileSync(GIVEN_UP, 'utf8').trim()}; npm start -- --electron tries again`);
  console.error("Fetching Electron's binary (about 120 MB, once) ...");
  const why = await fetchBinary();
  if (why === undefined) {
    rmSync(GIVEN_UP, { force: true });
    return electronBinary() ?? absent('it was fetched but is not where it should be');
  }
  writeFileSync(GIVEN_UP, `${why}\n`);
  return absent(`${why}; npm start -- --electron tries again`);
}

function absent(why) {
  console.error(`Electron is not at hand (${why}).`);
  return undefined;
}

/** @returns undefined after success, else why not, in a few words */
function fetchBinary() {
  const child = spawn(nodeBinary(), [join(import.meta.dirname, 'fetch-electron.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 2, 'inherit', 'pipe'],
  });
  let why = '';
  child.stdio[3].setEncoding('utf8').on('data', (text) => (why += text));
  return new Promise((done) => {
    child.on('error', (error) => done(error.message));
    child.on('exit', (code) =>
      done(code === 0 ? undefined : why.trim() || `fetching ended with code ${code}`),
    );
  });
}
