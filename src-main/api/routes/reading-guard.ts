import {
  requireNoOpenReading,
  requireOpenReading,
  requireVisible,
} from '../../services/assignments/blinding.ts';
import { requireRecord } from '../../services/records/require-record.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { EndpointName } from '../contract/index.ts';

/** Fields of an input that name an annotation set, wherever they stand. */
export const SET_FIELDS: ReadonlySet<string> = new Set([
  'setId',
  'readSetId',
  'otherSetId',
  'machineSetId',
  'firstSetId',
  'secondSetId',
  'copyOf',
  'setIds',
  'humanSet',
]);
const EDITS = new Set<EndpointName>(['applyEdit', 'undoEdit', 'redoEdit', 'undoStep', 'redoStep']);
const NEW_SETS = new Set<EndpointName>(['createSet', 'createConsensus']);

/**
 * Blind readings, held in one place: no endpoint is handed a set that whoever is here may not see yet, the labels of a reading
 * that is done are not edited, and a study that one is to read gets no sets besides the reading's own.
 * @throws NotAllowed
 */
export function guardReadings(workstation: Workstation, name: EndpointName, input: unknown): void {
  requireVisible(workstation, setIdsIn(input));
  const { params, body } = input as {
    params: { setId?: number; recordId?: number };
    body?: { setId?: number };
  };
  const edited = EDITS.has(name) ? (params.setId ?? body?.setId) : undefined;
  if (edited !== undefined) requireOpenReading(workstation, edited);
  if (params.recordId === undefined) return;
  const studyId = (id: number): number => requireRecord(workstation.library.database, id).studyId;
  if (NEW_SETS.has(name)) requireNoOpenReading(workstation, studyId(params.recordId));
}

/** Wherever in an input they stand, in lists of objects too. */
export function setIdsIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (!SET_FIELDS.has(key)) return setIdsIn(part);
    const ids: unknown[] = Array.isArray(part) ? part : [part];
    return ids.flatMap((one) => (typeof one === 'number' ? [one] : setIdsIn(one)));
  });
}
