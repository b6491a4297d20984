import { beatClassByCode } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { Annotation } from '../../domain/annotation.ts';
import { readAnnotations, type Provenance } from '../../store/annotations.ts';
import { applyEdit, editState, redo, undo, type EditOutcome } from '../../store/edit-log.ts';
import type { Edit } from '../../store/edits.ts';
import type { Workstation } from '../workstation.ts';
import { episodeLabel } from '../episodes/label-episode.ts';
import { acceptance } from './accept.ts';
import { kindOf, requireSet } from './set-summary.ts';

interface MarkInput {
  readonly symbol: string;
  readonly aux: string;
}

/** An edit as windows ask for it. */
export type EditRequest =
  | {
      readonly kind: 'insert';
      readonly annotations: readonly (MarkInput & {
        readonly sampleIndex: number;
        readonly subtype?: number;
        readonly channel?: number;
      })[];
      readonly removed?: readonly number[];
      readonly provenance: Provenance;
    }
  | { readonly kind: 'delete'; readonly ids: readonly number[] }
  | {
      readonly kind: 'relabel';
      readonly ids: readonly number[];
      readonly mark: MarkInput;
      readonly provenance: Provenance;
    }
  | {
      readonly kind: 'move';
      readonly moves: readonly { readonly id: number; readonly sampleIndex: number }[];
    }
  | {
      readonly kind: 'accept';
      readonly machineSetId: number;
      readonly machineIds: readonly number[];
      readonly provenance: Provenance;
    }
  | {
      readonly kind: 'episode';
      readonly from: number;
      readonly to: number;
      readonly mark: MarkInput;
      readonly rhythm?: string;
      readonly provenance: Provenance;
    };

/** What an edit, undo or redo changed: rows as they now are, and ids that are gone. */
export interface EditAnswer {
  readonly setId: number;
  readonly revision: number;
  /** For people: `relabel, 12 annotations`. */
  readonly what: string;
  readonly changed: {
    readonly id: number;
    readonly sampleIndex: number;
    readonly symbol: string;
    readonly aux: string;
    readonly provenance: Provenance;
  }[];
  readonly removed: number[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/**
 * Applies one edit: one undo step, saved at once.
 * @param revision what the window has seen
 * @throws NotFound; NotAllowed for a set that is not edited; Conflict for a set that changed meanwhile
 */
export function editSet(
  workstation: Workstation,
  setId: number,
  request: EditRequest,
  { revision, why }: { readonly revision?: number; readonly why?: string },
): EditAnswer {
  refuseUneditable(workstation, setId);
  if (revision !== undefined && revision !== workstation.revisions.of(setId))
    throw new PurkinjeError(
      'Conflict',
      'The set was changed in another window meanwhile. It is read again; repeat the edit.',
    );
  const { database } = workstation.library;
  const edit = { ...toStoreEdit(workstation, setId, request), author: workstation.annotator(), why } as Edit;
  return answer(workstation, setId, applyEdit(database, setId, edit), '');
}

/** @throws NotFound; Conflict where there is nothing to take back */
export function undoEdit(workstation: Workstation, setId: number): EditAnswer {
  refuseUneditable(workstation, setId);
  const outcome = undo(workstation.library.database, setId, workstation.annotator());
  if (!outcome) throw new PurkinjeError('Conflict', 'There is nothing to undo.');
  return answer(workstation, setId, outcome, 'undo ');
}

/** @throws NotFound; Conflict where nothing was undone */
export function redoEdit(workstation: Workstation, setId: number): EditAnswer {
  refuseUneditable(workstation, setId);
  const outcome = redo(workstation.library.database, setId, workstation.annotator());
  if (!outcome) throw new PurkinjeError('Conflict', 'There is nothing to redo.');
  return answer(workstation, setId, outcome, 'redo ');
}

function refuseUneditable({ library }: Workstation, setId: number): void {
  const kind = kindOf(requireSet(library.database, setId));
  if (kind === 'annotator' || kind === 'consensus') return;
  const what = kind === 'reference' ? 'What came with the recording' : "A machine's set";
  throw new PurkinjeError(
    'NotAllowed',
    `${what} is kept as it is: copy it to a set of your own and edit that.`,
  );
}

function toStoreEdit(workstation: Workstation, setId: number, request: EditRequest): object {
  switch (request.kind) {
    case 'insert':
      return { ...request, annotations: request.annotations.map(toAnnotation) };
    case 'relabel': {
      const label = toAnnotation({ ...request.mark, sampleIndex: 0 });
      const labels = request.ids.map((id) => ({ id, symbol: label.symbol, aux: label.aux }));
      return { kind: 'relabel', labels, provenance: request.provenance };
    }
    case 'accept':
      return acceptance(workstation, setId, request);
    case 'episode':
      return episodeLabel(workstation, setId, request);
    default:
      return request;
  }
}

/** On the wire an absent aux is ''. */
function toAnnotation({
  symbol,
  aux,
  sampleIndex,
  ...numbers
}: MarkInput & Pick<Annotation, 'sampleIndex' | 'subtype' | 'channel'>): Annotation {
  return { sampleIndex, symbol, aux: aux === '' ? undefined : aux, ...numbers };
}

function answer(workstation: Workstation, setId: number, outcome: EditOutcome, before: string): EditAnswer {
  const { database } = workstation.library;
  const touched = new Set(outcome.ids);
  const changed = readAnnotations(database, setId, outcome.from, outcome.to + 1)
    .filter(({ id }) => touched.delete(id))
    .map(({ id, sampleIndex, symbol, aux = '', provenance }) => ({
      id,
      sampleIndex,
      symbol,
      aux,
      provenance,
    }));
  const state = editState(database, setId);
  return {
    setId,
    revision: workstation.revisions.raise(setId),
    what: `${before}${outcome.kind}, ${outcome.ids.length} annotations`,
    changed,
    removed: [...touched],
    canUndo: state.undo !== undefined,
    canRedo: state.redo !== undefined,
  };
}

/** The mark of a class code, as annotations carry it. */
export function markOfClass(code: string): { symbol: string; aux?: string } | undefined {
  const beatClass = beatClassByCode(code);
  return beatClass && { symbol: beatClass.symbol, aux: beatClass.aux === '' ? undefined : beatClass.aux };
}
