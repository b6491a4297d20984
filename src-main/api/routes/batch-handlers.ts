import { batchState, startBatch, stopBatch } from '../../services/batch/batch.ts';
import type { Workstation } from '../../services/workstation.ts';
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
    startBatch: ({ body }) => plain(startBatch(workstation, body)),
    getBatch: () => {
      const state = batchState(workstation);
      return { batch: state && plain(state) };
    },
    stopBatch: () => plain(stopBatch(workstation)),
  };
}
