import { parseArgs } from 'node:util';
import type { Command } from './command.ts';

/** Wrong usage: exit code 2, and the command's usage line is printed beside the message. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** A command's parsed arguments; each accessor checks what it gives and throws UsageError. */
export interface CommandArguments {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  /** Every value of an option declared with `multiple`. */
  texts(name: string): readonly string[];
  flag(name: string): boolean;
  required(name: string): string;
  /** One of `choices`, or the fallback where the option was not given. */
  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T;
  /** Bounds are inclusive. */
  number(name: string, bounds?: NumberBounds): number | undefined;
  integer(name: string, bounds?: NumberBounds): number | undefined;
}

export interface NumberBounds {
  readonly min?: number;
  readonly max?: number;
}

const EVERYWHERE = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  library: { type: 'string' },
} as const;

/** @throws UsageError for an unknown option, a missing value or a wrong number of positional arguments */
export function parseArguments(command: Command, argv: readonly string[]): CommandArguments {
  const { values, positionals } = parse(command, argv);
  const [fewest, most] = command.positionals;
  if (values.help !== true && positionals.length < fewest) throw new UsageError('An argument is missing.');
  if (positionals.length > most) throw new UsageError(`One argument too many: ${positionals[most]}.`);
  return accessors(values, positionals);
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse(command: Command, argv: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({
      args: [...argv],
      options: { ...EVERYWHERE, ...command.options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // Node's second sentence tells how to pass a word that begins with a dash: nobody who mistyped an option means that.
    throw new UsageError((error as Error).message.replace(/\. To specify a positional argument.*$/s, '.'));
  }
}

function accessors(values: Values, positionals: readonly string[]): CommandArguments {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string, bounds: NumberBounds = {}): number | undefined => {
    const value = text(name);
    return value === undefined ? undefined : numberOf(name, value, bounds);
  };
  return {
    positionals,
    text,
    number,
    texts: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
    flag: (name) => values[name] === true,
    required: (name) => text(name) ?? missing(name),
    choice: (name, choices, fallback) => choiceOf(name, text(name) ?? fallback, choices),
    integer: (name, bounds) => {
      const value = number(name, bounds);
      if (value !== undefined && !Number.isInteger(value))
        throw new UsageError(`--${name} takes a whole number, not ${text(name)}.`);
      return value;
    },
  };
}

function missing(name: string): never {
  throw new UsageError(`--${name} is missing.`);
}

function numberOf(name: string, text: string, { min = -Infinity, max = Infinity }: NumberBounds): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new UsageError(`--${name} takes a number, not ${text}.`);
  if (value < min || value > max)
    throw new UsageError(`--${name} is ${text}; it must lie between ${min} and ${max}.`);
  return value;
}

function choiceOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new UsageError(`--${name} is one of ${choices.join(', ')}, not ${value}.`);
  return chosen;
}
