import type { LibraryDatabase } from './database.ts';
import { readSetting, writeSetting } from './settings.ts';

/** What was deleted is to be taken out of the file: kept beside the settings until it is done. */
const KEY = 'scrub';

/**
 * Databases up to this size are written anew at once; larger ones at the next opening, when nobody waits for a label to be
 * saved: nothing else can write meanwhile.
 */
export const LARGEST_AT_ONCE = 256 * 1024 * 1024;

/** Notes down that `scrub` is due: before what makes it so, so that no kill comes between. */
export function askForScrub(database: LibraryDatabase): void {
  writeSetting(database, KEY, true);
}

/**
 * Writes the database file anew where that is due. Overwriting what is deleted (`secure_delete`) is not enough: pages that were
 * split keep copies of rows that went to another page, and what was deleted before it was switched on is there still.
 * @param largest bytes; a larger one stays due
 */
export function scrub(database: LibraryDatabase, largest = Infinity): void {
  if (readSetting(database, KEY) !== true) return;
  const pages = database.pragma('page_count', { simple: true }) as number;
  const pageSize = database.pragma('page_size', { simple: true }) as number;
  if (pages * pageSize > largest) return;
  database.exec('VACUUM');
  writeSetting(database, KEY, undefined);
}
