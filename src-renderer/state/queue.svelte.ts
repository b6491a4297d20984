/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Beats that wait for a reader: most uncertain first, or where human and machine differ. */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { keyOfRow } from '../beats/beat-union.ts';
import { isOwn } from '../beats/blind.ts';
import type { PredictedSeries } from '../beats/beat-series.ts';
import { orderedRows, rowsByWeight } from '../beats/queue-order.ts';
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
const AHEAD = 2;

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

  /** Which human beats a person labelled here: 1 by position. */
  #own: Uint8Array = $derived.by(() => {
    void this.#annotations.revision;
    const { rows, human } = this.#annotations;
    const own = new Uint8Array(human?.count ?? 0);
    let position = 0;
    for (const row of rows) if (isBeat(row)) own[position++] = isOwn(row) ? 1 : 0;
    return own;
  });

  /** In a blind reading the order must not tell what the machine thinks. */
  #orderNow: QueueOrder = $derived.by(() => (this.#annotations.blind ? 'time' : this.order));

  /** Positions of the predictions, first those to look at first: sorted once an order, not once an edit. */
  #ranked: Int32Array = $derived.by(() => {
    const order = this.#orderNow;
    if (order === 'time') return new Int32Array(0);
    const { predicted } = this.#annotations;
    return predicted ? rowsByWeight(this.#weights(predicted, order)) : new Int32Array(0);
  });

  /** Every row of the union in order; beats that the machine missed first, but where the order is that of time. */
  #ordered(): Int32Array {
    const { union } = this.#annotations;
    if (this.#orderNow === 'time') return Int32Array.from({ length: union.count }, (_, row) => row);
    return orderedRows(union, this.#ranked);
  }

  /** Rows of the union that wait, in order. */
  waiting: Int32Array = $derived.by(() => {
    void this.#annotations.revision;
    const { union, human, predicted, humanDisagrees } = this.#annotations;
    if (!predicted) return new Int32Array(0);
    const [own, passed, fits] = [this.#own, this.passed, this.#fits()];
    const seen = this.filter.reviewed;
    const onlyDiffering = this.#orderNow === 'disagreement';
    return this.#ordered().filter((row) => {
      const h = union.human[row];
      if (h >= 0 && own[h] === 1 && !seen) return false;
      if (onlyDiffering && h >= 0 && union.predicted[row] >= 0 && humanDisagrees[h] !== 1) return false;
      if (!fits(row)) return false;
      return passed.size === 0 || !passed.has(keyOfRow(union, row, human, predicted));
    });
  });

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

  /** How many of the beats that the filter leaves were looked at. */
  progress: { readonly reviewed: number; readonly total: number } = $derived.by(() => {
    void this.#annotations.revision;
    const { union } = this.#annotations;
    const own = this.#own;
    const fits = this.#fits();
    let [reviewed, total] = [0, 0];
    for (let row = 0; row < union.count; row++) {
      if (!fits(row)) continue;
      total++;
      const h = union.human[row];
      if (h >= 0 && own[h] === 1) reviewed++;
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

  /** How much each prediction asks to be looked at. */
  #weights(predicted: PredictedSeries, order: Exclude<QueueOrder, 'time'>): Float64Array {
    switch (order) {
      case 'rarity': {
        const common = new Uint32Array(256);
        for (const one of predicted.classIndex) common[one]++;
        return Float64Array.from(predicted.classIndex, (one) => -common[one]);
      }
      case 'out of distribution':
        return Float64Array.from(predicted.distance);
      case 'margin':
        return Float64Array.from(predicted.margin, (one) => -one);
      case 'disagreement':
        return Float64Array.from(predicted.confidence);
      case 'entropy':
        return Float64Array.from(predicted.entropy);
    }
  }
}
