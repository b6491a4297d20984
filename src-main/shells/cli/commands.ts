import type { Command } from './command.ts';

const ALL: readonly Command[] = [];

/** Every command of the command line, by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(ALL.map((command) => [command.name, command]));
