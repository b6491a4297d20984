/** What is kept with a record besides labels: the laboratory's log (catheter, drug, ablation on and off), bookmarks, manoeuvres. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { STUDY_MARK_KINDS, studyMark } from '../../src-main/api/contract/measurements.ts';

import type { MarksStep } from './edit-history.svelte.ts';

export type StudyMark = z.infer<typeof studyMark>;
export type StudyMarkKind = (typeof STUDY_MARK_KINDS)[number];
type MarksApi = Pick<ApiClient, 'listMarks' | 'addMark' | 'changeMark' | 'deleteMark'>;

/** Kinds that stand in the log and on the time axis. */
export const LOGGED_KINDS = ['bookmark', 'catheter', 'drug', 'ablation', 'manoeuvre', 'note'] as const;
/** What the laboratory did, not what a reader found. */
const LABORATORY_KINDS: ReadonlySet<string> = new Set(['catheter', 'drug', 'ablation']);
export type LoggedKind = (typeof LOGGED_KINDS)[number];

export interface NewMark {
  readonly kind: StudyMarkKind;
  readonly from: number;
  readonly to?: number;
  readonly text?: string;
  readonly details?: unknown;
}

/** The sets on the screen of a blind reading. */
export interface BlindSets {
  readonly setId?: number;
  readonly machineSetId?: number;
}

export class StudyMarks {
  #api: MarksApi;
  #recordId: number;
  #all = $state.raw<readonly StudyMark[]>([]);
  fault = $state<string | undefined>();
  /** The entry that the log's form edits; undefined where it makes a new one. */
  edited: StudyMark | undefined;
  /** Called when marks came or went otherwise than by `load`, `add` and the like: after undo and redo. */
  onStep: () => void = () => {};
  /** Whether a mark may be shown as it is: a blind reading hides what others made of beats that are not labelled yet. */
  maySee: (mark: StudyMark) => boolean = () => true;
  #chain: Promise<unknown> = Promise.resolve();
  #blind: BlindSets | undefined;
  /** A reading of the marks is on its way, and has not been asked for yet. */
  #waits = false;

  constructor(api: MarksApi, recordId: number) {
    this.#api = api;
    this.#recordId = recordId;
  }

  /** All of one kind that may be shown, in time order. */
  of(kind: StudyMarkKind): readonly StudyMark[] {
    return this.#shown.filter((mark) => mark.kind === kind);
  }

  /** In time order. */
  get log(): readonly StudyMark[] {
    return this.#shown.filter(({ kind }) => (LOGGED_KINDS as readonly string[]).includes(kind));
  }

  /** The ablation that is on at a time: begun before it and not ended. */
  ablationOn(sampleIndex: number): StudyMark | undefined {
    return this.#shown.findLast(
      ({ kind, from, to }) => kind === 'ablation' && from < sampleIndex && to === undefined,
    );
  }

  load(): Promise<boolean> {
    return this.#told(async () => {
      this.#waits = false;
      const query = this.#blind && { blind: 'true', ...this.#blind };
      const { marks } = await this.#api.listMarks({ params: { recordId: this.#recordId }, query });
      this.#take(marks);
    });
  }

  /**
   * Reads the marks anew as a blind reading allows, undefined for an open one: what others made of beats that are not
   * labelled is not sent. To be called after each label; those that come meanwhile are one.
   */
  async look(blind: BlindSets | undefined): Promise<void> {
    this.#blind = blind;
    if (this.#waits) return;
    this.#waits = true;
    await this.load();
  }

  add(mark: NewMark): Promise<boolean> {
    return this.#told(async () => void (await this.#added(mark)));
  }

  /** The same, for whoever goes on with the kept mark; undefined where it was not kept. */
  async keep(mark: NewMark): Promise<StudyMark | undefined> {
    let kept: StudyMark | undefined;
    await this.#told(async () => void (kept = await this.#added(mark)));
    return kept;
  }

  async #added({ kind, from, to, text = '', details }: NewMark): Promise<StudyMark> {
    const body = { kind, from: place(from), to: to === undefined ? undefined : place(to), text, details };
    const mark = await this.#api.addMark({ params: { recordId: this.#recordId }, body });
    this.#take([...this.#all, mark]);
    return mark;
  }

  /** Changes parts of a mark: when, what it says, what belongs to it. */
  change(mark: StudyMark, part: Partial<NewMark>): Promise<boolean> {
    return this.#told(async () => {
      const { id, kind, from, to, text, details } = { ...mark, ...part };
      const body = { kind: kind as StudyMarkKind, from: place(from), text, details };
      const changed = await this.#api.changeMark({
        params: { recordId: this.#recordId, markId: id },
        body: { ...body, to: to === undefined ? undefined : place(to) },
      });
      this.#take(this.#all.map((one) => (one.id === id ? changed : one)));
    });
  }

  /** Ends a mark that lasts. */
  end(mark: StudyMark, to: number): Promise<boolean> {
    return this.change(mark, { to });
  }

  remove(markId: number): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.deleteMark({ params: { recordId: this.#recordId, markId } });
      this.#take(this.#all.filter(({ id }) => id !== markId));
    });
  }

  /** What an undo or a redo did. */
  follow({ changed, removed }: MarksStep): void {
    const gone = [...removed, ...changed.map(({ id }) => id)];
    this.#take([...this.#all.filter(({ id }) => !gone.includes(id)), ...changed]);
    this.onStep();
  }

  /** Ends when what is on its way is on the disk. */
  async settled(): Promise<void> {
    await this.#chain;
  }

  /** Of the laboratory's entries that may not be read yet, when they were stays. */
  get #shown(): readonly StudyMark[] {
    return this.#all.flatMap((mark) => {
      if (this.maySee(mark)) return [mark];
      return LABORATORY_KINDS.has(mark.kind)
        ? [{ ...mark, text: '', details: undefined, withheld: true }]
        : [];
    });
  }

  #take(marks: readonly StudyMark[]): void {
    this.#all = [...marks].sort((a, b) => a.from - b.from || a.id - b.id);
  }

  /** One after the other: undo takes back in the order in which they were saved. */
  #told(act: () => Promise<void>): Promise<boolean> {
    const run = this.#chain.then(async () => {
      try {
        await act();
        this.fault = undefined;
        return true;
      } catch (error) {
        this.fault = error instanceof Error ? error.message : String(error);
        return false;
      }
    });
    this.#chain = run;
    return run;
  }
}

/** The short text of a mark: in the log and on the axis. */
export function markText({ kind, text, withheld }: Pick<StudyMark, 'kind' | 'text' | 'withheld'>): string {
  if (withheld) return `${kind}, words withheld`;
  if (kind === 'ablation') return text === '' ? 'ablation' : `ablation ${text}`;
  return text === '' ? kind : text;
}

const place = (sampleIndex: number): number => Math.max(0, Math.round(sampleIndex));
