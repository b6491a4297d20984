import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** A test file that takes longer is named, so that the whole stays under 15 minutes. */
const SLOW_SECONDS = 30;

/** What one run of tests came to. A test counts once, however often it was tried. */
export interface RunCounts {
  passed: number;
  failed: number;
  skipped: number;
  /** Names of the tests that were skipped. */
  readonly names: string[];
  /** Path and seconds of each slow file. */
  readonly slowest: [path: string, seconds: number][];
  /** Tests that failed and passed at a later try: each is a defect, of the test or of the program. */
  readonly retried: Retried[];
}

export interface Retried {
  /** Absolute path of the test's file. */
  readonly path: string;
  readonly name: string;
  /** First line of what each failed try said, and where in the file. */
  readonly said: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Of vitest's JSON report; nothing is counted where there is none. A passed test with messages of failure was tried again. */
export function countsOf(file: string): RunCounts {
  const counts: RunCounts = { passed: 0, failed: 0, skipped: 0, names: [], slowest: [], retried: [] };
  if (!existsSync(file)) return counts;
  for (const suite of (JSON.parse(readFileSync(file, 'utf8')) as Report).testResults) {
    const seconds = (suite.endTime - suite.startTime) / 1000;
    if (seconds > SLOW_SECONDS) counts.slowest.push([suite.name, seconds]);
    // A file that fails to load, or whose hooks fail, has no failed test of its own to count.
    if (suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'))
      counts.failed++;
    for (const { status, fullName, failureMessages = [] } of suite.assertionResults) {
      if (status === 'failed') counts.failed++;
      else if (status === 'passed') counts.passed++;
      else {
        counts.skipped++;
        counts.names.push(fullName);
      }
      if (status === 'passed' && failureMessages.length > 0)
        counts.retried.push({
          path: suite.name,
          name: fullName,
          said: failureMessages.map((message) => briefly(message, suite.name)),
        });
    }
  }
  return counts;
}

function briefly(message: string, path: string): string {
  const [, line] = message.split(`${path}:`);
  return `${message.split('\n')[0]}${line === undefined ? '' : ` (line ${parseInt(line, 10)})`}`;
}

/** What a person should know of a run besides its counts, a line each; paths are told from `root`. */
export function linesOf({ slowest, retried, names }: RunCounts, root: string): string[] {
  return [
    ...slowest.map(([path, seconds]) => `${seconds.toFixed(0)} s: ${relative(root, path)}`),
    ...retried.flatMap(({ path, name, said }) => [
      `passed at the second try: ${relative(root, path)}: ${name}`,
      ...said.map((line) => `  ${line}`),
    ]),
    ...names.map((name) => `skipped: ${name}`),
  ];
}
