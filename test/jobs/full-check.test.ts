import { appendFileSync, mkdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rebuildBlockFile } from '../../src-main/jobs/import/rebuild.ts';
import { checkLibrary } from '../../src-main/store/full-check.ts';
import {
  blockFile,
  originalFolder,
  recordingFolder,
  signalsFolder,
} from '../../src-main/store/library-paths.ts';
import { findRecord } from '../../src-main/store/records.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import { temporaryLibrary } from '../store/temporary-library.ts';
import { folderOf, importInto } from './import-here.ts';
import { makeRecording } from './recording.ts';

async function libraryOfTwo() {
  const library = temporaryLibrary();
  const made = [makeRecording('r1'), makeRecording('r2')];
  await importInto(library, { paths: [folderOf(...made)] });
  const folders = [1, 2].map((id) =>
    recordingFolder(library.path, findRecord(library.database, id)!.contentHash),
  );
  return { library, made, folders };
}

describe('the full check', () => {
  it('finds nothing in a sound library', async () => {
    const { library } = await libraryOfTwo();
    expect(await checkLibrary(library)).toEqual([]);
  });

  it('names what is at fault', async () => {
    const { library, folders } = await libraryOfTwo();
    appendFileSync(join(originalFolder(folders[0]), 'r1.dat'), 'x');
    rmSync(join(originalFolder(folders[1]), 'r2.atr'));
    truncateSync(blockFile(folders[1]), 500);
    mkdirSync(join(signalsFolder(library.path), 'unknown'));
    library.database.exec(
      "DROP TRIGGER trail_is_never_updated; UPDATE trail SET who = 'x' WHERE sequence = 2",
    );
    const faults = await checkLibrary(library);
    expect(faults.map(({ what, recordId }) => [what, recordId])).toEqual([
      ['trail', undefined],
      ['original', 1],
      ['original', 2],
      ['derived', 2],
      ['stranger', undefined],
    ]);
    expect(faults[2].message).toContain('lacks its file r2.atr');
  });

  it('is followed by making a derived file anew', async () => {
    const { library, made, folders } = await libraryOfTwo();
    rmSync(blockFile(folders[0]));
    expect((await checkLibrary(library)).map(({ what }) => what)).toEqual(['derived']);
    await rebuildBlockFile(library.path, findRecord(library.database, 1)!, { onSamples: () => {} });
    expect(await checkLibrary(library)).toEqual([]);
    const file = openSignalFile(blockFile(folders[0]));
    expect(file.readSamples([0, 1], 0, 5000)).toEqual(made[0].digital);
    file.close();
  });
});
