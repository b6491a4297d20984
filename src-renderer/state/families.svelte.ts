/** Beats grouped by their shape: chosen as a whole, so that one key labels a family. Grouped by the main side. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { Families as Grouping } from '../../src-main/api/contract/families.ts';
import type { Annotations } from './annotations.svelte.ts';
import type { Selection } from './selection.svelte.ts';

export type FamiliesApi = Pick<ApiClient, 'getFamilies' | 'splitFamily'>;
export type Family = Grouping['families'][number];

export class Families {
  #api: FamiliesApi;
  #annotations: Annotations;
  #selection: Selection;
  grouping = $state.raw<Grouping | undefined>();
  chosen = $state.raw<readonly number[]>([]);
  working = $state(false);
  fault = $state<string | undefined>();

  constructor(api: FamiliesApi, annotations: Annotations, selection: Selection) {
    this.#api = api;
    this.#annotations = annotations;
    this.#selection = selection;
  }

  /** Labels changed since the beats were grouped. */
  stale: boolean = $derived.by(
    () => this.grouping !== undefined && this.grouping.revision !== this.#annotations.setRevision,
  );

  async load(): Promise<void> {
    const set = this.#annotations.humanSet ?? this.#annotations.machineSet;
    if (!set || this.working) return;
    await this.#attempt(async () => {
      this.grouping = await this.#api.getFamilies({ params: { setId: set.id } });
      this.chosen = [];
    });
  }

  /** Chooses a family, or adds one to those chosen; its beats are selected. */
  choose(index: number, add: boolean): void {
    const without = this.chosen.filter((one) => one !== index);
    this.chosen = !add ? [index] : without.length < this.chosen.length ? without : [...this.chosen, index];
    const families = this.grouping?.families ?? [];
    this.#selection.set(this.chosen.flatMap((one) => families[one].members));
  }

  /** Parts a family in place; changes no label. */
  async split(index: number): Promise<void> {
    const { grouping } = this;
    if (!grouping) return;
    await this.#attempt(async () => {
      const parts = await this.#api.splitFamily({
        params: { setId: grouping.setId },
        body: { ids: grouping.families[index].members },
      });
      const families = [
        ...grouping.families.slice(0, index),
        ...parts.families,
        ...grouping.families.slice(index + 1),
      ];
      this.grouping = { ...grouping, families };
      this.chosen = [];
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.working = true;
    try {
      await work();
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    } finally {
      this.working = false;
    }
  }
}
