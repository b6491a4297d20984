import type { CheckResult } from '../../../api/contract/house.ts';
import type { Command } from '../command.ts';
import { followJob } from '../follow-job.ts';
import { withLibrary } from '../library-client.ts';

/** Exit code 1 where something is wrong. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Reads all of the library: database, trail, every original against its hash.',
  usage: '[--library DIR]',
  options: {},
  positionals: [0, 0],
  run: (args, terminal) =>
    withLibrary(args, async ({ api }) => {
      const { result } = await followJob(api, await api.checkLibrary(), terminal);
      const { faults } = result as CheckResult;
      const text =
        faults.length === 0 ? 'The library is sound.' : faults.map(({ message }) => message).join('\n');
      return { json: { faults }, text, failed: faults.length > 0 };
    }),
};
