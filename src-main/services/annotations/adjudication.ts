import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { readAnnotations, type StoredAnnotation } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import type { EditRows } from '../../store/edit-rows.ts';
import type { Workstation } from '../workstation.ts';
import { compareSets, type Disagreement } from './compare-sets.ts';
import { kindOf, requireSet } from './set-summary.ts';

/** A disagreement of the two sets with what became of it. */
export interface Adjudicated extends Disagreement {
  /** The consensus set's beat, its class; undefined where somebody decided that there is none. */
  readonly id?: number;
  readonly code?: string;
  readonly decided: boolean;
  readonly by?: string;
  readonly at?: string;
}

export interface Adjudication {
  readonly setId: number;
  readonly of: readonly [number, number];
  /** Worst first. */
  readonly items: Adjudicated[];
  readonly decided: number;
}

interface Decision {
  readonly by: string;
  readonly at: string;
}

/**
 * The beats on which a consensus set's two differ, with who decided each and how.
 * @throws NotFound, also where one of the two was deleted; InvalidInput for a set that is no consensus
 */
export function adjudication(workstation: Workstation, setId: number): Adjudication {
  const { database } = workstation.library;
  const set = requireSet(database, setId);
  if (kindOf(set) !== 'consensus')
    throw new PurkinjeError('InvalidInput', 'This set is no consensus of two others.');
  const [first, second] = (set.details as { of: [number, number] }).of;
  const { disagreements } = compareSets(workstation, first, second);
  const beats = new Map(
    readAnnotations(database, setId)
      .filter(isBeat)
      .map((beat) => [beat.sampleIndex, beat]),
  );
  const decisions = decisionsOf(database, setId);
  const items = disagreements.map((one) => adjudicated(one, beats.get(one.sampleIndex), decisions));
  return { setId, of: [first, second], items, decided: items.filter(({ decided }) => decided).length };
}

function adjudicated(
  disagreement: Disagreement,
  beat: StoredAnnotation | undefined,
  decisions: ReadonlyMap<number, Decision>,
): Adjudicated {
  if (beat?.provenance === 'imported') return { ...disagreement, id: beat.id, decided: false };
  const code = beat && (beatClassOf(beat)?.code ?? beat.symbol);
  return { ...disagreement, id: beat?.id, code, decided: true, ...decisions.get(disagreement.sampleIndex) };
}

/** Who changed what stands at a sample last, of the edits that were not taken back. */
function decisionsOf(database: LibraryDatabase, setId: number): ReadonlyMap<number, Decision> {
  const edits = database
    .prepare<[number], { before: string; author: string; at: string }>(
      'SELECT before, author, at FROM edit WHERE set_id = ? AND NOT undone ORDER BY sequence',
    )
    .all(setId);
  const decisions = new Map<number, Decision>();
  for (const { before, author, at } of edits)
    for (const sampleIndex of (JSON.parse(before) as EditRows).at)
      decisions.set(sampleIndex, { by: author, at });
  return decisions;
}
