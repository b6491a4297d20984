// Brings what is missing, so that one command is enough on a fresh clone. Runs on Node 20 without any package.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');
const MODULES = join(ROOT, 'node_modules');
const LOCK = join(ROOT, 'package-lock.json');
/** The lock file that the installed packages belong to, as a hash: a `git pull` that changes it is noticed. */
const STAMP = join(MODULES, '.purkinje-lock-sha256');

/** The Node that the packages bring (24), whatever the machine has. */
export function nodeBinary() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(MODULES, 'node', 'bin', name);
}

const QUIET = ['--no-fund', '--no-audit', '--loglevel=error'];

const lockHash = () => createHash('sha256').update(readFileSync(LOCK)).digest('hex');

function isInstalled() {
  if (!existsSync(nodeBinary())) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === lockHash();
  // Installed by hand: npm writes its own copy of the lock file after everything else.
  const own = join(MODULES, '.package-lock.json');
  return existsSync(own) && statSync(own).mtimeMs >= statSync(LOCK).mtimeMs;
}

/** Runs `npm ci` where packages are missing or belong to another lock file. Everything it says goes to stderr. */
export function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    fail(
      `Node ${process.versions.node} is too old: install Node 20 or later from your system's packages or nodejs.org.`,
    );
  if (isInstalled()) return;
  // npm ci would empty the folder that it points to, which belongs to another checkout.
  if (existsSync(MODULES) && lstatSync(MODULES).isSymbolicLink())
    fail(
      'node_modules is a link to another folder, and not what this checkout needs: remove the link, then run the command again.',
    );
  console.error('Installing packages (npm ci) ...');
  // Scripts are run by name afterwards, so that every npm does the same: older ones do not know `allowScripts`, and from
  // a lock file npm compiles better-sqlite3 although it carries its binary.
  required(runNpm(['ci', '--ignore-scripts', ...QUIET]));
  required(runNpm(['rebuild', 'node', ...QUIET]));
  if (!existsSync(nodeBinary()))
    fail('npm ci ended, but node_modules/node/bin is empty: run "npm rebuild node" and read what it says.');
  fetchTensorFlow();
  writeFileSync(STAMP, lockHash());
}

function required(result) {
  if (result.error)
    fail(`npm could not be started (${result.error.message}). Install npm, then run the command again.`);
  if (result.status !== 0) fail(afterFailure());
}

/** The native library of the optional second engine: fetched where it can be had, else the package is taken away. */
function fetchTensorFlow() {
  const folder = join(MODULES, '@tensorflow', 'tfjs-node');
  if (!existsSync(folder)) return;
  const result = runNpm(['rebuild', '@tensorflow/tfjs-node', ...QUIET], {
    stdio: 'ignore',
    timeout: 120_000,
  });
  if (result.status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  console.error(
    'tfjs-node is left out: its native library cannot be fetched. It is optional; nothing else needs it.',
  );
}

/** npm is run by the Node and the npm that started us where they are known, else by what the PATH has. */
function runNpm(args, more = {}) {
  const cli = process.env.npm_execpath;
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: '' }, ...more };
  if (cli && /\.c?js$/.test(cli)) return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function afterFailure() {
  return [
    'npm ci failed; what it said stands above.',
    'ENOSPC: make room (about 2 GB) where this folder lies.',
    'ENOTFOUND or ETIMEDOUT: the npm registry cannot be reached; check the network or proxy, then run the command again.',
  ].join('\n');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * Runs a program of ours on the installed Node and ends with its exit code. Signals are passed on, and this process
 * waits: Ctrl-C ends the program in its own order.
 */
export async function runAndExit(args, options = {}) {
  process.exit(await runNode(args, options));
}

/** @returns the exit code, 128 + n after a signal */
export function runNode(args, { command = nodeBinary() } = {}) {
  // Types stripped and code compiled once: a second start takes half the time.
  const env = { NODE_COMPILE_CACHE: join(MODULES, '.cache', 'purkinje-compile'), ...process.env };
  const child = spawn(command, args, { stdio: 'inherit', env, cwd: process.cwd() });
  const pass = (signal) => {
    // A terminal's Ctrl-C reaches the child by itself; only what was sent to us alone is passed on.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      done(1);
    });
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
