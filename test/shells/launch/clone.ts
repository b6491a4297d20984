/** A fresh clone in small: the real launch scripts, with stand-ins for npm, the builders, the shells and Electron's download. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const LAUNCH = resolve(import.meta.dirname, '../../../src-main/shells/launch');

/** Packages as `npm ci` puts them; it fails where `NPM_FAILS` is set, and `@tensorflow/tfjs-node` cannot be rebuilt. */
const NPM = `
const fs = require('node:fs');
const { join } = require('node:path');
fs.appendFileSync('npm.log', process.argv.slice(2, 4).join(' ') + '\\n');
if (process.env.NPM_FAILS) process.exit(1);
if (process.argv[2] === 'rebuild') process.exit(process.argv[3] === 'node' ? 0 : 1);
const write = (path, text) => {
  fs.mkdirSync(join(path, '..'), { recursive: true });
  fs.writeFileSync(path, text);
};
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules/node/bin', { recursive: true });
fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
write('node_modules/@tensorflow/tfjs-node/package.json', '{}');
write('node_modules/vite/bin/vite.js', "require('node:fs').mkdirSync('dist/renderer', { recursive: true });");
write('node_modules/electron/package.json', '{"version": "1.2.3"}');
write('node_modules/electron/checksums.json', '{}');
write('node_modules/electron/install.js', ${JSON.stringify(`
  const fs = require('node:fs');
  fs.mkdirSync(__dirname + '/dist');
  fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho electron "$@"\\n', { mode: 0o755 });
`)});
write('node_modules/@electron/get/index.js', ${JSON.stringify(`
  exports.downloadArtifact = async ({ downloadOptions: { getProgressCallback } }) => {
    if (process.env.FETCH === 'nothing') return new Promise(() => {});
    if (process.env.FETCH !== 'all') throw Object.assign(new Error('no'), { cause: { code: 'ENOTFOUND' } });
    for (const percent of [0.1, 0.5, 1]) await getProgressCallback({ percent, total: 120e6, transferred: percent * 120e6 });
  };
`)});
`;
/** Says what it was started with; `--library wait` goes on until it is told to end, and takes a moment to. */
const SHELL = (name: string): string => `
if (process.argv.includes('wait')) {
  const alive = setInterval(() => {}, 1000);
  process.once('SIGINT', () => setTimeout(() => (console.log('closed'), clearInterval(alive)), 100));
}
console.log('${name}', ...process.argv.slice(2));
`;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export class Clone {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'purkinje-clone-')));

  constructor() {
    cpSync(LAUNCH, join(this.folder, 'src-main/shells/launch'), { recursive: true });
    this.write('package.json', '{"type": "module"}');
    this.write('package-lock.json', '{}');
    this.write('npm.cjs', NPM);
    this.write('src-main/shells/web/main.ts', SHELL('web'));
    this.write('src-main/shells/cli/main.ts', SHELL('cli'));
    this.write('src-renderer/main.ts', '// the window');
    this.write(
      'src-main/shells/launch/emit.mjs',
      "import { mkdirSync } from 'node:fs';\nmkdirSync('dist/main', { recursive: true });",
    );
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Electron's binary where it is looked for: says what it was started with. */
  withElectron(): void {
    this.write('electron/electron', '#!/bin/sh\necho electron "$@"\n');
    chmodSync(this.path('electron/electron'), 0o755);
  }

  /** What npm was asked, in order. */
  get npm(): string[] {
    return this.read('npm.log').trim().split('\n');
  }

  begin(argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const { PATH, HOME } = process.env;
    return spawn(process.execPath, [this.path('src-main/shells/launch/start.mjs'), ...argv], {
      cwd: this.folder,
      env: { PATH, HOME, npm_execpath: this.path('npm.cjs'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** `npm start -- argv` to its end. */
  async start(argv: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return ended(this.begin(argv, env));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}
