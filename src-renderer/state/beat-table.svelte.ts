/** The beat table of a stretch of the open record: asked for anew when it, or a label, changes. */
import type { BeatTable } from '../../src-main/api/contract/measurements.ts';
import type { Annotations } from './annotations.svelte.ts';
import type { Review } from './review.svelte.ts';

/** Panning asks once it rests, ms. */
const REST_MS = 250;

export interface FollowedBeatTable {
  /** undefined until it is measured. */
  readonly table: BeatTable | undefined;
  readonly fault: string | undefined;
  /** The set whose beats it lists: a person's where it has any, else the machine's. */
  readonly setId: number | undefined;
}

/** In a blind reading a beat that is not labelled yet has no class, nor the intervals that only some classes or other readers' H give. */
function seen(
  annotations: Pick<Annotations, 'maySeeAt'>,
  row: BeatTable['rows'][number],
): BeatTable['rows'][number] {
  if (annotations.maySeeAt(row.sampleIndex)) return row;
  return { ...row, code: '', vaMs: undefined, ahMs: undefined, hvMs: undefined };
}

/**
 * For a component's initialisation: it follows the stretch until the component is destroyed.
 * @param stretch [from, to) in samples
 */
export function followBeatTable(
  review: () => Review,
  stretch: () => readonly [number, number],
): FollowedBeatTable {
  let table = $state.raw<BeatTable | undefined>();
  let fault = $state<string | undefined>();
  const shown = $derived(
    table && { ...table, rows: table.rows.map((row) => seen(review().annotations, row)) },
  );
  const setId = $derived.by(() => {
    const { human, humanSet, machineSet } = review().annotations;
    return (human?.count ?? 0) > 0 ? humanSet?.id : machineSet?.id;
  });

  async function load(
    id: number,
    [from, to]: readonly [number, number],
    abortSignal: AbortSignal,
  ): Promise<void> {
    try {
      const query = { from, to, ...review().annotations.blindQuery };
      table = await review().api.getBeatTable({ params: { setId: id }, query, abortSignal });
      fault = undefined;
    } catch (error) {
      if (abortSignal.aborted) return;
      table = undefined;
      fault = error instanceof Error ? error.message : String(error);
    }
  }

  let asked = false;
  $effect(() => {
    void review().annotations.revision;
    const wanted = setId;
    const [from, to] = stretch();
    if (wanted === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(() => void load(wanted, [from, to], abort.signal), asked ? REST_MS : 0);
    asked = true;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  });
  return {
    get table() {
      return shown;
    },
    get fault() {
      return fault;
    },
    get setId() {
      return setId;
    },
  };
}
