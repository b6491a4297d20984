import { PurkinjeError } from '../../../domain/errors.ts';
import { openWorkstation } from '../../../services/open-workstation.ts';
import { prepareLibrary } from '../../../services/prepare-library.ts';
import { reportText } from '../../../services/study-report.ts';
import type { Command } from '../command.ts';
import { libraryFolderOf } from '../library-client.ts';

/** What a first start does before it opens a window; Electron's shell leaves it to this command. */
export const prepareCommand: Command = {
  name: 'prepare',
  summary: 'Makes the library with the simulated demonstration study, where it was not made before.',
  usage: '[--library DIR]',
  options: {},
  positionals: [0, 0],
  async run(args, terminal) {
    const workstation = open(libraryFolderOf(args));
    if (workstation === undefined) return { json: { prepared: false }, text: '' };
    try {
      const report = await prepareLibrary(workstation, terminal.abortSignal, (line) => terminal.note(line));
      if (report === undefined) return { json: { prepared: false }, text: '' };
      return { json: { prepared: true, ...report }, text: reportText(report) };
    } finally {
      await workstation.close();
    }
  },
};

/** undefined where the library is open elsewhere: then it has been prepared. */
function open(folder: string): ReturnType<typeof openWorkstation> | undefined {
  try {
    return openWorkstation(folder, { shell: 'cli', create: true });
  } catch (error) {
    if (error instanceof PurkinjeError && error.code === 'LibraryInUse') return undefined;
    throw error;
  }
}
