import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ambiguousExport } from '../formats/cardiolab/ambiguous-export.ts';
import { temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { importInto } from './import-here.ts';

it('an input that is zero throughout is warned of once, by the reader of the file alone', async () => {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(ambiguousExport('v', 2))) {
    const unused = name.endsWith('.txt') ? content.replace(/ \S+ \r\n/g, ' 0.000 \r\n') : content;
    writeFileSync(join(folder, name), unused);
  }
  const { records } = await importInto(temporaryLibrary(), { paths: [folder] });
  const flat = records[0].warnings.filter(({ code }) => code === 'flat');
  expect(flat.map(({ message }) => message)).toEqual(['V1 is zero throughout: an unused input.']);
});
