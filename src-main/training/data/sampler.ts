import type { Random } from '../../domain/random.ts';
import type { ExampleSet } from './example-set.ts';
import { labelOf, supportOf } from './example-set.ts';

/**
 * Draws examples so that a class comes as often as the square root of its frequency (`power` 0.5; 1 as it is, 0 all
 * classes alike). Within a class every subject comes alike (`bySubject`), or every example. Each draw walks a
 * shuffled list, so nothing is seen twice before everything was seen once.
 */
export interface SamplerOptions {
  readonly power: number;
  readonly bySubject: boolean;
}

interface Deck {
  readonly lists: number[][];
  readonly next: number[];
  turn: number;
}

export class ClassAwareSampler {
  /** The distribution that classes are drawn from: what the logit adjustment must correct. */
  readonly distribution: readonly number[];
  private readonly decks: Deck[];
  private readonly random: Random;

  constructor(set: ExampleSet, indices: readonly number[], options: SamplerOptions, random: Random) {
    const counts = supportOf(set, indices);
    const weights = counts.map((count) => (count > 0 ? count ** options.power : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.distribution = weights.map((weight) => weight / total);
    this.random = random;
    this.decks = counts.map((_, label) => {
      const own = indices.filter((index) => labelOf(set, index) === label);
      const lists = options.bySubject ? groupBySubject(set, own) : [own];
      return { lists: lists.map((list) => this.shuffle(list)), next: lists.map(() => 0), turn: 0 };
    });
  }

  /** The next example's index. */
  draw(): number {
    let u = this.random.next();
    let label = this.distribution.findIndex((share) => (u -= share) < 0);
    if (label < 0) label = this.distribution.findLastIndex((share) => share > 0);
    const deck = this.decks[label];
    const list = deck.turn++ % deck.lists.length;
    if (deck.next[list] === deck.lists[list].length) {
      deck.lists[list] = this.shuffle(deck.lists[list]);
      deck.next[list] = 0;
    }
    return deck.lists[list][deck.next[list]++];
  }

  private shuffle(list: readonly number[]): number[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.random.integer(i + 1);
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  }
}

function groupBySubject(set: ExampleSet, indices: readonly number[]): number[][] {
  const lists = new Map<string, number[]>();
  for (const index of indices) {
    const { subject } = set.infos[index];
    const list = lists.get(subject);
    if (list) list.push(index);
    else lists.set(subject, [index]);
  }
  return [...lists.values()];
}
