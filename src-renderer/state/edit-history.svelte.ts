/** Edits of a record on their way to the disk, one after the other, and the one history of labels and marks that undo and redo go along. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { EditResult } from '../../src-main/api/contract/annotations.ts';
import type { Step } from '../../src-main/api/contract/measurements.ts';
import { isPurkinjeError } from '../../src-main/domain/errors.ts';

/** What an undo or redo changed of the record's marks. */
export type MarksStep = NonNullable<Step['marks']>;

/** The set that edits go to. */
export interface EditedSet {
  /** undefined: none that the reader may edit. */
  editableId(): number | undefined;
  /** What the main side made of an edit. */
  take(result: EditResult): void;
  /** As it is on the disk: an edit failed. */
  reopen(): Promise<void>;
}

export class EditHistory {
  #api: Pick<ApiClient, 'undoStep' | 'redoStep'>;
  #recordId: number;
  #set: EditedSet;
  /** Edits on their way to the disk. */
  saving = $state(0);
  canUndo = $state(false);
  canRedo = $state(false);
  /** What the last edit was, for the status bar. */
  lastEdit = $state<string | undefined>();
  fault = $state<string | undefined>();
  onMarks: (step: MarksStep) => void = () => {};
  marksSettled: () => Promise<void> = async () => {};
  #chain: Promise<unknown> = Promise.resolve();

  constructor(api: Pick<ApiClient, 'undoStep' | 'redoStep'>, recordId: number, set: EditedSet) {
    this.#api = api;
    this.#recordId = recordId;
    this.#set = set;
  }

  /** How far one can go in either direction. */
  reach({ canUndo, canRedo }: { readonly canUndo: boolean; readonly canRedo: boolean }): void {
    this.canUndo = canUndo;
    this.canRedo = canRedo;
  }

  /** Sends an edit when its turn comes. @returns what changed, undefined where it failed */
  send(what: string, act: () => Promise<EditResult>): Promise<EditResult | undefined> {
    return this.#queue(async () => {
      // A mark that was set before stays before it in the history.
      await this.marksSettled();
      const result = await act();
      this.lastEdit = what;
      return result;
    });
  }

  /** Ends when what is on its way is on the disk. */
  async settled(): Promise<void> {
    await this.#chain;
  }

  undo(): Promise<EditResult | undefined> {
    return this.#back('undoStep', 'undone');
  }

  redo(): Promise<EditResult | undefined> {
    return this.#back('redoStep', 'done again');
  }

  /** Asked when its turn comes: the edit that it takes back may still be on its way. Labels and marks are one history. */
  #back(name: 'undoStep' | 'redoStep', what: string): Promise<EditResult | undefined> {
    return this.#queue(async () => {
      await this.marksSettled();
      const input = { params: { recordId: this.#recordId }, body: { setId: this.#set.editableId() } };
      const step = await this.#api[name](input).catch((error: unknown) => {
        if (isPurkinjeError(error) && error.code === 'Conflict') this.lastEdit = error.message;
        else throw error;
      });
      if (!step) return undefined;
      if (step.marks) this.onMarks(step.marks);
      this.lastEdit = `${what}: ${step.labels?.what ?? markNames(step.marks)}`;
      return step.labels;
    });
  }

  #queue(send: () => Promise<EditResult | undefined>): Promise<EditResult | undefined> {
    this.saving++;
    const run = this.#chain.then(async () => {
      try {
        const result = await send();
        if (result) this.#take(result);
        return result;
      } catch (error) {
        this.fault = error instanceof Error ? error.message : String(error);
        await this.#set.reopen();
        return undefined;
      } finally {
        this.saving--;
      }
    });
    this.#chain = run;
    return run;
  }

  #take(result: EditResult): void {
    this.fault = undefined;
    this.#set.take(result);
  }
}

function markNames(step: MarksStep | undefined): string {
  const kinds = new Set(step?.changed.map(({ kind }) => kind));
  return kinds.size === 0 ? 'mark removed' : [...kinds].join(', ');
}
