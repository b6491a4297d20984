// Makes the figures of docs/results.md again: `node docs/results/run.mjs [tiny|small|issue|full] [WORK FOLDER]`.
// Every run is kept in the work folder, each epoch of the one under way too: it may be stopped and started at will.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const [size = 'small', folder = join(ROOT, '.cache', 'results')] = process.argv.slice(2);
const work = resolve(folder);

const SEVEN = 'ce,logit-adjusted,focal,class-balanced,supcon,bcl,agcacl';
// tiny: does it go through (the page stays as it is). small: what stands on the page. issue: what two cores do in a
// night. full: every window, as long as the method says; for a machine with many cores.
const SIZES = {
  tiny: { losses: 'ce,agcacl', seeds: 1, variantSeeds: 1, subjectSeeds: 1, windows: 32, epochs: 2, minutes: 3, fresh: 9, parallel: 1 },
  small: { losses: 'ce,logit-adjusted,bcl,agcacl', seeds: 2, variantSeeds: 2, subjectSeeds: 1, windows: 1200, epochs: 10, minutes: 15, fresh: 100, parallel: 2 },
  issue: { losses: SEVEN, seeds: 5, variantSeeds: 3, subjectSeeds: 3, windows: 2000, epochs: 20, minutes: 20, fresh: 100, parallel: 2 },
  full: { losses: SEVEN, seeds: 5, variantSeeds: 5, subjectSeeds: 5, windows: 0, epochs: 80, minutes: 150, fresh: 100, parallel: 8 },
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

/** What stands in docs/results.md between `<!-- NAME -->` and `<!-- end NAME -->`: the file's lines from the first to the last table asked for. */
function fill(name, text) {
  const page = join(ROOT, 'docs/results.md');
  const before = readFileSync(page, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [before.indexOf(open), before.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/results.md lacks ${open} ... ${close}`);
  writeFileSync(page, `${before.slice(0, from)}${open}\n\n${text.trim()}\n\n${before.slice(to)}`);
}

function keep(name, file) {
  const target = join(results, `${name}.md`);
  copyFileSync(join(work, 'grid', file), target);
  const lines = readFileSync(target, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| '));
  const last = lines.findIndex((line, at) => at > first && line === '');
  const said = lines.find((line) => line.startsWith('Split: '));
  if (size !== 'tiny') fill(name, [...(name === 'leipzig' ? [] : [said, '']), ...lines.slice(first, last)].join('\n'));
}

// One folder of runs for all tables: what two of them share is trained once.
const grid = [
  '--data', 'leipzig', '--test', 'fresh', '--most-windows', String(s.windows), '--epochs', String(s.epochs), '--batch', '64',
  '--device', 'cpu', '--threads', '1', '--parallel', String(s.parallel), '--cache', 'cache', '--out', 'grid',
]; // prettier-ignore
const table = (name, seeds, ...args) => {
  cli(name, ['compare', ...args, '--split', 'segment', '--seeds', String(seeds), ...grid]);
  keep(name, 'compare-segment.md');
};

simulate('leipzig', 'leipzig', 39, 1, s.minutes);
simulate('fresh', 'few-shot-test', s.fresh, 2);
table('losses', s.seeds, '--losses', s.losses);
table('networks', s.variantSeeds, '--losses', 'agcacl', '--variants', 'ecg-only,iegm-only,concatenation,with-priors,no-transformer,resnet,inception');
table('agcacl-parts', s.variantSeeds, '--losses', 'agcacl,agcacl-phi,agcacl-no-correction,agcacl-no-psi,agcacl-no-pairs,agcacl-no-samples');
cli('reproduce', ['reproduce', 'leipzig', '--losses', 'ce,bcl,agcacl', '--seeds', String(s.subjectSeeds), ...grid]);
keep('leipzig', 'leipzig.md');
const mitdb = process.env.EP_DATA ? join(process.env.EP_DATA, 'mitdb') : resolve(ROOT, '../shared/data/mitdb');
if (size !== 'tiny' && existsSync(mitdb)) cli('mitbih', ['train', '--data', mitdb, '--preset', 'mitbih', '--out', 'mitbih']);
