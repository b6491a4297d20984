/** Milliseconds of processor time of this process, all its threads, while `work` runs: other programs do not count. */
export async function cpuMilliseconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1];

/**
 * Processor time of each of several works, by turns, each a few times in a row, so that what it leaves to the garbage collector is
 * mostly counted where it was made. The first rounds, in which programs are still compiled, do not count.
 * @returns the median of the rounds, for one time
 */
export async function byTurns<K extends string>(
  works: Readonly<Record<K, () => unknown>>,
  { rounds, times, warm }: { readonly rounds: number; readonly times: number; readonly warm: number },
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const taken = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -warm; round < rounds; round++)
    for (const name of names) {
      const each = await cpuMilliseconds(async () => {
        for (let time = 0; time < times; time++) await works[name]();
      });
      if (round >= 0) taken.get(name)!.push(each / times);
    }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name)!)])) as Record<K, number>;
}
