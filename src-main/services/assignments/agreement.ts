import { setImmediate } from 'node:timers/promises';
import { listAssignments, setsOfAssignment, type Assignment } from '../../store/assignments.ts';
import { findRecord } from '../../store/records.ts';
import { findStudy } from '../../store/studies.ts';
import { agreementOf, kappaOf } from '../annotations/agreement.ts';
import { compareSets, type Comparison } from '../annotations/compare-sets.ts';
import type { Workstation } from '../workstation.ts';
import { hiddenSets } from './blinding.ts';

export interface Reading {
  readonly reader: string;
  readonly reading: number;
}

export interface Agreement {
  readonly agreement: number;
  readonly kappa: number;
  readonly matched: number;
  readonly unmatched: number;
}

/** Two readings of one study. */
export interface ReadingPair extends Agreement {
  /** `intra`: the same reader twice. */
  readonly kind: 'inter' | 'intra';
  readonly studyId: number;
  readonly study: string;
  readonly first: Reading;
  readonly second: Reading;
  readonly records: {
    readonly recordId: number;
    readonly record: string;
    readonly firstSetId: number;
    readonly secondSetId: number;
    readonly disagreements: number;
  }[];
}

/** Two readers over all studies that both read, or one reader over all that they read twice. */
export interface PooledAgreement extends Agreement {
  readonly kind: 'inter' | 'intra';
  readonly readers: string[];
  readonly studies: number;
}

interface Compared extends Pick<Comparison, 'classes' | 'confusion' | 'matched'> {
  readonly unmatched: number;
}

/**
 * Agreement between all readings of a study that are done, and pooled over the studies by reader; beats are matched and kappa is
 * computed as for any two sets. Studies that whoever asks is still to read are left out.
 */
export async function readingAgreement(
  workstation: Workstation,
): Promise<{ pairs: ReadingPair[]; pooled: PooledAgreement[] }> {
  const { database } = workstation.library;
  const hidden = hiddenSets(workstation);
  const done = listAssignments(database).filter(({ state }) => state === 'done');
  const pairs: ReadingPair[] = [];
  const pools = new Map<string, { pair: ReadingPair; studies: Set<number>; compared: Compared[] }>();
  for (const [first, second] of pairsOf(done)) {
    const records = commonRecords(workstation, first, second);
    if (
      records.length === 0 ||
      records.some((one) => hidden.has(one.firstSetId) || hidden.has(one.secondSetId))
    )
      continue;
    const compared: Compared[] = [];
    const told: ReadingPair['records'] = [];
    for (const record of records) {
      const result = await compareSets(workstation, record.firstSetId, record.secondSetId);
      compared.push({ ...result, unmatched: result.onlyFirst + result.onlySecond });
      told.push({ ...record, disagreements: result.disagreements.length });
      // A record at a time, so that windows are answered in between.
      await setImmediate();
    }
    const pair: ReadingPair = {
      kind: first.reader === second.reader ? 'intra' : 'inter',
      studyId: first.studyId,
      study: findStudy(database, first.studyId)!.name,
      first: { reader: first.reader, reading: first.reading },
      second: { reader: second.reader, reading: second.reading },
      ...pooled(compared),
      records: told,
    };
    pairs.push(pair);
    const key = `${pair.kind} ${JSON.stringify([first.reader, second.reader].sort())}`;
    const pool = pools.get(key) ?? { pair, studies: new Set(), compared: [] };
    pool.studies.add(first.studyId);
    pool.compared.push(...compared);
    pools.set(key, pool);
  }
  return {
    pairs,
    pooled: [...pools.values()].map(({ pair, studies, compared }) => ({
      kind: pair.kind,
      readers: [...new Set([pair.first.reader, pair.second.reader])].sort(),
      studies: studies.size,
      ...pooled(compared),
    })),
  };
}

function pairsOf(done: readonly Assignment[]): [Assignment, Assignment][] {
  return done.flatMap((first, i) =>
    done
      .slice(i + 1)
      .filter(({ studyId }) => studyId === first.studyId)
      .map((second): [Assignment, Assignment] => [first, second]),
  );
}

function commonRecords({ library: { database } }: Workstation, first: Assignment, second: Assignment) {
  const theirs = new Map(setsOfAssignment(database, second.id).map((one) => [one.recordId, one.setId]));
  return setsOfAssignment(database, first.id).flatMap(({ recordId, setId }) => {
    const secondSetId = theirs.get(recordId);
    if (secondSetId === undefined) return [];
    return [{ recordId, record: findRecord(database, recordId)!.name, firstSetId: setId, secondSetId }];
  });
}

/** Confusions of several comparisons added up. */
function pooled(compared: readonly Compared[]): Agreement {
  const classes = [...new Set(compared.flatMap((one) => one.classes))];
  const confusion = classes.map(() => classes.map(() => 0));
  for (const one of compared)
    one.confusion.forEach((row, i) =>
      row.forEach((count, j) => {
        confusion[classes.indexOf(one.classes[i])][classes.indexOf(one.classes[j])] += count;
      }),
    );
  const sum = (of: (one: Compared) => number): number => compared.reduce((all, one) => all + of(one), 0);
  const unmatched = sum((one) => one.unmatched);
  return {
    agreement: agreementOf(confusion, unmatched),
    kappa: kappaOf(confusion),
    matched: sum(({ matched }) => matched),
    unmatched,
  };
}
