// Makes the figures of docs/results.md again: `node docs/results/run.mjs [tiny|small|cohorts|issue|full] [WORK FOLDER]`.
// Every run is kept in the work folder, each epoch of the one under way too: it may be stopped and started at will.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const [size = 'small', folder = join(ROOT, '.cache', 'results')] = process.argv.slice(2);
const work = resolve(folder);

const EIGHT = 'ce,logit-adjusted,focal,class-balanced,supcon,bcl,agcacl,agcacl-no-psi';
// tiny: does it go through (the page stays as it is). small: what stands on the page (but mitdb's figures and the table over cohorts).
// cohorts: that table alone, seven training cohorts apart. issue: what two cores do in a night. full: every window, as long as the method
// says; for a machine with many cores.
const COHORTS = { losses: 'agcacl-fading,logit-adjusted,agcacl,bcl,ce', seeds: [201, 202, 203, 204, 205, 206, 207], minutes: 15, fresh: 120 };
const SIZES = {
  tiny: { cohorts: { ...COHORTS, losses: 'agcacl-fading,ce', seeds: [201, 202], minutes: 3, fresh: 9 }, losses: 'ce,agcacl', seeds: 1, modalitySeeds: 1, variantSeeds: 1, windows: 32, epochs: 2, batch: 64, both: { seeds: 1, windows: 32, epochs: 2, batch: 64 }, minutes: 3, fresh: 9, parallel: 1 },
  small: { losses: EIGHT, seeds: 5, modalitySeeds: 3, variantSeeds: 3, windows: 1200, epochs: 10, batch: 64, both: { seeds: 3, windows: 1200, epochs: 10, batch: 64 }, minutes: 15, fresh: 100, parallel: 2 },
  cohorts: { only: 'cohorts', cohorts: COHORTS, windows: 1200, epochs: 10, batch: 64, parallel: 2 },
  issue: { losses: EIGHT, seeds: 5, modalitySeeds: 3, variantSeeds: 3, windows: 2000, epochs: 20, batch: 64, both: { seeds: 3, windows: 2000, epochs: 20, batch: 64 }, minutes: 20, fresh: 100, parallel: 2 },
  full: { losses: EIGHT, seeds: 5, modalitySeeds: 5, variantSeeds: 5, windows: 0, epochs: 80, batch: 128, both: { seeds: 5, windows: 0, epochs: 80, batch: 128 }, minutes: 150, fresh: 100, parallel: 8 },
}; // prettier-ignore
const s = SIZES[size];
if (!s) throw new Error(`The size is ${Object.keys(SIZES).join(' or ')}, not ${size}.`);
mkdirSync(work, { recursive: true });
const results = size === 'tiny' ? work : join(ROOT, 'docs/results');

function cli(name, args) {
  console.log(`\n$ npm run -s cli -- ${args.join(' ')}`);
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'src-main/shells/cli/main.ts'), ...args, '--json'],
    { cwd: work, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 },
  );
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(join(work, `${name}.json`), stdout);
}

function simulate(out, profile, subjects, seed, minutes) {
  if (existsSync(join(work, out, 'complete'))) return;
  const length = minutes === undefined ? [] : ['--minutes', String(minutes)];
  const cohort = ['--profile', profile, '--subjects', String(subjects), '--seed', String(seed)];
  cli(`simulate-${out}`, ['simulate', '--out', out, ...cohort, ...length]);
  writeFileSync(join(work, out, 'complete'), '');
}

/** Puts a table where docs/results.md has `<!-- NAME -->` and `<!-- end NAME -->`. */
function fill(name, text) {
  const page = join(ROOT, 'docs/results.md');
  const before = readFileSync(page, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [before.indexOf(open), before.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/results.md lacks ${open} ... ${close}`);
  writeFileSync(page, `${before.slice(0, from)}${open}\n\n${text.trim()}\n\n${before.slice(to)}`);
}

/** Keeps a whole report beside the page, and its first table on the page where it has a place for it. */
function keep(name, file, onPage = size !== 'tiny') {
  const target = join(results, `${name}.md`);
  copyFileSync(join(work, 'grid', file), target);
  const lines = readFileSync(target, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| '));
  const last = lines.findIndex((line, at) => at > first && line === '');
  const said = lines.find((line) => line.startsWith('Split: '));
  if (onPage) fill(name, [...(name === 'leipzig' ? [] : [said, '']), ...lines.slice(first, last)].join('\n'));
}

// One folder of runs for all tables: what two of them share is trained once.
const grid = ({ windows, epochs, batch }) => [
  '--data', 'leipzig', '--test', 'fresh', '--most-windows', String(windows), '--epochs', String(epochs), '--batch', String(batch),
  '--device', 'cpu', '--threads', '1', '--parallel', String(s.parallel), '--cache', 'cache', '--out', 'grid',
]; // prettier-ignore
const table = (name, seeds, ...args) => {
  cli(name, ['compare', ...args, '--split', 'segment', '--seeds', String(seeds), ...grid(s)]);
  keep(name, 'compare-segment.md');
};

/** Every loss on several training cohorts, each trained on apart; subjects and cohorts that nothing was chosen on. */
function cohortTable({ losses, seeds, minutes, fresh }) {
  for (const seed of seeds) simulate(`train-${seed}`, 'leipzig', 39, seed, minutes);
  simulate('final-test', 'few-shot-test', fresh, 402);
  const [, , ...rest] = grid(s);
  const folders = seeds.flatMap((seed) => ['--data', `train-${seed}`]);
  // The same runs, each kind of AGCACL held against the best baseline in turn.
  for (const [reference, name] of [['agcacl', 'cohorts-agcacl'], ['agcacl-fading', 'cohorts']]) {
    cli(name, ['compare', '--cohorts', '--reference', reference, '--losses', losses, '--split', 'segment', '--seeds', '1', ...folders, ...rest.with(1, 'final-test')]);
    keep(name, 'compare-cohorts.md', name === 'cohorts' && size !== 'tiny');
  }
  if (size === 'tiny') return;
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'prior-strength.mjs'), work], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (s.cohorts) cohortTable(s.cohorts);
if (s.only) process.exit();
simulate('leipzig', 'leipzig', 39, 1, s.minutes);
simulate('fresh', 'few-shot-test', s.fresh, 2);
table('losses', s.seeds, '--losses', s.losses);
table('modalities', s.modalitySeeds, '--losses', 'agcacl', '--variants', 'ecg-only,iegm-only,with-priors,resnet');
table('networks', s.variantSeeds, '--losses', 'agcacl', '--variants', 'concatenation,no-transformer,inception');
table('agcacl-parts', s.variantSeeds, '--losses', 'agcacl,agcacl-phi,agcacl-no-correction,agcacl-no-psi,agcacl-no-pairs,agcacl-no-samples');
cli('reproduce', ['reproduce', 'leipzig', '--losses', 'ce,bcl,agcacl', '--seeds', String(s.both.seeds), ...grid(s.both)]);
keep('leipzig', 'leipzig.md');
const mitdb = process.env.EP_DATA ? join(process.env.EP_DATA, 'mitdb') : resolve(ROOT, '../shared/data/mitdb');
if (size !== 'tiny' && existsSync(mitdb)) cli('mitbih', ['train', '--data', mitdb, '--preset', 'mitbih', '--out', 'mitbih']);
