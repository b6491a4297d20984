// `npm test`: everything that must hold, in one command. The last line is `N passed, N failed, N skipped`.
// A test that passed only when it was tried again is named with what it said: that is a defect, see CONTRIBUTING.md.
// `npm test -- unit` runs the named steps alone (their names stand at the start of each line).
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../src-main/shells/launch/build.mjs';
import { ensureInstalled, nodeBinary, ROOT, runAndExit } from '../src-main/shells/launch/install.mjs';

ensureInstalled();
if (Number(process.versions.node.split('.')[0]) < 24)
  await runAndExit([import.meta.filename, ...process.argv.slice(2)]);
const { countsOf, linesOf } = await import('./run-counts.ts');

// The tests start the program some hundred times: types stripped and code compiled once, as its launcher has it.
process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'node_modules/.cache/purkinje-compile');

const OUTPUT = join(ROOT, 'test-output');
const total = { passed: 0, failed: 0, skipped: 0 };
const named = process.argv.slice(2);
const tool = (path) => join('node_modules', path);

/** Checks that pass or fail as a whole; two at a time. */
const CHECKS = [
  ['format', tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['lint', tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.'],
  ['types-pure', tool('typescript/bin/tsc'), '-p', 'tsconfig.pure.json'],
  ['types-node', tool('typescript/bin/tsc'), '-p', 'tsconfig.node.json'],
  ['types-preload', tool('typescript/bin/tsc'), '-p', 'tsconfig.preload.json', '--noEmit'],
  [
    'types-renderer',
    tool('svelte-check/bin/svelte-check'),
    '--tsconfig',
    './tsconfig.renderer.json',
    '--fail-on-warnings',
  ],
  ['emit-main', 'src-main/shells/launch/emit.mjs'],
  ['types-test', tool('typescript/bin/tsc'), '-p', 'tsconfig.test.json'],
];

/** Test runs, one after the other: each uses both cores. */
const RUNS = [
  ['import-table', 'vitest.config.ts', ['test/architecture']],
  ['unit', 'vitest.config.ts', ['--exclude', 'test/architecture/**', '--exclude', 'test/api/**']],
  ['api', 'vitest.config.ts', ['test/api']],
  ['e2e', 'test/e2e/vitest.config.ts', []],
];

const wanted = (name) => named.length === 0 || named.includes(name);

function run(args, env = process.env) {
  const child = spawn(nodeBinary(), args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((done) => child.on('close', (code) => done({ code, output })));
}

function report(name, started, text) {
  console.log(`${name.padEnd(16)} ${text}  (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

async function check([name, ...args]) {
  const started = performance.now();
  const { code, output } = await run(args);
  total[code === 0 ? 'passed' : 'failed']++;
  report(name, started, code === 0 ? 'passed' : 'FAILED');
  if (code !== 0) console.log(output.trimEnd());
}

/** Two lanes over the checks. */
async function runChecks() {
  const queue = CHECKS.filter(([name]) => wanted(name));
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await check(next);
  };
  await Promise.all([lane(), lane()]);
}

async function runTests([name, config, extra]) {
  const started = performance.now();
  const file = join(OUTPUT, `${name}.json`);
  const { code, output } = await run([
    tool('vitest/vitest.mjs'),
    'run',
    '--config',
    config,
    ...extra,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ]);
  const counts = countsOf(file);
  // A run that ended badly without a failed test (a file that does not load, a crash) is a failure too.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
  report(name, started, `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (counts.failed > 0) console.log(output.trimEnd());
  for (const line of linesOf(counts, ROOT)) console.log(`${' '.repeat(17)}${line}`);
}

async function ensureChromium() {
  const started = performance.now();
  const { installChromium } = await import('./e2e/install-chromium.mjs');
  const missing = await installChromium();
  if (missing === undefined) return true;
  total.failed++;
  report('chromium', started, 'FAILED');
  console.log(missing);
  return false;
}

rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });
ensureBuilt('renderer');
await runChecks();
for (const tests of RUNS.filter(([name]) => wanted(name))) {
  if (tests[0] === 'e2e' && !(await ensureChromium())) continue;
  await runTests(tests);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
