import { examine, type Check } from '../../../services/system/doctor.ts';
import type { Command } from '../command.ts';
import { libraryFolderOf } from '../library-client.ts';

const MARKS: Readonly<Record<Check['state'], string>> = { ok: 'ok', optional: '--', fault: 'FAULT' };

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Looks at what this machine offers, and says what to do about what is missing.',
  usage: '[--library DIR]',
  options: {},
  positionals: [0, 0],
  async run(args) {
    const checks = await examine(libraryFolderOf(args));
    const lines = checks.flatMap(({ name, state, found, advice }) => {
      const line = `${MARKS[state].padEnd(6)}${name.padEnd(20)} ${found}`;
      return state === 'ok' || advice === undefined ? [line] : [line, `${' '.repeat(27)}${advice}`];
    });
    return {
      json: { checks },
      text: lines.join('\n'),
      failed: checks.some(({ state }) => state === 'fault'),
    };
  },
};
