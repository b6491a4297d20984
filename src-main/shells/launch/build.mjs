// Builds the window (and, for Electron, the main side) where the build is older than its sources.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, ROOT } from './install.mjs';

/** By content, not by time: a checkout that touches files builds nothing anew. */
const TARGETS = {
  renderer: {
    says: 'Building the window ...',
    sources: [
      'src-renderer',
      'src-main/api/contract',
      'src-main/domain',
      'vite.config.ts',
      'package-lock.json',
    ],
    command: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
  },
  main: {
    says: 'Building the main side for Electron ...',
    sources: [
      'src-main',
      'tsconfig.base.json',
      'tsconfig.build.json',
      'tsconfig.preload.json',
      'package-lock.json',
    ],
    command: ['src-main/shells/launch/emit.mjs'],
  },
};

/** @param {'renderer' | 'main'} name */
export function ensureBuilt(name) {
  const { says, sources, command } = TARGETS[name];
  const output = join(ROOT, 'dist', name);
  const stamp = join(ROOT, 'dist', `.${name}-sources-sha256`);
  const hash = hashOf(sources);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.error(says);
  rmSync(stamp, { force: true });
  const result = spawnSync(nodeBinary(), command, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    console.error(
      `The build failed (${name}); what it said stands above. A full disk and a half-installed node_modules are the usual causes.`,
    );
    process.exit(1);
  }
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(stamp, hash);
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesUnder(source))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(ROOT, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
