/* eslint-disable svelte/prefer-svelte-reactivity -- pages are kept beside what is drawn; `revision` tells that one came */
/** The audit trail as it is looked through: filters, pages as they come into view, and whether it is whole. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { trailEntry, verifyTrail } from '../../src-main/api/contract/trail.ts';
import { faultOf } from './told.ts';

export type TrailEntry = z.infer<typeof trailEntry>;
export type Verdict = z.infer<typeof verifyTrail.output>;
type TrailApi = Pick<ApiClient, 'searchTrail' | 'verifyTrail'>;

export interface TrailFilter {
  readonly who: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}
const EVERYTHING: TrailFilter = { who: '', what: '', from: '', to: '', text: '' };
const PAGE = 200;

export class Trail {
  #api: TrailApi;
  #pages = new Map<number, readonly TrailEntry[]>();
  #asked = new Set<number>();
  #run = 0;
  filter = $state<TrailFilter>(EVERYTHING);
  total = $state(0);
  people = $state.raw<readonly string[]>([]);
  kinds = $state.raw<readonly string[]>([]);
  verdict = $state.raw<Verdict | undefined>();
  verifying = $state(false);
  fault = $state<string | undefined>();
  current = $state(-1);
  /** Raised by each page that comes. */
  revision = $state(0);

  /** Whether the record that is open is read blind: what others changed is not sent then. */
  isBlind: () => boolean = () => false;

  constructor(api: TrailApi) {
    this.#api = api;
  }

  /** Newest first; undefined while its page is on its way. */
  entry(row: number): TrailEntry | undefined {
    void this.revision;
    return this.#pages.get(Math.floor(row / PAGE))?.[row % PAGE];
  }

  /** Begins anew with the filter as it is. */
  async load(): Promise<void> {
    this.#run++;
    this.#pages.clear();
    this.#asked.clear();
    this.current = -1;
    await this.#page(0);
  }

  show(filter: Partial<TrailFilter>): Promise<void> {
    this.filter = { ...this.filter, ...filter };
    return this.load();
  }

  all(): Promise<void> {
    return this.show(EVERYTHING);
  }

  shown(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE); page * PAGE < Math.min(end, this.total); page++)
      void this.#page(page);
  }

  async #page(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const run = this.#run;
    try {
      const asked = Object.entries(this.filter).filter(([, value]) => value.trim() !== '');
      const blind = this.isBlind() ? { blind: 'true' as const } : {};
      const query = { ...Object.fromEntries(asked), ...blind, offset: page * PAGE, limit: PAGE };
      const answer = await this.#api.searchTrail({ query });
      if (run !== this.#run) return;
      this.#pages.set(page, answer.entries);
      this.total = answer.total;
      this.people = answer.people;
      this.kinds = answer.kinds;
      this.fault = undefined;
      this.revision++;
    } catch (error) {
      if (run === this.#run) this.fault = faultOf(error);
    }
  }

  /** Recomputes the chain, and goes to the entry that was tampered with. */
  async verify(): Promise<void> {
    this.verifying = true;
    try {
      this.verdict = await this.#api.verifyTrail();
      this.fault = undefined;
      const { sequence, sound } = this.verdict;
      await this.all();
      // Newest first, and no entry taken out of those after it: counted from the end.
      if (!sound && sequence !== undefined) this.current = Math.max(0, this.#rowOf(sequence));
    } catch (error) {
      this.fault = faultOf(error);
    } finally {
      this.verifying = false;
    }
  }

  #rowOf(sequence: number): number {
    const newest = this.entry(0)?.sequence ?? 0;
    return Math.min(this.total - 1, newest - sequence);
  }
}
