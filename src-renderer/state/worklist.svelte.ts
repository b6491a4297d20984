/** Readings: one's own worklist, or everybody's for who assigns; and how far readings agree. */
import type { z } from 'zod';
import type { assignment, assignStudies, getAgreement } from '../../src-main/api/contract/assignments.ts';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import { faultOf } from './told.ts';

export type Assignment = z.infer<typeof assignment>;
export type Agreement = z.infer<typeof getAgreement.output>;
export type AssignRequest = z.input<typeof assignStudies.body>;
type WorklistApi = Pick<
  ApiClient,
  | 'listAssignments'
  | 'assignStudies'
  | 'beginReading'
  | 'finishReading'
  | 'reopenReading'
  | 'withdrawAssignment'
  | 'getAgreement'
>;

export class Worklist {
  #api: WorklistApi;
  list = $state.raw<readonly Assignment[]>([]);
  readers = $state.raw<readonly string[]>([]);
  mayAssign = $state(false);
  everybody = $state(false);
  agreement = $state.raw<Agreement | undefined>();
  loaded = $state(false);
  fault = $state<string | undefined>();
  /** What came of the last step, in a sentence. */
  notice = $state<string | undefined>();
  current = $state(0);

  constructor(api: WorklistApi) {
    this.#api = api;
  }

  /** What is to be done, the earliest due first; then what is done. */
  rows: readonly Assignment[] = $derived.by(() =>
    [...this.list].sort(
      (a, b) =>
        Number(a.state === 'done') - Number(b.state === 'done') ||
        (a.due ?? '9').localeCompare(b.due ?? '9') ||
        a.id - b.id,
    ),
  );

  /** One's own that are not done: the number on the rail. */
  open: number = $derived.by(() => this.list.filter(({ own, state }) => own && state !== 'done').length);

  /** Nothing of this reader stays for the next. */
  leave(): void {
    this.list = [];
    this.agreement = undefined;
    this.notice = undefined;
    this.everybody = false;
    this.current = 0;
  }

  async load(): Promise<void> {
    await this.#told(async () => {
      const answer = await this.#api.listAssignments({
        query: { all: this.everybody ? 'true' : 'false' },
      });
      this.list = answer.assignments;
      this.readers = answer.readers;
      this.mayAssign = answer.mayAssign;
      this.current = Math.max(0, Math.min(this.current, answer.assignments.length - 1));
    });
    this.loaded = true;
  }

  async loadAgreement(): Promise<void> {
    await this.#told(async () => {
      this.agreement = await this.#api.getAgreement();
    });
  }

  showEverybody(everybody: boolean): Promise<void> {
    this.everybody = everybody;
    return this.load();
  }

  assign(request: AssignRequest): Promise<boolean> {
    return this.#changed(async () => {
      const { assigned } = await this.#api.assignStudies({ body: request });
      const readings = assigned === 1 ? '1 reading is' : `${assigned} readings are`;
      this.everybody = true;
      return `${readings} assigned to ${request.readers.join(', ')}.`;
    });
  }

  /** @returns the record to open, undefined where the reading can't begin */
  async begin(one: Assignment): Promise<number | undefined> {
    let recordId: number | undefined;
    await this.#changed(async () => {
      recordId = (await this.#api.beginReading({ params: { assignmentId: one.id } })).recordIds[0];
      return undefined;
    });
    return recordId;
  }

  finish(one: Assignment): Promise<boolean> {
    return this.#changed(async () => {
      await this.#api.finishReading({ params: { assignmentId: one.id } });
      return `Reading ${one.reading} of ${one.patient} is done; its labels stay as they are.`;
    });
  }

  reopen(one: Assignment, why: string): Promise<boolean> {
    return this.#changed(async () => {
      await this.#api.reopenReading({ params: { assignmentId: one.id }, body: { why } });
      return `Reading ${one.reading} of ${one.patient} is open again for ${one.reader}.`;
    });
  }

  withdraw(one: Assignment, why: string): Promise<boolean> {
    return this.#changed(async () => {
      await this.#api.withdrawAssignment({ params: { assignmentId: one.id }, body: { why } });
      return `The assignment of ${one.patient} to ${one.reader} is withdrawn; labels that were made stay.`;
    });
  }

  async #changed(act: () => Promise<string | undefined>): Promise<boolean> {
    const done = await this.#told(async () => {
      this.notice = await act();
    });
    if (!done) return false;
    await this.load();
    await this.loadAgreement();
    return true;
  }

  async #told(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.fault = undefined;
      return true;
    } catch (error) {
      this.fault = faultOf(error);
      return false;
    }
  }
}
