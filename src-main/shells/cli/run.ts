import { isPurkinjeError } from '../../domain/errors.ts';
import { writeFailure } from '../../services/recordings/write-annotation-file.ts';
import { parseArguments, UsageError } from './arguments.ts';
import type { Command, CommandResult } from './command.ts';
import type { TerminalStreams } from './terminal.ts';
import { openTerminal } from './terminal.ts';

export const EXIT = { done: 0, failed: 1, wrongUsage: 2 } as const;

/**
 * Runs one command line.
 * @param argv what follows `npm run -s cli --`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCommandLine(
  commands: ReadonlyMap<string, Command>,
  argv: readonly string[],
  streams: TerminalStreams,
  abortSignal: AbortSignal,
): Promise<number> {
  const [name, ...rest] = argv;
  const json = rest.includes('--json');
  const command = commands.get(name ?? '');
  const print = (text: string): void => void streams.stdout.write(`${text}\n`);
  if (command === undefined) {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      print(helpOf(commands));
      return name === undefined ? EXIT.wrongUsage : EXIT.done;
    }
    return wrongUsage(
      `There is no command ${name}.`,
      'npm run -s cli -- help',
      argv.includes('--json'),
      streams,
    );
  }
  const terminal = openTerminal(streams, json, abortSignal);
  try {
    const args = parseArguments(command, rest);
    if (args.flag('help')) {
      const text = `${command.summary}\n\n  ${usageOf(command)}`;
      printResult(
        { json: { command: name, summary: command.summary, usage: usageOf(command) }, text },
        json,
        print,
      );
      return EXIT.done;
    }
    const result = await command.run(args, terminal);
    terminal.finish();
    printResult(result, json, print);
    return result.failed === true ? EXIT.failed : EXIT.done;
  } catch (error) {
    terminal.finish();
    if (error instanceof UsageError) return wrongUsage(error.message, usageOf(command), json, streams);
    return failed(error, json, streams);
  }
}

function printResult(result: CommandResult, json: boolean, print: (text: string) => void): void {
  if (json) print(JSON.stringify(result.json));
  else if (result.text !== '') print(result.text);
}

function usageOf(command: Command): string {
  return `npm run -s cli -- ${command.name} ${command.usage}`.trimEnd();
}

function wrongUsage(message: string, usage: string, json: boolean, streams: TerminalStreams): number {
  if (json) streams.stdout.write(`${JSON.stringify({ error: { code: 'InvalidInput', message } })}\n`);
  streams.stderr.write(`${message}\nUsage: ${usage}\n`);
  return EXIT.wrongUsage;
}

/** An expected failure is one line; a bug keeps its stack, on stderr. */
function failed(thrown: unknown, json: boolean, streams: TerminalStreams): number {
  const error = ofTheDisk(thrown);
  const code = isPurkinjeError(error) ? error.code : 'Internal';
  const message = error instanceof Error ? error.message : String(error);
  if (json) streams.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else streams.stderr.write(`${code}: ${message}\n`);
  if (code === 'Internal' && error instanceof Error) streams.stderr.write(`${error.stack ?? ''}\n`);
  return EXIT.failed;
}

/** What the disk refuses for a path that the user named (--out, most of all) is no bug; a file of ours that is gone is one. */
function ofTheDisk(error: unknown): unknown {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  return path === undefined || code === 'ENOENT' ? error : writeFailure(error, path);
}

function helpOf(commands: ReadonlyMap<string, Command>): string {
  const lines = [...commands.values()].map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.trimEnd()}\n      ${summary}`,
  );
  return [
    'npm run -s cli -- COMMAND ...',
    '',
    ...lines,
    '',
    'RECORD is a record of the library (its name or id), or a path to a recording on disk.',
    'Every command takes --json (one JSON document on stdout), --library DIR and --help.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage.',
  ].join('\n');
}
