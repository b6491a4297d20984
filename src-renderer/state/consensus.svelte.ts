/* eslint-disable svelte/prefer-svelte-reactivity -- maps and sets are built, read and dropped */
/** Adjudicating two sets: the beats on which they differ, worst first, each decided by one key; who decided is kept. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import { beatClassByCode } from '../../src-main/domain/beat-class.ts';
import type { Annotations } from './annotations.svelte.ts';
import type { Editing } from './editing.svelte.ts';
import type { Selection } from './selection.svelte.ts';
import type { Viewport } from './viewport.svelte.ts';

type ConsensusApi = Pick<ApiClient, 'createConsensus' | 'getAdjudication'>;
type Item = Awaited<ReturnType<ApiClient['getAdjudication']>>['items'][number];

/** A disagreement as it stands in the window: edits that were just made count. */
export interface ShownItem extends Item {
  /** Decided in this sitting: by whoever sits here. */
  readonly justNow: boolean;
}

export class Consensus {
  #api: ConsensusApi;
  #annotations: Annotations;
  #selection: Selection;
  #viewport: Viewport;
  #items = $state.raw<readonly Item[]>([]);
  #of: number | undefined;
  position = $state(0);
  fault = $state<string | undefined>();

  constructor(
    api: ConsensusApi,
    annotations: Annotations,
    selection: Selection,
    editing: Editing,
    viewport: Viewport,
  ) {
    this.#api = api;
    this.#annotations = annotations;
    this.#selection = selection;
    this.#viewport = viewport;
    editing.nextKey = () => this.#nextKey();
  }

  /** The open set is one to adjudicate in. */
  get on(): boolean {
    return this.#annotations.humanSet?.kind === 'consensus';
  }

  items: readonly ShownItem[] = $derived.by(() => {
    const rows = new Map(this.#annotations.rows.map((row) => [row.id, row]));
    const codes = new Map<number, string>();
    const { human } = this.#annotations;
    for (let h = 0; h < (human?.count ?? 0); h++) codes.set(human!.id[h], this.#annotations.codeAt(h));
    return this.#items.map((item): ShownItem => {
      if (item.id === undefined) return { ...item, justNow: false };
      const row = rows.get(item.id);
      const decided = row?.provenance !== 'imported';
      const code = row && codes.get(item.id);
      const justNow = decided && (!item.decided || code !== item.code);
      return { ...item, code, decided, justNow, by: justNow || !decided ? undefined : item.by };
    });
  });

  /** Samples of the next that nobody decided. */
  get ahead(): readonly number[] {
    const next = this.#next();
    return next === undefined ? [] : [this.items[next].sampleIndex];
  }

  decided: number = $derived.by(() => this.items.filter(({ decided }) => decided).length);

  /** A new set of two, opened at its worst disagreement. */
  async begin(firstSetId: number, secondSetId: number): Promise<void> {
    const names = [firstSetId, secondSetId].map(
      (id) => this.#annotations.sets.find((set) => set.id === id)?.name ?? String(id),
    );
    await this.#attempt(async () => {
      const name = this.#unused(`consensus of ${names.join(' and ')}`.slice(0, 70));
      const { set } = await this.#api.createConsensus({
        params: { recordId: this.#annotations.recordId },
        body: { name, firstSetId, secondSetId },
      });
      this.#annotations.sets = [...this.#annotations.sets, set];
      await this.#annotations.openHuman(set);
      await this.load();
      this.goTo(0);
    });
  }

  /** Reads what is to decide in the open set; nothing where that is known. */
  async load(): Promise<void> {
    const set = this.#annotations.humanSet;
    if (!set || !this.on || this.#of === set.id) return;
    this.#of = set.id;
    await this.#attempt(async () => {
      this.#items = (await this.#api.getAdjudication({ params: { setId: set.id } })).items;
      this.position = 0;
    });
  }

  goTo(position: number): void {
    const item = this.items[position];
    if (!item) return;
    this.position = position;
    this.#viewport.reveal(item.sampleIndex);
    const row = item.id === undefined ? undefined : this.#selection.rowOf(item.id);
    if (row === undefined) this.#selection.clear();
    else this.#selection.selectRow(row);
  }

  /** The next that nobody decided, after the present one and then from the worst on. @returns false where all are */
  goToNext(): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    this.goTo(next);
    return true;
  }

  /** Takes the label that the first (0) or the second (1) set has; a beat that it lacks is taken away. */
  async take(which: 0 | 1): Promise<void> {
    const item = this.items[this.position];
    if (!item) return;
    const code = which === 0 ? item.first : item.second;
    const here = this.position;
    const goOn = this.#next(here);
    const what = `${which === 0 ? 'first' : 'second'} taken: ${code ?? 'no beat'}`;
    const mark = {
      symbol: beatClassByCode(code ?? '')?.symbol ?? code ?? '',
      aux: beatClassByCode(code ?? '')?.aux,
    };
    const { id, sampleIndex } = item;
    const stands = id !== undefined && this.#annotations.rows.some((row) => row.id === id);
    const edited =
      stands && code === undefined
        ? this.#annotations.edit({ kind: 'delete', ids: [id] }, what)
        : stands
          ? this.#annotations.edit({ kind: 'relabel', ids: [id], mark }, what)
          : code === undefined
            ? undefined
            : this.#annotations.edit({ kind: 'insert', annotations: [{ sampleIndex, ...mark }] }, what);
    if (goOn !== undefined) this.goTo(goOn);
    await edited;
  }

  /** Where the list stands when a beat is chosen otherwise: by a click on the traces. */
  follow(id: number): void {
    const at = this.items.findIndex((item) => item.id === id);
    if (at >= 0) this.position = at;
  }

  /** The next undecided one after a position, round from the worst; that position itself does not count. */
  #next(after = this.position): number | undefined {
    const { items } = this;
    for (let step = 1; step < items.length; step++) {
      const at = (after + step) % items.length;
      if (!items[at].decided) return at;
    }
    return undefined;
  }

  /** Where a letter goes on to. */
  #nextKey(): number | undefined {
    if (!this.on) return undefined;
    const next = this.#next();
    if (next === undefined) return undefined;
    this.position = next;
    return this.items[next].id;
  }

  #unused(name: string): string {
    const taken = new Set(this.#annotations.sets.map((set) => set.name));
    let wanted = name;
    for (let k = 2; taken.has(wanted); k++) wanted = `${name} ${k}`;
    return wanted;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }
}
