/** Beats grouped by their shape: chosen as a whole, so that one key labels a family. Grouped by the main side. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { Families as Grouping } from '../../src-main/api/contract/families.ts';
import { packFamilies, unpackFamilies } from '../beats/family-runs.ts';
import type { Annotations } from './annotations.svelte.ts';
import { z } from 'zod';
import type { StudyMark, StudyMarks } from './study-marks.svelte.ts';
import type { Selection } from './selection.svelte.ts';

export type FamiliesApi = Pick<ApiClient, 'getFamilies' | 'splitFamily' | 'regroupFamilies'>;
export type Family = Grouping['families'][number];

/** How a reader put the families of a set together; kept as a mark, so that it can be taken back. Marks of old hold every id. */
const kept = z.union([
  z.object({ setId: z.number(), runs: z.string() }).transform(({ setId, runs }) => ({
    setId,
    families: unpackFamilies(runs),
  })),
  z.object({ setId: z.number(), families: z.array(z.array(z.number())) }),
]);
const ofSet = z.object({ setId: z.number() });

export class Families {
  #api: FamiliesApi;
  #annotations: Annotations;
  #selection: Selection;
  #marks: StudyMarks;
  grouping = $state.raw<Grouping | undefined>();
  chosen = $state.raw<readonly number[]>([]);
  working = $state(false);
  fault = $state<string | undefined>();

  constructor(api: FamiliesApi, annotations: Annotations, selection: Selection, marks: StudyMarks) {
    this.#marks = marks;
    this.#api = api;
    this.#annotations = annotations;
    this.#selection = selection;
  }

  /** Labels changed since the beats were grouped. */
  stale: boolean = $derived.by(
    () => this.grouping !== undefined && this.grouping.revision !== this.#annotations.setRevision,
  );

  /** As the reader left them, else by shape alone. */
  async load(): Promise<void> {
    const set = this.#annotations.humanSet ?? this.#annotations.machineSet;
    if (!set || this.working) return;
    await this.#attempt(async () => {
      const params = { setId: set.id };
      await this.#marks.settled();
      const families = this.#kept(set.id)?.families;
      this.grouping = families
        ? await this.#api.regroupFamilies({ params, body: { families } })
        : await this.#api.getFamilies({ params });
      this.chosen = [];
    });
  }

  /** By shape alone: what was merged and split is given up, in one step that can be taken back. */
  async groupAgain(): Promise<void> {
    const mark = this.#markOf(this.grouping?.setId);
    if (mark) await this.#marks.remove(mark.id);
    await this.load();
  }

  /** After an undo or redo of a merge or split. */
  async follow(): Promise<void> {
    if (this.grouping) await this.load();
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
      if (parts.families.length < 2) throw new Error('These beats are alike: they differ by noise alone.');
      const families = grouping.families.toSpliced(index, 1, ...parts.families);
      this.grouping = { ...grouping, families };
      this.chosen = [];
      await this.#keep();
    });
  }

  /** Makes one family of those that are chosen; changes no label. */
  async merge(): Promise<void> {
    const { grouping, chosen } = this;
    if (!grouping || chosen.length < 2) return;
    const apart = grouping.families.filter((_, index) => !chosen.includes(index));
    const joined = chosen.flatMap((index) => grouping.families[index].members);
    await this.#attempt(async () => {
      const families = [joined, ...apart.map(({ members }) => members)];
      this.grouping = await this.#api.regroupFamilies({
        params: { setId: grouping.setId },
        body: { families },
      });
      await this.#keep();
      const [first] = joined;
      this.choose(
        this.grouping.families.findIndex(({ members }) => members.includes(first)),
        false,
      );
    });
  }

  async #keep(): Promise<void> {
    const { setId, families } = this.grouping!;
    const details = { setId, runs: packFamilies(families.map(({ members }) => members)) };
    const known = this.#markOf(setId);
    await (known
      ? this.#marks.change(known, { details })
      : this.#marks.add({ kind: 'families', from: 0, details }));
  }

  #kept(setId: number): z.infer<typeof kept> | undefined {
    return kept.safeParse(this.#markOf(setId)?.details).data;
  }

  #markOf(setId: number | undefined): StudyMark | undefined {
    return this.#marks.of('families').find(({ details }) => ofSet.safeParse(details).data?.setId === setId);
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
