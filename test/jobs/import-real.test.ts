import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { openRecord } from '../../src-main/formats/open-record.ts';
import { listAnnotationSets } from '../../src-main/store/annotation-sets.ts';
import { countByMark } from '../../src-main/store/annotations.ts';
import { openFolder } from '../../src-main/store/folder.ts';
import { blockFile, recordingFolder } from '../../src-main/store/library-paths.ts';
import { findRecord } from '../../src-main/store/records.ts';
import { openSignalFile } from '../../src-main/store/signal-file.ts';
import { recordings } from '../recordings.ts';
import { temporaryLibrary } from '../store/temporary-library.ts';
import { importInto } from './import-here.ts';

describe.skipIf(!recordings('mitdb'))('mitdb 208, imported', () => {
  // Expected: the MIT-BIH Arrhythmia Database Directory, record 208.
  it('has the beats that its directory lists', async () => {
    const library = temporaryLibrary();
    const { records } = await importInto(library, { paths: [join(recordings('mitdb')!, '208')] });
    expect(records[0]).toMatchObject({ name: '208', samples: 650_000, samplingFrequency: 360, warnings: [] });
    const [set] = listAnnotationSets(library.database, records[0].id);
    const beats = countByMark(library.database, set.id).filter(isBeat);
    expect(Object.fromEntries(beats.map(({ symbol, count }) => [symbol, count]))).toEqual({
      N: 1586,
      V: 992,
      F: 373,
      S: 2,
      Q: 2,
    });
  });
});

describe.skipIf(!recordings('iafdb'))('iaf1_afw, imported', () => {
  it('has every sample that the reader gives, and its electrograms by name', async () => {
    const library = temporaryLibrary();
    const folder = recordings('iafdb')!;
    const { records } = await importInto(library, { paths: [folder] });
    const names = ['II', 'V1', 'aVF', 'CS12', 'CS34', 'CS56', 'CS78', 'CS90'];
    expect(records.map((record) => [record.name, record.signalNames])).toEqual([['iaf1_afw', names]]);
    const { contentHash, samples } = findRecord(library.database, records[0].id)!;
    const channels = names.map((_, channel) => channel);
    const reader = await openRecord(await openFolder(folder), 'iaf1_afw.hea');
    const file = openSignalFile(blockFile(recordingFolder(library.path, contentHash)));
    expect(file.readSamples(channels, 0, samples)).toEqual(await reader.readDigital(channels, 0, samples));
    file.close();
    await reader.close();
  });
});
