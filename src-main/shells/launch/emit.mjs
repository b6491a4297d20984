// Emits the main side as JavaScript to dist/main, for Electron (which strips no types) and for packaging.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './install.mjs';

const OUT = join(ROOT, 'dist/main');
rmSync(OUT, { recursive: true, force: true });
for (const project of ['tsconfig.build.json', 'tsconfig.preload.json']) {
  const result = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
// What tsc leaves behind: SQL, JSON and plain JavaScript that is read or run at run time.
for (const name of readdirSync(join(ROOT, 'src-main'), { recursive: true })) {
  if (!/\.(sql|json|mjs)$/.test(name) || /^shells[/\\]launch/.test(name)) continue;
  mkdirSync(dirname(join(OUT, name)), { recursive: true });
  copyFileSync(join(ROOT, 'src-main', name), join(OUT, name));
}
