/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Which beats are selected, and walking along them. Keys are those of `keyOfRow`, so that they outlive an edit. */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { keyOfRow, rowOfKey } from '../beats/beat-union.ts';
import type { Annotations } from './annotations.svelte.ts';

export class Selection {
  #annotations: Annotations;
  keys = $state.raw<ReadonlySet<number>>(new Set());
  /** Where the last step ended: ranges reach from here. */
  anchor = $state<number | undefined>();
  revision = $state(0);

  constructor(annotations: Annotations) {
    this.#annotations = annotations;
    annotations.onCopied = (newIds) => {
      const renamed = (key: number): number => newIds.get(key) ?? key;
      this.set([...this.keys].map(renamed), this.anchor === undefined ? undefined : renamed(this.anchor));
    };
  }

  get isEmpty(): boolean {
    return this.keys.size === 0;
  }

  keyOf(row: number): number {
    const { union, human, predicted } = this.#annotations;
    return keyOfRow(union, row, human, predicted);
  }

  /** The row of the union that the panel shows: the one selected beat, or the anchor of several. */
  focusRow: number | undefined = $derived.by(() => {
    void this.#annotations.revision;
    if (this.keys.size === 0) return undefined;
    const wanted = this.anchor !== undefined && this.keys.has(this.anchor) ? this.anchor : [...this.keys][0];
    return this.rowOf(wanted);
  });

  /** Position of a key in the union; undefined where it is gone. */
  rowOf(key: number): number | undefined {
    const { union, human, predicted } = this.#annotations;
    return rowOfKey(union, key, human, predicted);
  }

  set(keys: Iterable<number>, anchor?: number): void {
    this.keys = new Set(keys);
    this.anchor = anchor ?? [...this.keys][0];
    this.revision++;
  }

  selectRow(row: number): void {
    const key = this.keyOf(row);
    this.set([key], key);
  }

  toggleRow(row: number): void {
    const key = this.keyOf(row);
    const keys = new Set(this.keys);
    if (!keys.delete(key)) keys.add(key);
    this.set(keys, key);
  }

  /** From the anchor to a row, both included. */
  extendTo(row: number): void {
    const from = this.anchor === undefined ? undefined : this.rowOf(this.anchor);
    if (from === undefined) return this.selectRow(row);
    this.selectRange(Math.min(from, row), Math.max(from, row) + 1, this.anchor);
  }

  /**
   * One beat more, or less, at the end that moves: the one away from the anchor.
   * @returns its row; undefined where nothing is selected, and at the ends of the record
   */
  extend(direction: 1 | -1): number | undefined {
    const anchor = this.anchor === undefined ? undefined : this.rowOf(this.anchor);
    if (anchor === undefined) return undefined;
    let end = anchor;
    for (const key of this.keys) {
      const row = this.rowOf(key) ?? anchor;
      if (Math.abs(row - anchor) > Math.abs(end - anchor)) end = row;
    }
    const next = end + direction;
    if (next < 0 || next >= this.#annotations.union.count) return undefined;
    this.extendTo(next);
    return next;
  }

  selectRange(first: number, end: number, anchor?: number): void {
    const keys: number[] = [];
    for (let row = first; row < end; row++) keys.push(this.keyOf(row));
    this.set(keys, anchor ?? keys[0]);
  }

  clear(): void {
    this.set([]);
  }

  /** Class shown for a row: the human's, else the predicted one; an index into BEAT_CLASSES. */
  classOf(row: number): number {
    const { union, human, predicted } = this.#annotations;
    const h = union.human[row];
    return h >= 0 ? human!.classIndex[h] : predicted!.classIndex[union.predicted[row]];
  }

  /** The next row in a direction, or the first behind `from` where nothing is selected; undefined at the ends. */
  next(direction: 1 | -1, from: number, matches: (row: number) => boolean = () => true): number | undefined {
    const { union } = this.#annotations;
    let row = this.focusRow;
    if (row === undefined) {
      row = 0;
      while (row < union.count && union.sampleIndex[row] < from) row++;
      row = direction > 0 ? row - 1 : row;
    }
    for (row += direction; row >= 0 && row < union.count; row += direction) if (matches(row)) return row;
    return undefined;
  }

  className(row: number): string {
    return BEAT_CLASSES[this.classOf(row)].code;
  }
}
