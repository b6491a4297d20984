import { resolve } from 'node:path';
import type { BackupResult } from '../../../api/contract/house.ts';
import type { Command } from '../command.ts';
import { followJob } from '../follow-job.ts';
import { withLibrary } from '../library-client.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Copies the library to a new folder and reads the copy again.',
  usage: 'DIR [--library DIR]',
  options: {},
  positionals: [1, 1],
  run: (args, terminal) =>
    withLibrary(args, async ({ api }) => {
      const started = await api.backUpLibrary({ body: { folder: resolve(args.positionals[0]) } });
      const done = (await followJob(api, started, terminal)).result as BackupResult;
      const text = `${done.files} files, ${(done.bytes / 1e6).toFixed(1)} MB, copied to ${done.folder} and compared.`;
      return { json: done, text };
    }),
};
