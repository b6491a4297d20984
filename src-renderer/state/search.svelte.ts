/** Search over all studies: what is asked, what was found, as rows of one list. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { search } from '../../src-main/api/contract/search.ts';
import { faultOf } from './told.ts';

export type Hit = z.infer<typeof search.output>['hits'][number];
export type HitPlace = Hit['places'][number];

/** A record that has what was asked for, or a place in it. */
export interface FoundRow {
  readonly hit: Hit;
  readonly place?: HitPlace;
}

/** As typed; empty: not asked for. */
export interface Question {
  readonly class: string;
  readonly rhythm: string;
  readonly rrFrom: string;
  readonly rrTo: string;
  readonly text: string;
}
export const NOTHING_ASKED: Question = { class: '', rhythm: '', rrFrom: '', rrTo: '', text: '' };

/** The record that is read blind, as the main side is told. */
export interface BlindRead {
  readonly blindRecordId: number;
  readonly blind?: 'true';
  readonly readSetId?: number;
  readonly machineSetId?: number;
}

export class Search {
  #api: Pick<ApiClient, 'search'>;
  #run = 0;
  question = $state<Question>(NOTHING_ASKED);
  hits = $state.raw<readonly Hit[] | undefined>();
  /** Places are listed below their records. */
  placesShown = $state(true);
  busy = $state(false);
  fault = $state<string | undefined>();
  current = $state(-1);

  /** The record that is read blind: what others made of it is neither searched nor listed. */
  blindRead: () => BlindRead | undefined = () => undefined;
  /** The record that was read blind when the hits were asked for. */
  #askedBlind = $state<number | undefined>();

  constructor(api: Pick<ApiClient, 'search'>) {
    this.#api = api;
  }

  rows: readonly FoundRow[] = $derived.by(() =>
    this.shown.flatMap((hit): FoundRow[] =>
      this.placesShown ? [{ hit }, ...hit.places.map((place) => ({ hit, place }))] : [{ hit }],
    ),
  );

  /** Those that may be shown: a reading may have become blind since they were found. */
  get shown(): readonly Hit[] {
    const read = this.blindRead()?.blindRecordId;
    const hits = this.hits ?? [];
    return read === undefined || read === this.#askedBlind
      ? hits
      : hits.filter(({ recordId }) => recordId !== read);
  }

  get isEmpty(): boolean {
    return Object.values(this.question).every((part) => String(part ?? '').trim() === '');
  }

  /** Later answers of earlier questions are dropped. */
  async run(): Promise<void> {
    if (this.isEmpty) return;
    const run = ++this.#run;
    this.busy = true;
    this.fault = undefined;
    try {
      const read = this.blindRead();
      const { hits } = await this.#api.search({ query: { ...queryOf(this.question), ...read } });
      if (run !== this.#run) return;
      this.#askedBlind = read?.blindRecordId;
      this.hits = hits;
      this.current = hits.length > 0 ? 0 : -1;
    } catch (error) {
      if (run === this.#run) this.fault = faultOf(error);
    } finally {
      if (run === this.#run) this.busy = false;
    }
  }

  clear(): void {
    this.#run++;
    this.question = NOTHING_ASKED;
    this.hits = undefined;
    this.current = -1;
    this.busy = false;
  }
}

/** What is empty is left out: the api would take it for something asked. */
export function queryOf(question: Question): Record<string, string> {
  return Object.fromEntries(
    Object.entries(question)
      .map(([key, part]) => [key, String(part ?? '').trim()] as const)
      .filter(([, part]) => part !== ''),
  );
}
