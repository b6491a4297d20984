import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLibrary, type Library } from '../../src-main/store/library.ts';
import { libraryFile } from '../../src-main/store/library-paths.ts';
import { askForScrub, scrub } from '../../src-main/store/scrub.ts';
import { readSetting } from '../../src-main/store/settings.ts';
import { appendTrail, verifyTrail } from '../../src-main/store/trail.ts';
import { temporaryLibrary } from './temporary-library.ts';

/** Every third of many patients is deleted, after rows were split over pages: with overwriting, as an erasure does it. */
function deletePatients({ database }: Library): void {
  database.pragma('secure_delete = ON');
  const insert = database.prepare("INSERT INTO patient (id, name, created_at) VALUES (?, ?, '')");
  const grow = database.prepare('UPDATE patient SET name = ? WHERE id = ?');
  const nameOf = (n: number): string => (n % 3 === 0 ? 'Zebulonia ' : 'another ');
  database.transaction(() => {
    for (let n = 1; n <= 3000; n++) insert.run(n, nameOf(n).repeat(1 + ((n * 7919) % 30)));
    for (let n = 1; n <= 3000; n++) grow.run(nameOf(n).repeat(1 + ((n * 7877) % 300)), n);
  })();
  database.exec('DELETE FROM patient WHERE id % 3 = 0');
}

function traces({ database, path }: Library): number {
  database.pragma('wal_checkpoint(TRUNCATE)');
  return readFileSync(libraryFile(path)).toString('latin1').split('Zebulonia').length - 1;
}

describe('scrubbing a library', () => {
  it('takes out what overwriting leaves, and nothing else', () => {
    const library = temporaryLibrary();
    appendTrail(library.database, { who: 'tester', what: 'test', object: 'library' });
    deletePatients(library);
    expect(traces(library)).toBeGreaterThan(0);
    scrub(library.database);
    // It was not due.
    expect(traces(library)).toBeGreaterThan(0);
    askForScrub(library.database);
    scrub(library.database);
    expect(traces(library)).toBe(0);
    expect(readSetting(library.database, 'scrub')).toBeUndefined();
    expect(verifyTrail(library.database)).toEqual({ sound: true, entries: 1 });
  });

  it('is left for the next opening where the file is large', () => {
    const library = temporaryLibrary();
    deletePatients(library);
    askForScrub(library.database);
    scrub(library.database, 1000);
    expect(traces(library)).toBeGreaterThan(0);
    library.close();
    const again = openLibrary(library.path);
    onTestFinished(() => again.close());
    expect(traces(again)).toBe(0);
    expect(readSetting(again.database, 'scrub')).toBeUndefined();
  });
});
