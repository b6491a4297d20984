/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Beats that wait for a reader: most uncertain first, or where human and machine differ. */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { ownIds } from '../beats/blind.ts';
import type { Annotations } from './annotations.svelte.ts';
import type { Selection } from './selection.svelte.ts';

export const QUEUE_ORDERS = [
  'entropy',
  'margin',
  'disagreement',
  'out of distribution',
  'rarity',
  'time',
] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

/** What is offered: of a class (the machine's or the reader's), within RR intervals, beats already looked at too. */
export interface QueueFilter {
  readonly code?: string;
  /** ms from the beat before. */
  readonly rrFrom?: number;
  readonly rrTo?: number;
  readonly reviewed: boolean;
}

/** Beats whose traces and numbers are asked for before they are shown. */
const AHEAD = 3;

export class Queue {
  #annotations: Annotations;
  #selection: Selection;
  on = $state(false);
  order = $state<QueueOrder>('entropy');
  filter = $state.raw<QueueFilter>({ reviewed: false });
  /** Keys of beats passed over in this sitting: not offered again until the queue is begun anew. */
  passed = $state.raw<ReadonlySet<number>>(new Set());

  constructor(annotations: Annotations, selection: Selection) {
    this.#annotations = annotations;
    this.#selection = selection;
  }

  /** Rows of the union that wait, in order. */
  waiting: readonly number[] = $derived.by(() => {
    void this.#annotations.revision;
    const { union, predicted, human, rows, humanDisagrees } = this.#annotations;
    if (!predicted) return [];
    // In a blind reading the order must not tell what the machine thinks.
    const order = this.#annotations.blind ? 'time' : this.order;
    const common = this.#frequencies();
    const own = this.filter.reviewed ? new Set<number>() : ownIds(rows);
    const fits = this.#fits();
    const waiting: { row: number; weight: number }[] = [];
    for (let row = 0; row < union.count; row++) {
      const p = union.predicted[row];
      const h = union.human[row];
      if (h >= 0 && own.has(human!.id[h])) continue;
      if (this.passed.has(this.#selection.keyOf(row)) || !fits(row)) continue;
      const differs = h < 0 || p < 0 || humanDisagrees[h] === 1;
      if (order === 'disagreement' && !differs) continue;
      waiting.push({ row, weight: this.#weight(order, row, p, differs, common) });
    }
    return waiting.sort((a, b) => b.weight - a.weight || a.row - b.row).map(({ row }) => row);
  });

  /** How many of the beats that the filter leaves were looked at. */
  progress: { readonly reviewed: number; readonly total: number } = $derived.by(() => {
    void this.#annotations.revision;
    const { union, human, rows } = this.#annotations;
    const own = ownIds(rows);
    const fits = this.#fits();
    let [reviewed, total] = [0, 0];
    for (let row = 0; row < union.count; row++) {
      if (!fits(row)) continue;
      total++;
      const h = union.human[row];
      if (h >= 0 && own.has(human!.id[h])) reviewed++;
    }
    return { reviewed, total };
  });

  /** Rows that come after the present one; none while the queue is off. */
  ahead: readonly number[] = $derived.by(() => {
    if (!this.on) return [];
    const focus = this.#selection.focusRow;
    const next: number[] = [];
    for (const row of this.waiting) {
      if (row !== focus) next.push(row);
      if (next.length === AHEAD) break;
    }
    return next;
  });

  /** Whether a row is of the class and the intervals asked for. In a blind reading the machine's class does not count. */
  #fits(): (row: number) => boolean {
    const { code, rrFrom = 0, rrTo = Infinity } = this.filter;
    if (code === undefined && rrFrom <= 0 && rrTo === Infinity) return () => true;
    const { union, human, predicted, samplingFrequency, blind } = this.#annotations;
    const wanted = BEAT_CLASSES.findIndex((one) => one.code === code);
    const ofClass = (row: number): boolean => {
      const [h, p] = [union.human[row], union.predicted[row]];
      return (
        (h >= 0 && human!.classIndex[h] === wanted) ||
        (!blind && p >= 0 && predicted!.classIndex[p] === wanted)
      );
    };
    return (row) => {
      if (code !== undefined && !ofClass(row)) return false;
      if (rrFrom <= 0 && rrTo === Infinity) return true;
      if (row === 0) return false;
      const rr = ((union.sampleIndex[row] - union.sampleIndex[row - 1]) * 1000) / samplingFrequency;
      return rr >= rrFrom && rr <= rrTo;
    };
  }

  start(): number | undefined {
    this.on = true;
    this.passed = new Set();
    return this.waiting[0];
  }

  stop(): void {
    this.on = false;
  }

  pass(row: number): void {
    this.passed = new Set([...this.passed, this.#selection.keyOf(row)]);
  }

  /** How often each class is predicted. */
  #frequencies(): Uint32Array {
    const count = new Uint32Array(256);
    for (const one of this.#annotations.predicted?.classIndex ?? []) count[one]++;
    return count;
  }

  #weight(order: QueueOrder, row: number, p: number, differs: boolean, common: Uint32Array): number {
    const { predicted } = this.#annotations;
    if (order === 'time') return -row;
    if (p < 0) return Infinity;
    if (order === 'rarity') return -common[predicted!.classIndex[p]];
    if (order === 'out of distribution') return predicted!.distance[p];
    if (order === 'margin') return -predicted!.margin[p];
    if (order === 'disagreement') return differs ? predicted!.confidence[p] : -1;
    return predicted!.entropy[p];
  }
}
