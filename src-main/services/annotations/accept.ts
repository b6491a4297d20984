import { isBeat } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { readAnnotations, type Provenance, type StoredAnnotation } from '../../store/annotations.ts';
import { findRecord } from '../../store/records.ts';
import type { Workstation } from '../workstation.ts';
import { matchBeats } from './match-beats.ts';
import { requireSet } from './set-summary.ts';

interface Acceptance {
  readonly machineSetId: number;
  readonly machineIds: readonly number[];
  readonly provenance: Provenance;
}

/**
 * What accepting a machine's beats does to a human set: the beat matched to each takes the machine's label, and where
 * there is none it is inserted. One edit, one undo step.
 * @throws NotFound for a set, Conflict for a beat that the machine set does not hold
 */
export function acceptance({ library }: Workstation, setId: number, request: Acceptance): object {
  const { database } = library;
  const set = requireSet(database, setId);
  const machine = requireSet(database, request.machineSetId);
  if (machine.recordId !== set.recordId)
    throw new PurkinjeError('InvalidInput', 'The two sets belong to different records.');
  const record = findRecord(database, set.recordId)!;
  const mine = readAnnotations(database, setId).filter(isBeat);
  const theirs = readAnnotations(database, machine.id).filter(isBeat);
  const { pairs } = matchBeats(indices(mine), indices(theirs), record.samplingFrequency);
  const mineOf = new Map(pairs.map(([i, j]) => [theirs[j].id, mine[i]]));
  const chosen = chosenOf(theirs, request.machineIds);
  const labels = chosen.flatMap((beat) => {
    const id = mineOf.get(beat.id)?.id;
    return id === undefined ? [] : [{ id, symbol: beat.symbol, aux: beat.aux }];
  });
  const inserted = chosen
    .filter((beat) => !mineOf.has(beat.id))
    .map(({ sampleIndex, symbol, aux }) => ({ sampleIndex, symbol, aux }));
  const { provenance } = request;
  if (labels.length === 0) return { kind: 'insert', annotations: inserted, provenance };
  return { kind: 'relabel', labels, inserted, provenance };
}

function indices(beats: readonly StoredAnnotation[]): number[] {
  return beats.map(({ sampleIndex }) => sampleIndex);
}

function chosenOf(beats: readonly StoredAnnotation[], ids: readonly number[]): StoredAnnotation[] {
  const byId = new Map(beats.map((beat) => [beat.id, beat]));
  return [...new Set(ids)].map((id) => {
    const beat = byId.get(id);
    if (!beat) throw new PurkinjeError('Conflict', 'A beat to accept is not in the machine set any more.');
    return beat;
  });
}
