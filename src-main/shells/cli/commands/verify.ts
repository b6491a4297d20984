import type { Command } from '../command.ts';
import { withLibrary } from '../library-client.ts';

/** Exit code 1 where something is wrong. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Reads all of the library: database, trail, every original against its hash.',
  usage: '[--library DIR]',
  options: {},
  positionals: [0, 0],
  run: (args) =>
    withLibrary(args, async ({ api }) => {
      const { faults } = await api.checkLibrary();
      const text =
        faults.length === 0 ? 'The library is sound.' : faults.map(({ message }) => message).join('\n');
      return { json: { faults }, text, failed: faults.length > 0 };
    }),
};
