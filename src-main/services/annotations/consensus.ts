import { isBeat, type Annotation } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { insertAnnotationSet, listAnnotationSets } from '../../store/annotation-sets.ts';
import { insertAnnotations, readAnnotations, type StoredAnnotation } from '../../store/annotations.ts';
import { inTransaction } from '../../store/database.ts';
import { appendTrail } from '../../store/trail.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { matchBeats } from './match-beats.ts';
import { requireSet, summarise, type SetSummary } from './set-summary.ts';

/** What a beat is called until somebody decides: the class "unsure". */
const UNDECIDED = { symbol: '?', aux: undefined };

export interface Consensus {
  readonly set: SetSummary;
  /** Beats on which the two agree, and those that are left to decide. */
  readonly agreed: number;
  readonly undecided: number;
}

/**
 * A set to adjudicate two others in: where both have the same label it is taken, everywhere else the beat stands as
 * unsure until somebody relabels or deletes it; who did so is in the trail, as of any edit. Marks other than beats are
 * taken where both have the same.
 * @throws NotFound; Conflict for a name that is taken; InvalidInput for sets of other records, or one twice
 */
export function createConsensus(
  workstation: Workstation,
  recordId: number,
  request: { readonly name: string; readonly firstSetId: number; readonly secondSetId: number },
): Consensus {
  const { database } = workstation.library;
  const { samplingFrequency } = requireRecord(database, recordId);
  const ids = [request.firstSetId, request.secondSetId];
  if (ids[0] === ids[1] || ids.some((id) => requireSet(database, id).recordId !== recordId))
    throw new PurkinjeError('InvalidInput', 'A consensus is made of two different sets of one record.');
  if (listAnnotationSets(database, recordId).some(({ name }) => name === request.name))
    throw new PurkinjeError('Conflict', `The record has a set called ${request.name} already.`);
  const [first, second] = ids.map((id) => readAnnotations(database, id));
  const { agreed, undecided } = parted(first, second, samplingFrequency);
  const author = workstation.annotator();
  return inTransaction(database, () => {
    const details = { kind: 'consensus', of: ids };
    const set = { recordId, name: request.name, author, origin: 'human', details } as const;
    const id = insertAnnotationSet(database, set);
    insertAnnotations(database, id, [...agreed, ...sameMarks(first, second)], 'accepted');
    insertAnnotations(database, id, undecided, 'imported');
    const event = {
      old: `sets ${ids.join(' ')}`,
      new: `${agreed.length} agreed, ${undecided.length} to decide`,
    };
    appendTrail(database, {
      who: author,
      what: 'create-consensus',
      object: `annotation-set ${id}`,
      ...event,
    });
    return {
      set: summarise(database, requireSet(database, id)),
      agreed: agreed.length,
      undecided: undecided.length,
    };
  });
}

function parted(
  first: readonly StoredAnnotation[],
  second: readonly StoredAnnotation[],
  samplingFrequency: number,
): { agreed: Annotation[]; undecided: Annotation[] } {
  const [mine, theirs] = [first.filter(isBeat), second.filter(isBeat)];
  const places = (beats: readonly StoredAnnotation[]): number[] =>
    beats.map(({ sampleIndex }) => sampleIndex);
  const { pairs, onlyFirst, onlySecond } = matchBeats(places(mine), places(theirs), samplingFrequency);
  const same = ([i, j]: readonly [number, number]): boolean =>
    mine[i].symbol === theirs[j].symbol && (mine[i].aux ?? '') === (theirs[j].aux ?? '');
  const open = [
    ...pairs.filter((pair) => !same(pair)).map(([i]) => mine[i]),
    ...onlyFirst.map((i) => mine[i]),
    ...onlySecond.map((j) => theirs[j]),
  ];
  return {
    agreed: pairs.filter(same).map(([i]) => mine[i]),
    undecided: open.map(({ sampleIndex }) => ({ sampleIndex, ...UNDECIDED })),
  };
}

function sameMarks(first: readonly StoredAnnotation[], second: readonly StoredAnnotation[]): Annotation[] {
  const key = ({ sampleIndex, symbol, aux }: Annotation): string => `${sampleIndex} ${symbol} ${aux ?? ''}`;
  const theirs = new Set(second.map(key));
  return first.filter((mark) => !isBeat(mark) && theirs.has(key(mark)));
}
