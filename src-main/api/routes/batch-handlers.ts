import { batchState, startBatch, stopBatch } from '../../services/batch/batch.ts';
import { requirePermission } from '../../services/people/permissions.ts';
import type { Workstation } from '../../services/workstation.ts';
import { PERMISSIONS } from '../contract/permissions.ts';
import type { Handlers } from './handler.ts';

/** The endpoints of `api/contract/batch`. */
export function batchHandlers(
  workstation: Workstation,
): Pick<Handlers, 'startBatch' | 'getBatch' | 'stopBatch'> {
  const plain = <State extends ReturnType<typeof startBatch>>(state: State) => ({
    ...state,
    formats: [...state.formats],
    items: state.items.map((item) => ({ ...item, classes: { ...item.classes }, files: [...item.files] })),
    failures: [...state.failures],
  });
  return {
    startBatch: ({ body }) => {
      // It answers what `setRecordStart` does.
      if (body.dateOrder !== undefined) requirePermission(workstation, PERMISSIONS.setRecordStart!);
      return plain(startBatch(workstation, body));
    },
    getBatch: () => {
      const state = batchState(workstation);
      return { batch: state && plain(state) };
    },
    stopBatch: () => plain(stopBatch(workstation)),
  };
}
