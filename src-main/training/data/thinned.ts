import type { PlannedExample } from './plan-examples.ts';

/**
 * At most `most` of a record's examples, in time order. Room is given to the classes of the first output alike: a class
 * with fewer keeps all of its own, and what it leaves goes to the others; of those, evenly spread ones are taken.
 */
export function thinned(examples: readonly PlannedExample[], most = Infinity): readonly PlannedExample[] {
  if (examples.length <= most) return examples;
  const byClass = new Map<number, PlannedExample[]>();
  for (const example of examples) {
    const own = byClass.get(example.labels[0]) ?? [];
    own.push(example);
    byClass.set(example.labels[0], own);
  }
  const fewestFirst = [...byClass.values()].sort((a, b) => a.length - b.length);
  let room = most;
  const kept = fewestFirst.flatMap((own, at) => {
    const share = Math.min(own.length, Math.floor(room / (fewestFirst.length - at)));
    room -= share;
    return Array.from({ length: share }, (_, k) => own[Math.floor(((k + 0.5) * own.length) / share)]);
  });
  return kept.sort((a, b) => a.centre - b.centre);
}
