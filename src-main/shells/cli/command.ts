import type { ParseArgsOptionsConfig } from 'node:util';
import type { CommandArguments } from './arguments.ts';

/**
 * One command of the command line. Each lies in a file of its own in `commands/` and is named in `commands.ts`;
 * nothing is dispatched by a name from outside that map.
 */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name: `RECORD [--model ID] [--out FILE.prd]`. */
  readonly usage: string;
  /** As `node:util` parseArgs takes them; `json`, `help` and `library` are added to every command. */
  readonly options: ParseArgsOptionsConfig;
  /** Fewest and most positional arguments. */
  readonly positionals: readonly [fewest: number, most: number];
  /**
   * @returns what is printed
   * @throws UsageError (exit code 2), PurkinjeError or anything else (exit code 1)
   */
  run(args: CommandArguments, terminal: Terminal): Promise<CommandResult>;
}

/** What a command hands back: with `--json` the one document on stdout, else the text. */
export interface CommandResult {
  readonly json: unknown;
  /** For a person, without a trailing newline; empty prints nothing. */
  readonly text: string;
  /** true: exit code 1 though the result is printed (some of several failed). */
  readonly failed?: boolean;
}

/** What a command may do with the terminal while it works. */
export interface Terminal {
  /** true: stdout holds nothing but the one JSON document. */
  readonly json: boolean;
  /** A bar on stderr where that is a terminal, else nothing. `fraction` in [0, 1], undefined where it isn't known. */
  progress(fraction: number | undefined, what: string): void;
  /** A line on stderr, with the bar taken away first. */
  note(line: string): void;
  /** Text for stdout before the result (long output that is streamed). Not to be used with `json`. */
  write(text: string): Promise<void>;
  /** Aborted by Ctrl-C: pass it on to long work. */
  readonly abortSignal: AbortSignal;
}
