import { makeRandom } from '../../domain/random.ts';
import type { Random } from '../../domain/random.ts';
import type { ExampleSet } from './example-set.ts';
import { labelOf, segmentKey } from './example-set.ts';

/** Indices into an example set. No group (segment, or subject) is in two parts. */
export interface Split {
  readonly name: string;
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

interface Group {
  readonly key: string;
  readonly indices: number[];
  /** Examples per class. */
  readonly counts: Float64Array;
}

function groupsOf(set: ExampleSet, indices: readonly number[], keyOf: (index: number) => string): Group[] {
  const classes = set.grouping.outputs[0].classes.length;
  const groups = new Map<string, Group>();
  for (const index of indices) {
    const key = keyOf(index);
    const group = groups.get(key) ?? { key, indices: [], counts: new Float64Array(classes) };
    group.indices.push(index);
    group.counts[labelOf(set, index)]++;
    groups.set(key, group);
  }
  return [...groups.values()];
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** The class of which a group holds the largest share: rare classes decide where their groups go. */
function rarestShare(group: Group, totals: Float64Array): number {
  return group.counts.reduce((most, count, c) => Math.max(most, totals[c] > 0 ? count / totals[c] : 0), 0);
}

/**
 * Deals groups into parts so that each part gets its share of every class as nearly as whole groups allow: groups
 * with the largest share of a class first, each to the part that lacks most of what it holds (iterative
 * stratification, Sechidis et al., ECML 2011, on groups).
 */
function deal(groups: readonly Group[], shares: readonly number[], random: Random): number[][] {
  const totals = new Float64Array(groups[0]?.counts.length ?? 0);
  for (const { counts } of groups) counts.forEach((count, c) => (totals[c] += count));
  const got = shares.map(() => new Float64Array(totals.length));
  const parts: number[][] = shares.map(() => []);
  const order = shuffled(groups, random).sort((a, b) => rarestShare(b, totals) - rarestShare(a, totals));
  for (const group of order) {
    const lack = shares.map((share, part) =>
      group.counts.reduce(
        (sum, count, c) =>
          sum + (count > 0 ? (count * (share - got[part][c] / totals[c])) / (share * totals[c]) : 0),
        0,
      ),
    );
    const part = lack.indexOf(Math.max(...lack));
    parts[part].push(...group.indices);
    group.counts.forEach((count, c) => (got[part][c] += count));
  }
  return parts.map((part) => part.sort((a, b) => a - b));
}

function everyIndex(set: ExampleSet): number[] {
  return set.infos.map((_, index) => index);
}

/** Overlapping windows stay in the training part only. */
function scoredOnce(set: ExampleSet, split: Split): Split {
  const isPlain = (index: number): boolean => set.infos[index].dense !== true;
  return { ...split, validation: split.validation.filter(isPlain), test: split.test.filter(isPlain) };
}

/**
 * Split A: whole rhythm segments, stratified 70 / 15 / 15 per class. One child's segments are in all parts: this is
 * what compares with the paper, not the honest figure.
 */
export function segmentSplit(set: ExampleSet, seed: number): Split {
  const random = makeRandom(seed).fork('split-a');
  const classes = set.grouping.outputs[0].classes.length;
  const parts: number[][] = [[], [], []];
  const groups = groupsOf(set, everyIndex(set), (index) => segmentKey(set.infos[index]));
  for (let c = 0; c < classes; c++) {
    const own = groups.filter(({ counts }) => counts.indexOf(Math.max(...counts)) === c);
    if (own.length === 0) continue;
    // Segments count, not windows: a class of four long segments still reaches every part.
    const bySegment = own.map((group) => ({ ...group, counts: Float64Array.of(1) }));
    deal(bySegment, [0.7, 0.15, 0.15], random.fork(c)).forEach((part, at) => parts[at].push(...part));
  }
  const [train, validation, test] = parts.map((part) => part.sort((a, b) => a - b));
  return scoredOnce(set, { name: `A seed ${seed}`, train, validation, test });
}

/**
 * Split B: folds of whole subjects, stratified. In fold k its subjects are the test part; of the others, about one
 * in seven subjects is kept for validation.
 */
export function subjectSplits(set: ExampleSet, folds: number, seed: number): Split[] {
  const random = makeRandom(seed).fork('split-b');
  const subjectOf = (index: number): string => set.infos[index].subject;
  const groups = groupsOf(set, everyIndex(set), subjectOf);
  const parts = deal(
    groups,
    Array.from({ length: folds }, () => 1 / folds),
    random,
  );
  return parts.map((test, fold) => {
    const inTest = new Set(test.map(subjectOf));
    const rest = groups.filter(({ key }) => !inTest.has(key));
    const [train, validation] = deal(rest, [6 / 7, 1 / 7], random.fork(`validation ${fold}`));
    return scoredOnce(set, { name: `B fold ${fold + 1} of ${folds}`, train, validation, test });
  });
}

/**
 * Folds of whole subjects without a validation part: for runs of a fixed length, whose test parts are pooled.
 */
export function leaveOutSplits(set: ExampleSet, folds: number, seed: number): Split[] {
  const random = makeRandom(seed).fork('leave-out');
  const groups = groupsOf(set, everyIndex(set), (index) => set.infos[index].subject);
  const parts = deal(
    groups,
    Array.from({ length: folds }, () => 1 / folds),
    random,
  );
  return parts.map((part, fold) => {
    const train = parts.flatMap((other) => (other === part ? [] : other)).sort((a, b) => a - b);
    return scoredOnce(set, {
      name: `leave-out fold ${fold + 1} of ${folds}`,
      train,
      validation: [],
      test: part,
    });
  });
}
