// Fetches Electron's binary into its package: progress on stderr, given up after 20 s without a byte.
// A child process of its own, so that giving up really ends the connection. Why it failed is written to descriptor 3.
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './install.mjs';

const SILENCE_MS = 20_000;
const electron = createRequire(join(ROOT, 'node_modules/electron/package.json'));
const { downloadArtifact } = await import(pathToFileURL(electron.resolve('@electron/get')).href);

const watchdog = setTimeout(giveUp, SILENCE_MS);
let shown = -1;

function giveUp(why = 'not a byte came in 20 s') {
  writeSync(3, why);
  process.exit(1);
}

function onProgress({ transferred, total, percent }) {
  watchdog.refresh();
  const share = Math.floor((percent ?? 0) * 100);
  if (share === shown) return;
  shown = share;
  const megabytes = (bytes) => Math.round((bytes ?? 0) / 1e6);
  const line = `  ${share} % of ${megabytes(total)} MB`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line} (${megabytes(transferred)} MB)   `);
  else if (share % 10 === 0) process.stderr.write(`${line}\n`);
}

try {
  await downloadArtifact({
    version: electron('./package.json').version,
    artifactName: 'electron',
    checksums: electron('./checksums.json'),
    platform: process.platform,
    arch: process.arch,
    downloadOptions: { quiet: true, getProgressCallback: async (progress) => onProgress(progress) },
  });
} catch (error) {
  giveUp(`fetching it failed: ${error.cause?.code ?? error.message}`);
}
clearTimeout(watchdog);
if (process.stderr.isTTY) process.stderr.write('\n');
const unpack = spawnSync(process.execPath, [electron.resolve('./install.js')], { stdio: ['ignore', 2, 2] });
if (unpack.status !== 0) giveUp('unpacking it failed');
