// Makes the figures of docs/results.md again: `node docs/results/run.mjs [small|full] [WORK FOLDER]`.
// Every run is kept in the work folder, so it may be stopped and started as often as one likes.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const [size = 'small', folder = join(ROOT, '.cache', 'results')] = process.argv.slice(2);
const work = resolve(folder);
mkdirSync(work, { recursive: true });

// Small: what two cores do in a night. Full: every window, as long as the method says; for a machine with many cores.
const SIZES = {
  small: { seeds: 5, variantSeeds: 3, subjectSeeds: 3, windows: 2000, epochs: 20, minutes: 20, parallel: 1 },
  full: { seeds: 5, variantSeeds: 5, subjectSeeds: 5, windows: 0, epochs: 80, minutes: 150, parallel: 8 },
};
const s = SIZES[size];
if (!s) throw new Error(`The size is ${Object.keys(SIZES).join(' or ')}, not ${size}.`);

function cli(name, args) {
  console.log(`\n$ npm run -s cli -- ${args.join(' ')}`);
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'src-main/shells/cli/main.ts'), ...args, '--json'], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(join(work, `${name}.json`), stdout);
}

function simulate(out, profile, subjects, seed, minutes) {
  if (existsSync(join(work, out, 'complete'))) return;
  const length = minutes === undefined ? [] : ['--minutes', String(minutes)];
  cli(`simulate-${out}`, ['simulate', '--out', out, '--profile', profile, '--subjects', String(subjects), '--seed', String(seed), ...length]);
  writeFileSync(join(work, out, 'complete'), '');
}

const grid = ['--most-windows', String(s.windows), '--epochs', String(s.epochs), '--parallel', String(s.parallel)];
simulate('leipzig', 'leipzig', 39, 1, s.minutes);
simulate('fresh', 'few-shot-test', 100, 2);
cli('losses', ['compare', '--data', 'leipzig', '--test', 'fresh', '--split', 'segment', '--seeds', String(s.seeds), ...grid, '--out', 'losses']);
cli('variants', ['compare', '--data', 'leipzig', '--losses', 'agcacl,agcacl-phi,agcacl-no-psi,agcacl-no-pairs,agcacl-no-samples', '--variants', 'ecg-only,iegm-only,concatenation,no-transformer,resnet,inception,with-priors', '--split', 'segment', '--seeds', String(s.variantSeeds), ...grid, '--out', 'variants']);
cli('reproduce', ['reproduce', 'leipzig', '--data', 'leipzig', '--seeds', String(s.subjectSeeds), ...grid, '--out', 'reproduce']);
const mitdb = process.env.EP_DATA ? join(process.env.EP_DATA, 'mitdb') : resolve(ROOT, '../shared/data/mitdb');
if (existsSync(mitdb)) cli('mitbih', ['train', '--data', mitdb, '--preset', 'mitbih', '--out', 'mitbih']);

for (const part of ['losses', 'variants', 'reproduce'])
  for (const file of readdirSync(join(work, part)).filter((name) => name.endsWith('.md')))
    copyFileSync(join(work, part, file), join(ROOT, 'docs/results', `${part}-${file}`));
