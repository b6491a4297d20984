/** Does the work on record `index`. */
export type WorkOnRecord<T> = (index: number) => Promise<T>;

/**
 * Shares records out in their order: each worker takes the next one when it is done with its own, so that none holds more than one.
 * After a failure no further record is begun.
 * @param workers each works on one record at a time
 * @returns what was made of each, in the records' order, whoever made it
 * @throws what was thrown for the first record, in their order, that failed: the same however many workers there are
 */
export async function shareRecords<T>(count: number, workers: readonly WorkOnRecord<T>[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const failed = new Map<number, unknown>();
  const workThrough = async (work: WorkOnRecord<T>): Promise<void> => {
    while (next < count && failed.size === 0) {
      const index = next++;
      try {
        results[index] = await work(index);
      } catch (error) {
        // Records before it are all begun, and still run to their end.
        failed.set(index, error);
      }
    }
  };
  await Promise.all(workers.map(workThrough));
  if (failed.size > 0) throw failed.get(Math.min(...failed.keys()));
  return results;
}
