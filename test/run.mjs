// `npm test`: everything that must hold, in one command. The last line is `N passed, N failed, N skipped`.
// `npm test -- unit` runs the named steps alone (their names stand at the start of each line).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBuilt } from '../src-main/shells/launch/build.mjs';
import { ensureInstalled, nodeBinary, ROOT, runAndExit } from '../src-main/shells/launch/install.mjs';

ensureInstalled();
if (Number(process.versions.node.split('.')[0]) < 24)
  await runAndExit([import.meta.filename, ...process.argv.slice(2)]);

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

/** A test file that takes longer is named, so that the whole stays under 15 minutes. */
const SLOW_SECONDS = 30;

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
  for (const [slow, seconds] of counts.slowest)
    console.log(`${' '.repeat(17)}${seconds.toFixed(0)} s: ${slow}`);
  for (const skipped of counts.names) console.log(`${' '.repeat(17)}skipped: ${skipped}`);
}

function countsOf(file) {
  const counts = { passed: 0, failed: 0, skipped: 0, names: [], slowest: [] };
  if (!existsSync(file)) return counts;
  const result = JSON.parse(readFileSync(file, 'utf8'));
  for (const suite of result.testResults) {
    const seconds = (suite.endTime - suite.startTime) / 1000;
    if (seconds > SLOW_SECONDS) counts.slowest.push([relative(ROOT, suite.name), seconds]);
    // A file that fails to load has no tests of its own to count.
    if (suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'))
      counts.failed++;
    for (const { status, fullName } of suite.assertionResults) {
      if (status === 'passed' || status === 'failed') counts[status]++;
      else {
        counts.skipped++;
        counts.names.push(fullName);
      }
    }
  }
  return counts;
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
