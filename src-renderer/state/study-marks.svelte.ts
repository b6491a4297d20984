/** What is kept with a record besides labels: the laboratory's log (catheter, drug, ablation on and off), bookmarks, manoeuvres. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { STUDY_MARK_KINDS, studyMark } from '../../src-main/api/contract/measurements.ts';

export type StudyMark = z.infer<typeof studyMark>;
export type StudyMarkKind = (typeof STUDY_MARK_KINDS)[number];
type MarksApi = Pick<ApiClient, 'listMarks' | 'addMark' | 'changeMark' | 'deleteMark'>;

/** Kinds that stand in the log and on the time axis. */
export const LOGGED_KINDS = ['bookmark', 'catheter', 'drug', 'ablation', 'manoeuvre', 'note'] as const;
export type LoggedKind = (typeof LOGGED_KINDS)[number];

export interface NewMark {
  readonly kind: StudyMarkKind;
  readonly from: number;
  readonly to?: number;
  readonly text?: string;
  readonly details?: unknown;
}

export class StudyMarks {
  #api: MarksApi;
  #recordId: number;
  #all = $state.raw<readonly StudyMark[]>([]);
  fault = $state<string | undefined>();

  constructor(api: MarksApi, recordId: number) {
    this.#api = api;
    this.#recordId = recordId;
  }

  /** In time order. */
  get log(): readonly StudyMark[] {
    return this.#all.filter(({ kind }) => (LOGGED_KINDS as readonly string[]).includes(kind));
  }

  /** The ablation that is on at a time: begun before it and not ended. */
  ablationOn(sampleIndex: number): StudyMark | undefined {
    return this.#all.findLast(
      ({ kind, from, to }) => kind === 'ablation' && from < sampleIndex && to === undefined,
    );
  }

  load(): Promise<boolean> {
    return this.#told(async () => {
      const { marks } = await this.#api.listMarks({ params: { recordId: this.#recordId } });
      this.#take(marks);
    });
  }

  add({ kind, from, to, text = '', details }: NewMark): Promise<boolean> {
    return this.#told(async () => {
      const body = { kind, from: place(from), to: to === undefined ? undefined : place(to), text, details };
      this.#take([...this.#all, await this.#api.addMark({ params: { recordId: this.#recordId }, body })]);
    });
  }

  /** Ends a mark that lasts. */
  end(mark: StudyMark, to: number): Promise<boolean> {
    return this.#told(async () => {
      const { id, kind, from, text, details } = mark;
      const changed = await this.#api.changeMark({
        params: { recordId: this.#recordId, markId: id },
        body: { kind: kind as StudyMarkKind, from, to: place(to), text, details },
      });
      this.#take(this.#all.map((one) => (one.id === id ? changed : one)));
    });
  }

  remove(markId: number): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.deleteMark({ params: { recordId: this.#recordId, markId } });
      this.#take(this.#all.filter(({ id }) => id !== markId));
    });
  }

  #take(marks: readonly StudyMark[]): void {
    this.#all = [...marks].sort((a, b) => a.from - b.from || a.id - b.id);
  }

  async #told(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.fault = undefined;
      return true;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}

/** The short text of a mark: in the log and on the axis. */
export function markText({ kind, text }: Pick<StudyMark, 'kind' | 'text'>): string {
  if (kind === 'ablation') return text === '' ? 'ablation' : `ablation ${text}`;
  return text === '' ? kind : text;
}

const place = (sampleIndex: number): number => Math.max(0, Math.round(sampleIndex));
