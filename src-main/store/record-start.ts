import { PurkinjeError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import type { StoredRecord } from './records.ts';
import { appendTrail } from './trail.ts';

/**
 * Gives a record the start that a person chose of those which its ambiguous date leaves open; the question is gone then. The
 * trail says which of them it was, not the date: that is read in the record.
 * @param startTime one of the candidates, as they are written
 * @throws Conflict where a start is known, InvalidInput for any other time or where nothing is asked
 */
export function setRecordStart(
  database: LibraryDatabase,
  record: StoredRecord,
  startTime: string,
  author: string,
): void {
  const { id, name, warnings } = record;
  if (record.startTime !== undefined)
    throw new PurkinjeError('Conflict', `Record ${name} has a start already: ${record.startTime}.`);
  const candidates = warnings.flatMap((warning) => warning.candidates ?? []);
  if (candidates.length === 0)
    throw new PurkinjeError('InvalidInput', `Record ${name} does not say when it starts: nothing is asked.`);
  if (!candidates.includes(startTime))
    throw new PurkinjeError(
      'InvalidInput',
      `Record ${name} starts at ${candidates.join(' or ')}, say which.`,
    );
  const left = JSON.stringify(warnings.filter((warning) => warning.candidates === undefined));
  inTransaction(database, () => {
    database.prepare('UPDATE record SET start_time = ?, warnings = ? WHERE id = ?').run(startTime, left, id);
    // Without the dates: when somebody was examined goes with an erased patient, and the trail stays.
    const event = {
      old: 'not known',
      new: `date ${candidates.indexOf(startTime) + 1} of ${candidates.length}`,
    };
    appendTrail(database, { who: author, what: 'set start', object: `record ${id}`, ...event });
  });
}
