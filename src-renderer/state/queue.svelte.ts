/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Beats that wait for a reader: most uncertain first, or where human and machine differ. */
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
    // In a blind reading the order must not tell what the machine thinks.
    const order = this.#annotations.blind ? 'time' : this.order;
    const common = this.#frequencies();
    const own = ownIds(rows);
    const waiting: { row: number; weight: number }[] = [];
    for (let row = 0; row < union.count; row++) {
      const p = union.predicted[row];
      const h = union.human[row];
      if (h >= 0 && own.has(human!.id[h])) continue;
      if (this.passed.has(this.#selection.keyOf(row))) continue;
      const differs = h < 0 || p < 0 || humanDisagrees[h] === 1;
      if (order === 'disagreement' && !differs) continue;
      waiting.push({ row, weight: this.#weight(order, row, p, differs, common) });
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
