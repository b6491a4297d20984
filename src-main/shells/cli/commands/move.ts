import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { moveLibrary } from '../../../services/house/move-library.ts';
import { followMove } from '../../../services/house/moved-pointer.ts';
import type { Command } from '../command.ts';
import { libraryFolderOf } from '../library-client.ts';

export const moveCommand: Command = {
  name: 'move',
  summary: 'Moves the library: copied, compared, then taken away from where it was. It must be closed.',
  usage: 'NEW-DIR [--library DIR]',
  options: {},
  positionals: [1, 1],
  async run(args, terminal) {
    const [from, to] = [followMove(libraryFolderOf(args)), resolve(args.positionals[0])];
    await moveLibrary(from, to, {
      who: userInfo().username,
      abortSignal: terminal.abortSignal,
      onProgress: (fraction) => terminal.progress(fraction, 'moving'),
    });
    return {
      json: { from, to },
      text: `The library is in ${to} now. A start finds it from where it was, too.`,
    };
  },
};
