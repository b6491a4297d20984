import { DESKTOP_CHANNELS } from '../../api/contract/desktop-bridge.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { BrowserWindow, ElectronCalls, IpcMainInvokeEvent } from './electron-calls.ts';
import { isOurFrame } from './harden.ts';

/** Answers the preload's three calls; the sender of each is checked. */
export function answerDesktopCalls(
  { dialog, ipcMain, shell }: Pick<ElectronCalls, 'dialog' | 'ipcMain' | 'shell'>,
  window: () => BrowserWindow | undefined,
  folderOfRecord: (recordId: number) => string,
): void {
  const handle = <T>(channel: string, answer: (argument: unknown) => T): void =>
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, argument: unknown) => {
      if (!isOurFrame(event))
        throw new PurkinjeError('NotAllowed', 'Only the workstation itself may ask for this.');
      return answer(argument);
    });
  const choose = async (
    properties: ('openFile' | 'openDirectory' | 'multiSelections')[],
  ): Promise<string[]> => {
    const parent = window();
    const { canceled, filePaths } = parent
      ? await dialog.showOpenDialog(parent, { properties })
      : await dialog.showOpenDialog({ properties });
    return canceled ? [] : filePaths;
  };
  handle(DESKTOP_CHANNELS.chooseFiles, () => choose(['openFile', 'multiSelections']));
  handle(DESKTOP_CHANNELS.chooseFolder, () => choose(['openDirectory', 'multiSelections']));
  // By the record's id, never by a path from the window.
  handle(DESKTOP_CHANNELS.reveal, (recordId) => {
    if (typeof recordId !== 'number') throw new PurkinjeError('InvalidInput', 'A record is named by its id.');
    shell.showItemInFolder(folderOfRecord(recordId));
  });
}
