import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE_MS } from './hardship.ts';

/**
 * A value of the page, once it is as it must be: what is read after an action may still be as it was before, and what is
 * read a second time may be another value than the one that was waited for.
 * @returns the very value that fitted
 * @throws with the last value read, where none fits in its time
 */
export async function seen<T>(read: () => Promise<T> | T, fits: (value: T) => boolean): Promise<T> {
  const begun = performance.now();
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (performance.now() - begun > PATIENCE_MS)
      throw new Error(`Never seen as it must be; last it was ${JSON.stringify(value)}`);
    await sleep(50);
  }
}

/** A value of the page once it has come to rest: the same in three looks, 100 ms apart. For places, sizes and pictures. */
export async function atRest<T>(read: () => Promise<T> | T): Promise<T> {
  let [before, same] = ['', 0];
  return seen(
    async () => {
      const value = await read();
      const now = JSON.stringify(value);
      same = now === before ? same + 1 : 0;
      before = now;
      if (same < 2) await sleep(50);
      return value;
    },
    () => same >= 2,
  );
}
