import { resolve } from 'node:path';
import { restore } from '../../../services/house/backup.ts';
import type { Command } from '../command.ts';
import { libraryFolderOf } from '../library-client.ts';

/** Exit code 1 where the restored library has faults. */
export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Makes a library of a backup, in a new folder; both are read and compared.',
  usage: 'BACKUP --library NEW-DIR',
  options: {},
  positionals: [1, 1],
  async run(args, terminal) {
    args.required('library');
    const folder = libraryFolderOf(args);
    const faults = await restore(resolve(args.positionals[0]), folder, {
      abortSignal: terminal.abortSignal,
      onProgress: (fraction) => terminal.progress(fraction, 'restoring'),
    });
    const text = [`The library is in ${folder}.`, ...faults.map(({ message }) => `Fault: ${message}`)].join(
      '\n',
    );
    return { json: { library: folder, faults }, text, failed: faults.length > 0 };
  },
};
