import { describe, expect, it } from 'vitest';
import { CLIPPED, MISSING, readWindow } from '../../../src-main/services/records/window.ts';
import { blockFile, recordingFolder } from '../../../src-main/store/library-paths.ts';
import { findRecord } from '../../../src-main/store/records.ts';
import { openSignalFile } from '../../../src-main/store/signal-file.ts';
import { folderOf, importInto } from '../../jobs/import-here.ts';
import { makeRecording } from '../../jobs/recording.ts';
import { temporaryLibrary } from '../../store/temporary-library.ts';

/** Columns of the first channel that tell of missing samples; the recording misses samples 200 to 259. */
async function missingColumns(): Promise<(samplesPerColumn: number) => number[]> {
  const library = temporaryLibrary();
  const { records } = await importInto(library, { paths: [folderOf(makeRecording('g1'))] });
  const record = findRecord(library.database, records[0].id)!;
  return (samplesPerColumn) => {
    const file = openSignalFile(blockFile(recordingFolder(library.path, record.contentHash)));
    const columns = Math.ceil(record.samples / samplesPerColumn);
    const { channels } = readWindow(file, record, { channels: [0], from: 0, columns, samplesPerColumn });
    file.close();
    const [{ quality, minima }] = channels;
    expect([...quality].every((bits) => (bits & ~(MISSING | CLIPPED)) === 0)).toBe(true);
    // A column that misses some samples still shows the others.
    quality.forEach((bits, column) => bits & MISSING || expect(minima[column]).not.toBeNaN());
    return [...quality.keys()].filter((column) => quality[column] & MISSING);
  };
}

describe('missing samples of a window', () => {
  it('are told at every reduction that bins of the pyramid resolve', async () => {
    const columnsOf = await missingColumns();
    expect(columnsOf(1)).toEqual(Array.from({ length: 60 }, (_, i) => 200 + i));
    expect(columnsOf(4)).toEqual(Array.from({ length: 15 }, (_, i) => 50 + i));
    expect(columnsOf(16)).toEqual([12, 13, 14, 15, 16]);
    expect(columnsOf(32)).toEqual([6, 7, 8]);
    // Of the bins of 32 only 224 to 255 is empty.
    expect(columnsOf(64)).toEqual([3]);
    expect(columnsOf(128)).toEqual([1]);
    expect(columnsOf(1024)).toEqual([0]);
  });
});
