import { expect } from 'vitest';

/**
 * A value of the page, once it is as it must be: what is read after an action may still be as it was before, and what is
 * read a second time may be another value than the one that was waited for.
 * @returns the very value that fitted
 * @throws as `expect.poll` does, with the last value read, where none fits in its time
 */
export async function seen<T>(read: () => Promise<T> | T, fits: (value: T) => boolean): Promise<T> {
  let last!: T;
  await expect
    .poll(async () => {
      last = await read();
      return fits(last) ? 'seen' : { last };
    })
    .toBe('seen');
  return last;
}

/** A number of the page, once it is one. */
export const aNumber = (read: () => Promise<number>): Promise<number> =>
  seen(read, (value) => Number.isFinite(value));

/** A value of the page once it has come to rest: the same in three looks, 100 ms apart. For places, sizes and pictures. */
export async function atRest<T>(read: () => Promise<T> | T): Promise<T> {
  const told = async (): Promise<string> => JSON.stringify(await read());
  let [before, same] = ['', 0];
  await expect
    .poll(
      async () => {
        const now = await told();
        same = now === before ? same + 1 : 0;
        before = now;
        return same;
      },
      { interval: 100 },
    )
    .toBeGreaterThanOrEqual(2);
  return JSON.parse(before) as T;
}
