/* eslint-disable svelte/prefer-svelte-reactivity -- maps are built once and handed on */
/**
 * Annotation sets of the open record: the human set that is edited, the machine set beside it, and what follows from both.
 * Rows and beats are plain arrays, replaced as a whole; `revision` is what the panels follow.
 */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { AnnotationSet } from '../../src-main/api/contract/record-schemas.ts';
import type { Edit, EditResult } from '../../src-main/api/contract/annotations.ts';
import { isBeat, isQualityMark, isRhythmMark } from '../../src-main/domain/annotation.ts';
import { qualitySpansOf, type QualitySpan } from '../../src-main/domain/signal-quality.ts';
import { matchBeats, type BeatMatch } from '../../src-main/domain/match-beats.ts';
import type { RhythmSpan } from '../../src-main/domain/rhythm.ts';
import { disagreementsOf } from '../beats/disagreements.ts';
import { hideClasses, hidePredictions, isOwn, isRead } from '../beats/blind.ts';
import { uniteBeats, type BeatUnion } from '../beats/beat-union.ts';
import { relabelled, renumber } from '../beats/edit-rows.ts';
import { EditHistory, type MarksStep } from './edit-history.svelte.ts';
import {
  applyEditResult,
  beatsOf,
  classAt,
  predictionsOf,
  rhythmOf,
  rowsOf,
  type AnnotationRow,
  type BeatSeries,
  type PredictedSeries,
} from '../beats/beat-series.ts';

export type AnnotationsApi = Pick<
  ApiClient,
  'getAnnotations' | 'getPredictions' | 'applyEdit' | 'undoStep' | 'redoStep' | 'createSet'
>;
export class Annotations {
  #api: AnnotationsApi;
  readonly recordId: number;
  readonly samples: number;
  readonly samplingFrequency: number;
  /** Who is signed in; undefined where nobody has to. */
  me: string | undefined;
  sets = $state.raw<readonly AnnotationSet[]>([]);
  humanSet = $state.raw<AnnotationSet | undefined>();
  machineSet = $state.raw<AnnotationSet | undefined>();
  rows = $state.raw<readonly AnnotationRow[]>([]);
  human = $state.raw<BeatSeries | undefined>();
  predicted = $state.raw<PredictedSeries | undefined>();
  rhythm = $state.raw<readonly RhythmSpan[]>([]);
  /** Stretches that are not clean, as `~` marks say. */
  quality = $state.raw<readonly QualitySpan[]>([]);
  /** Free text at a time (WFDB's `"`), and marks that are neither beat, rhythm nor quality. */
  notes = $state.raw<readonly { id: number; sampleIndex: number; text: string }[]>([]);
  match = $state.raw<BeatMatch | undefined>();
  union = $state.raw<BeatUnion>(uniteBeats(undefined, undefined, undefined));
  humanDisagrees = $state.raw<Uint8Array>(new Uint8Array(0));
  predictedDisagrees = $state.raw<Uint8Array>(new Uint8Array(0));
  without = $state.raw<readonly string[]>([]);
  modelWarnings = $state.raw<readonly string[]>([]);
  model = $state<string | undefined>();
  /** Raised by everything that changes marks. */
  revision = $state(0);
  /** Blind reading: what the machine said is neither shown nor compared. */
  blind = $state(false);
  /** Until the labels of the opened record are here. */
  loading = $state(true);
  /** Called when editing began a copy of the shown set: old ids to new ones. */
  onCopied: (newIds: ReadonlyMap<number, number>) => void = () => {};
  /** Of the human set, as the main side counts. */
  setRevision = $state(0);
  #allHuman: BeatSeries | undefined;
  /** Ids of the labels that the reader saved. */
  #own: ReadonlySet<number> = new Set();
  #allPredicted: PredictedSeries | undefined;
  /** Ids of what was taken over into a set of the reader's own: an edit may have been meant before. */
  #newIds: ReadonlyMap<number, number> = new Map();
  readonly history: EditHistory;

  constructor(api: AnnotationsApi, record: { id: number; samples: number; samplingFrequency: number }) {
    this.#api = api;
    this.recordId = record.id;
    this.samples = record.samples;
    this.samplingFrequency = record.samplingFrequency;
    this.history = new EditHistory(api, record.id, {
      editableId: () => (this.#mayEdit(this.humanSet) ? this.humanSet?.id : undefined),
      take: (result) => this.#take(result),
      reopen: async () => {
        if (this.humanSet) await this.openHuman(this.humanSet);
      },
    });
  }

  /** Edits on their way to the disk. */
  get saving(): number {
    return this.history.saving;
  }
  get canUndo(): boolean {
    return this.history.canUndo;
  }
  get canRedo(): boolean {
    return this.history.canRedo;
  }
  /** What the last edit was, for the status bar. */
  get lastEdit(): string | undefined {
    return this.history.lastEdit;
  }
  get fault(): string | undefined {
    return this.history.fault;
  }
  /** Called when an undo or redo changed marks that are kept with the record. */
  set onMarks(follow: (step: MarksStep) => void) {
    this.history.onMarks = follow;
  }
  /** Ends when marks that were changed are on the disk: undo goes by what was saved last. */
  set marksSettled(settled: () => Promise<void>) {
    this.history.marksSettled = settled;
  }

  /** Opens the newest human set that can be edited (else the newest human one) and the newest machine set with predictions. */
  async load(sets: readonly AnnotationSet[]): Promise<void> {
    this.sets = sets;
    const newest = [...sets].sort((a, b) => b.id - a.id);
    const human =
      newest.find((set) => set.origin === 'human' && this.#mayEdit(set)) ??
      newest.find(({ origin }) => origin === 'human');
    const machine = newest.find(({ kind }) => kind === 'classifier');
    try {
      await Promise.all([this.openHuman(human), this.openMachine(machine)]);
    } finally {
      this.loading = false;
    }
  }

  async openHuman(set: AnnotationSet | undefined): Promise<void> {
    this.humanSet = set;
    if (!set) return this.#takeRows([]);
    const columns = await this.#api.getAnnotations({ params: { setId: set.id } });
    this.setRevision = columns.revision;
    this.history.reach(columns);
    this.#takeRows(rowsOf(columns));
  }

  async openMachine(set: AnnotationSet | undefined): Promise<void> {
    this.machineSet = set;
    this.#allPredicted = undefined;
    if (set) {
      const columns = await this.#api.getPredictions({ params: { setId: set.id } });
      this.#allPredicted = predictionsOf(columns);
      this.without = columns.without;
      this.modelWarnings = columns.modelWarnings;
      this.model = columns.model;
    }
    this.#compare();
  }

  /** An edit is one undo step; edits are sent one after the other. @returns what changed, undefined where it failed */
  edit(edit: Edit, what: string): Promise<EditResult | undefined> {
    this.#foresee(edit, what);
    return this.history.send(what, async () => {
      const set = await this.#editableSet();
      return this.#api.applyEdit({
        params: { setId: set.id },
        body: { edit: renumber(edit, this.#newIds), revision: this.setRevision },
      });
    });
  }

  /** A relabelling is shown at once; what the main side answers is the same, or is shown instead. */
  #foresee(edit: Edit, what: string): void {
    if (edit.kind !== 'relabel' || !this.#mayEdit(this.humanSet)) return;
    this.history.lastEdit = what;
    this.#takeRows(relabelled(this.rows, edit));
  }

  /** Ends when what is on its way is on the disk. */
  settled(): Promise<void> {
    return this.history.settled();
  }

  undo(): Promise<EditResult | undefined> {
    return this.history.undo();
  }

  redo(): Promise<EditResult | undefined> {
    return this.history.redo();
  }

  /** Each person edits sets of their own; a consensus is everybody's who labels. */
  #mayEdit(set: AnnotationSet | undefined): boolean {
    return set?.editable === true && this.#isMine(set);
  }

  #isMine(set: AnnotationSet | undefined): boolean {
    return this.me === undefined || set?.kind === 'consensus' || set?.author === this.me;
  }

  /** A record without a set to edit gets one, begun from the set that is shown. */
  async #editableSet(): Promise<AnnotationSet> {
    if (this.humanSet && this.#mayEdit(this.humanSet)) return this.humanSet;
    const set = await this.#api.createSet({
      params: { recordId: this.recordId },
      body: { name: this.me ?? 'review', copyOf: this.humanSet?.id },
    });
    this.sets = [...this.sets, set];
    const before = this.rows;
    await this.openHuman(set);
    this.#newIds = new Map(before.map(({ id }, index) => [id, this.rows[index]?.id ?? id]));
    this.onCopied(this.#newIds);
    return set;
  }

  #take(result: EditResult): void {
    this.setRevision = result.revision;
    this.history.reach(result);
    const rows = applyEditResult(this.rows, result);
    if (rows !== this.rows) this.#takeRows(rows);
  }

  /** Hides, or shows again, what the reader did not label, everywhere at once. */
  setBlind(blind: boolean): void {
    this.blind = blind;
    this.#takeRows(this.rows);
  }

  /** Class code of a human beat. */
  codeAt(position: number): string {
    return classAt(this.human!, position).code;
  }

  /** The machine's word on a prediction may be shown: not in a blind reading before the beat is labelled. */
  maySee(predictedPosition: number): boolean {
    return !this.blind || !Number.isNaN(this.predicted?.confidence[predictedPosition] ?? NaN);
  }

  /** The sets that a blind reading goes by. */
  get blindSets(): { readonly setId?: number; readonly machineSetId?: number } {
    return { setId: this.humanSet?.id, machineSetId: this.machineSet?.id };
  }

  /** What a question to the main side says of a blind reading: nothing in an open one. */
  get blindQuery(): { readonly blind?: 'true'; readonly readSetId?: number; readonly machineSetId?: number } {
    const { setId: readSetId, machineSetId } = this.blindSets;
    return this.blind ? { blind: 'true', readSetId, machineSetId } : {};
  }

  /** What others made of a stretch may be shown: not in a blind reading before its beats are labelled. */
  maySeeAt(from: number, to = from): boolean {
    const { blind, human, union } = this;
    return !blind || isRead(union, (h) => this.#own.has(human!.id[h]), from, to);
  }

  #takeRows(rows: readonly AnnotationRow[]): void {
    this.rows = rows;
    const mine = this.#isMine(this.humanSet);
    this.#own = new Set(rows.filter((row) => mine && isOwn(row)).map(({ id }) => id));
    const shown = this.blind ? rows.filter((row) => isBeat(row) || this.#own.has(row.id)) : rows;
    this.#allHuman = rows.length > 0 || this.humanSet ? beatsOf(rows) : undefined;
    this.rhythm = rhythmOf(shown, this.samples);
    this.quality = qualitySpansOf(shown, this.samples);
    this.notes = shown
      .filter((row) => !isBeat(row) && !isRhythmMark(row) && !isQualityMark(row))
      .map(({ id, sampleIndex, symbol, aux }) => ({ id, sampleIndex, text: aux || symbol }));
    this.#compare();
  }

  #compare(): void {
    const human = this.#allHuman;
    const predicted = this.#allPredicted;
    this.match =
      human && predicted
        ? matchBeats(human.sampleIndex, predicted.sampleIndex, this.samplingFrequency)
        : undefined;
    const { match } = this;
    this.humanDisagrees = human ? disagreementsOf(human, predicted, match?.toSecond) : new Uint8Array(0);
    this.predictedDisagrees = predicted
      ? disagreementsOf(predicted, human, match?.toFirst)
      : new Uint8Array(0);
    this.human = human;
    this.predicted = predicted;
    if (this.blind) this.#hide();
    this.union = uniteBeats(human, predicted, match);
    this.revision++;
  }

  #hide(): void {
    const { human, predicted, match } = this;
    const humanIsOwn = (h: number): boolean => h >= 0 && this.#own.has(human!.id[h]);
    const predictionIsKnown = (p: number): boolean => humanIsOwn(match?.toFirst[p] ?? -1);
    this.humanDisagrees = this.humanDisagrees.map((one, h) => (humanIsOwn(h) ? one : 0));
    this.predictedDisagrees = this.predictedDisagrees.map((one, p) => (predictionIsKnown(p) ? one : 0));
    if (human) this.human = hideClasses(human, humanIsOwn);
    if (predicted) this.predicted = hidePredictions(predicted, predictionIsKnown);
  }
}
