// `npm run bench` runs every benchmark; `npm run bench -- qrs store` those named; what follows `--` once more goes to them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// As every start of the program has it (shells/launch): other programs that are started here take it over.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/purkinje-compile');

const FRAME = ['bench-row.ts'];
const split = process.argv.indexOf('--', 2);
const named = process.argv.slice(2, split < 0 ? undefined : split);
const options = split < 0 ? [] : process.argv.slice(split + 1);
const topics = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !FRAME.includes(name))
  .map((name) => name.slice(0, -3));
const unknown = named.filter((name) => !topics.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${topics.join(', ')}.`);
  process.exit(2);
}

const number = (value) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(3);

let missed = 0;
for (const topic of named.length > 0 ? named : topics) {
  const bench = await import(`./${topic}.ts`);
  console.log(`\n${topic}: ${bench.title}`);
  for (const row of await bench.run(options)) {
    if (row.passed === false) missed++;
    const mark = row.passed === undefined ? ' ' : row.passed ? 'ok' : 'MISSED';
    const figure = `${number(row.value)} ${row.unit}`;
    console.log(
      `  ${row.what.padEnd(56)} ${figure.padStart(18)}  ${(row.bar ?? '').padEnd(24)} ${mark} ${row.note ?? ''}`.trimEnd(),
    );
  }
}
console.log(missed === 0 ? '\nEvery bar that was measured is met.' : `\n${missed} bars missed.`);
