/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** What a reader does to beats: label, accept, insert, delete, move, notes, rhythm. Each is one edit, one undo step. */
import type { Edit } from '../../src-main/api/contract/annotations.ts';
import { beatClassByCode, type BeatClass } from '../../src-main/domain/beat-class.ts';
import { isQualityMark } from '../../src-main/domain/annotation.ts';
import { qualityBefore, qualityMark, qualityOf, type Quality } from '../../src-main/domain/signal-quality.ts';
import type { AnnotationRow } from '../beats/beat-series.ts';
import { RHYTHM_CLASSES, type RhythmCode } from '../../src-main/domain/rhythm.ts';
import { beatCodeOf } from '../beats/rhythm-beat.ts';
import type { Annotations } from './annotations.svelte.ts';
import type { Queue } from './queue.svelte.ts';
import type { Selection } from './selection.svelte.ts';
import type { Viewport } from './viewport.svelte.ts';

export interface QualityChannel {
  readonly name: string;
  readonly channelIndex: number;
}

/** A stretch that a reader drags out or bounds by keys, before it is said what it is. */
export interface Stretch {
  readonly kind: 'rhythm' | 'quality';
  readonly from: number;
  /** undefined: it follows the cursor. */
  readonly to?: number;
  /** Of a quality; undefined: all. */
  readonly channel?: QualityChannel;
}

export class Editing {
  #annotations: Annotations;
  #selection: Selection;
  #queue: Queue;
  #viewport: Viewport;
  /** Where beats go that keys have moved, by id, and how many such edits are on their way to the disk. */
  #nudged = new Map<number, number>();
  #nudges = 0;
  /** Sample index where a rhythm span was begun. */
  rhythmFrom = $state<number | undefined>();
  /** Where it ends, where that was chosen before its name: an episode, a drag. */
  rhythmTo = $state<number | undefined>();
  /** The stretch of a drag, or the quality that was begun. */
  stretch = $state.raw<Stretch | undefined>();
  /** Whoever says which beat comes next, before the queue does; undefined: the queue, or the beat behind. */
  nextKey: () => number | undefined = () => undefined;
  /** Asks the reader what a stretch is. */
  ask: (dialog: Stretch['kind']) => void = () => {};

  constructor(annotations: Annotations, selection: Selection, queue: Queue, viewport: Viewport) {
    this.#annotations = annotations;
    this.#selection = selection;
    this.#queue = queue;
    this.#viewport = viewport;
  }

  /**
   * Gives every selected beat a class; in the queue the next beat comes by itself. The selection moves on before the
   * edit is saved: a second key pressed at once must not meet the same beat.
   */
  async label(beatClass: BeatClass): Promise<void> {
    const keys = [...this.#selection.keys];
    if (keys.length === 0) return;
    this.#goOn(this.#afterSelection());
    const { symbol, aux } = beatClass;
    const provenance = keys.length > 1 ? 'bulk' : this.#annotations.blind ? 'blind' : 'shown';
    const ids = keys.filter((key) => key > 0);
    const lonely = keys.filter((key) => key < 0).map((key) => -key);
    const what = `${keys.length === 1 ? 'beat' : `${keys.length} beats`} labelled ${beatClass.code}`;
    if (ids.length > 0) {
      await this.#annotations.edit({ kind: 'relabel', ids, mark: { symbol, aux }, provenance }, what);
    }
    if (lonely.length > 0) {
      const wanted = new Set(lonely);
      const predicted = this.#annotations.predicted!;
      const annotations: { sampleIndex: number; symbol: string; aux: string }[] = [];
      for (let p = 0; p < predicted.count; p++)
        if (wanted.has(predicted.id[p]))
          annotations.push({ sampleIndex: predicted.sampleIndex[p], symbol, aux });
      await this.#annotations.edit({ kind: 'insert', annotations, provenance }, what);
    }
  }

  /** Takes the model's class for the selected beats and goes on to the next candidate. */
  async accept(): Promise<void> {
    const annotations = this.#annotations;
    const machineIds = this.#predictedOfSelection();
    if (!annotations.machineSet || machineIds.length === 0) return;
    this.#goOn(this.#afterSelection());
    const edit: Edit = {
      kind: 'accept',
      machineSetId: annotations.machineSet.id,
      machineIds,
      provenance: machineIds.length > 1 ? 'bulk' : 'accepted',
    };
    await annotations.edit(
      edit,
      machineIds.length === 1 ? 'prediction accepted' : `${machineIds.length} accepted`,
    );
  }

  async remove(): Promise<void> {
    const ids = [...this.#selection.keys].filter((key) => key > 0);
    if (ids.length === 0) return;
    this.#goOn(this.#afterSelection());
    await this.#annotations.edit(
      { kind: 'delete', ids },
      ids.length === 1 ? 'beat deleted' : `${ids.length} beats deleted`,
    );
  }

  /** A beat at a sample index, labelled as unsure until a letter says what it is; it is selected. */
  async insert(sampleIndex: number): Promise<void> {
    const result = await this.#annotations.edit(
      { kind: 'insert', annotations: [{ sampleIndex: Math.round(sampleIndex), symbol: '?', aux: '' }] },
      'beat inserted',
    );
    const id = result?.changed[0]?.id;
    if (id !== undefined) this.#selection.set([id], id);
  }

  async move(id: number, sampleIndex: number): Promise<void> {
    await this.#annotations.edit(
      { kind: 'move', moves: [{ id, sampleIndex: Math.round(sampleIndex) }] },
      'beat moved',
    );
  }

  /** Shifts the selected human beats by samples; from where they are going, if that is not kept yet. */
  async nudge(samples: number): Promise<void> {
    const { human } = this.#annotations;
    if (!human) return;
    const moves: { id: number; sampleIndex: number }[] = [];
    for (let h = 0; h < human.count; h++) {
      const id = human.id[h];
      if (!this.#selection.keys.has(id)) continue;
      const sampleIndex = Math.max(0, (this.#nudged.get(id) ?? human.sampleIndex[h]) + samples);
      moves.push({ id, sampleIndex });
      this.#nudged.set(id, sampleIndex);
    }
    if (moves.length === 0) return;
    this.#nudges++;
    await this.#annotations.edit({ kind: 'move', moves }, 'beat moved');
    if (--this.#nudges === 0) this.#nudged.clear();
  }

  /** WFDB's `"`: a note with its text in aux. */
  async note(sampleIndex: number, text: string): Promise<void> {
    const annotations = [{ sampleIndex: Math.round(sampleIndex), symbol: '"', aux: text.slice(0, 255) }];
    await this.#annotations.edit({ kind: 'insert', annotations }, 'note added');
  }

  /** A stretch was dragged out: what it is comes next. */
  finish({ kind, from, to = from }: Stretch): void {
    if (kind === 'rhythm') {
      this.stretch = undefined;
      [this.rhythmFrom, this.rhythmTo] = [Math.min(from, to), Math.max(from, to)];
    }
    this.ask(kind);
  }

  /** Marks [from, to) as a rhythm; what was there goes on behind it. */
  async rhythm(from: number, to: number, code: RhythmCode): Promise<void> {
    const { rows, rhythm } = this.#annotations;
    const mark = RHYTHM_CLASSES.find((rhythmClass) => rhythmClass.code === code)!.marks[0];
    const [first, last] = [Math.round(Math.min(from, to)), Math.round(Math.max(from, to))];
    const covered = rows.filter(
      ({ symbol, sampleIndex }) => symbol === '+' && sampleIndex >= first && sampleIndex < last,
    );
    const behind = rhythm.findLast((span) => span.from < last);
    const annotations: { sampleIndex: number; symbol: string; aux: string }[] = [
      { sampleIndex: first, symbol: '+', aux: mark },
    ];
    const continues = rows.some(({ symbol, sampleIndex }) => symbol === '+' && sampleIndex === last);
    if (behind && !continues && last < this.#annotations.samples)
      annotations.push({ sampleIndex: last, symbol: '+', aux: behind.mark });
    const removed = covered.map(({ id }) => id);
    await this.#annotations.edit({ kind: 'insert', annotations, removed }, `rhythm ${code}`);
  }

  /** Marks [from, to) of a channel, or of all of them, as clean or not; what was there goes on behind it. */
  async quality(from: number, to: number, quality: Quality, channel?: QualityChannel): Promise<void> {
    const { rows, samples } = this.#annotations;
    const [first, last] = [Math.round(Math.min(from, to)), Math.min(samples, Math.round(Math.max(from, to)))];
    const own = rows.filter((row) => isQualityMark(row) && qualityOf(row).channel === channel?.name);
    const removed = own.filter(({ sampleIndex }) => sampleIndex >= first && sampleIndex < last);
    const annotations = [qualityMark(first, quality, channel)];
    if (last < samples && !own.some(({ sampleIndex }) => sampleIndex === last))
      annotations.push(qualityMark(last, qualityBefore(rows, last, channel?.name), channel));
    await this.#annotations.edit(
      { kind: 'insert', annotations, removed: removed.map(({ id }) => id) },
      `${channel?.name ?? 'all channels'} ${quality}`,
    );
  }

  /** Moves an edge of a rhythm or quality span: the mark that stands there. One that would pass its neighbour stays. */
  async moveEdge(id: number, sampleIndex: number): Promise<void> {
    const row = this.#annotations.rows.find((one) => one.id === id);
    if (!row) return;
    const at = Math.min(this.#annotations.samples - 1, Math.max(0, Math.round(sampleIndex)));
    if (at === row.sampleIndex || this.#passesNeighbour(row, at)) return;
    const what = row.symbol === '+' ? 'rhythm span changed' : 'quality span changed';
    await this.#annotations.edit({ kind: 'move', moves: [{ id, sampleIndex: at }] }, what);
  }

  #passesNeighbour(row: AnnotationRow, at: number): boolean {
    const [low, high] = [Math.min(row.sampleIndex, at), Math.max(row.sampleIndex, at)];
    const scope = ({ symbol, aux, subtype }: AnnotationRow): string =>
      symbol === '~' ? `~${qualityOf({ aux, subtype }).channel ?? ''}` : symbol;
    return this.#annotations.rows.some(
      (other) =>
        other.id !== row.id &&
        scope(other) === scope(row) &&
        other.sampleIndex >= low &&
        other.sampleIndex <= high,
    );
  }

  /** Labels every beat of [from, to) and marks the stretch as that rhythm: one edit, one undo step. */
  async episode(from: number, to: number, code: RhythmCode): Promise<void> {
    const beatCode = beatCodeOf(code);
    const beatClass = beatCode === undefined ? undefined : beatClassByCode(beatCode);
    if (!beatClass) return this.rhythm(from, to, code);
    const edit: Edit = {
      kind: 'episode',
      from: Math.round(Math.min(from, to)),
      to: Math.round(Math.max(from, to)),
      mark: { symbol: beatClass.symbol, aux: beatClass.aux },
      rhythm: RHYTHM_CLASSES.find((rhythmClass) => rhythmClass.code === code)!.marks[0],
    };
    await this.#annotations.edit(edit, `rhythm ${code}, its beats ${beatClass.code}`);
  }

  async undo(): Promise<void> {
    const result = await this.#annotations.undo();
    this.#follow(result);
  }

  async redo(): Promise<void> {
    const result = await this.#annotations.redo();
    this.#follow(result);
  }

  /** What an undo changed is brought into view and selected, so that nothing changes unseen. */
  #follow(result: { changed: readonly { id: number; sampleIndex: number }[] } | undefined): void {
    const first = result?.changed[0];
    if (!first) return;
    this.#viewport.reveal(first.sampleIndex);
    const shown = new Set(this.#annotations.human?.id ?? []);
    this.#selection.set(result.changed.map(({ id }) => id).filter((id) => shown.has(id)));
  }

  #predictedOfSelection(): number[] {
    const { human, predicted, match } = this.#annotations;
    if (!predicted) return [];
    return [...this.#selection.keys].flatMap((key) => {
      if (key < 0) return [-key];
      const h = human?.id.indexOf(key) ?? -1;
      const p = h >= 0 && match ? match.toSecond[h] : -1;
      return p >= 0 ? [predicted.id[p]] : [];
    });
  }

  /** Key of the beat that comes next once this one is done. */
  #afterSelection(): number | undefined {
    const row = this.#selection.focusRow;
    if (row === undefined || this.#selection.keys.size > 1) return undefined;
    const wanted = this.nextKey();
    if (wanted !== undefined) return wanted;
    if (this.#queue.on) {
      const next = this.#queue.waiting.find((other) => other !== row);
      this.#queue.pass(row);
      return next === undefined ? undefined : this.#selection.keyOf(next);
    }
    return row + 1 < this.#annotations.union.count ? this.#selection.keyOf(row + 1) : undefined;
  }

  #goOn(key: number | undefined): void {
    if (key === undefined) return;
    const row = this.#selection.rowOf(key);
    if (row === undefined) return;
    this.#selection.selectRow(row);
    this.#viewport.reveal(this.#annotations.union.sampleIndex[row]);
  }
}
