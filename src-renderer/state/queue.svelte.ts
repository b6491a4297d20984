/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Beats that wait for a reader: most uncertain first, or where human and machine differ. */
import type { Annotations } from './annotations.svelte.ts';
import type { Selection } from './selection.svelte.ts';

export const QUEUE_ORDERS = ['entropy', 'margin', 'disagreement', 'time'] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

/** Provenances by which a reader has already seen the beat with its prediction. */
const SEEN = new Set(['accepted', 'shown', 'blind', 'bulk']);

export class Queue {
  #annotations: Annotations;
  #selection: Selection;
  on = $state(false);
  order = $state<QueueOrder>('entropy');
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
    const provenance = new Map(rows.map((row) => [row.id, row.provenance]));
    const waiting: { row: number; weight: number }[] = [];
    for (let row = 0; row < union.count; row++) {
      const p = union.predicted[row];
      const h = union.human[row];
      if (h >= 0 && SEEN.has(provenance.get(human!.id[h])!)) continue;
      if (this.passed.has(this.#selection.keyOf(row))) continue;
      const differs = h < 0 || p < 0 || humanDisagrees[h] === 1;
      if (this.order === 'disagreement' && !differs) continue;
      waiting.push({ row, weight: this.#weight(row, p, differs) });
    }
    return waiting.sort((a, b) => b.weight - a.weight || a.row - b.row).map(({ row }) => row);
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

  #weight(row: number, p: number, differs: boolean): number {
    const { predicted } = this.#annotations;
    if (this.order === 'time') return -row;
    if (p < 0) return Infinity;
    if (this.order === 'margin') return -predicted!.margin[p];
    if (this.order === 'disagreement') return differs ? predicted!.confidence[p] : -1;
    return predicted!.entropy[p];
  }
}
