/** What the machine says of single beats: asked before they are shown, so that the queue's next one is there at once. */
import { whenIdle } from '../trace/idle.ts';
import type { ApiClient, Probabilities } from './api-types.ts';

/** Some hundred beats of a queue: 3 kB each. */
const KEPT = 256;

export class BeatProbabilities {
  #api: Pick<ApiClient, 'getProbabilities'>;
  #kept = new Map<string, Probabilities>();
  #asked = new Set<string>();
  #takeBack: () => void = () => {};

  constructor(api: Pick<ApiClient, 'getProbabilities'>) {
    this.#api = api;
  }

  /** What is known of a beat by now. */
  peek(setId: number, annotationId: number): Probabilities | undefined {
    return this.#kept.get(`${setId} ${annotationId}`);
  }

  /**
   * The set's own numbers first, then with what the model says of it once more, which takes a while.
   * @param told each time there is more
   */
  async load(
    setId: number,
    annotationId: number,
    told: (answer: Probabilities) => void,
    abortSignal?: AbortSignal,
  ): Promise<void> {
    const params = { setId, annotationId };
    const known = this.peek(setId, annotationId);
    if (known) told(known);
    else told(this.#keep(params, await this.#api.getProbabilities({ params, abortSignal })));
    if (known && isExplained(known)) return;
    const query = { explained: 'true' } as const;
    told(this.#keep(params, await this.#api.getProbabilities({ params, query, abortSignal })));
  }

  /** Asks for beats that come next once nothing else is to do; what fails is asked again when they are shown. */
  prefetch(setId: number, annotationIds: readonly number[]): void {
    this.#takeBack();
    this.#takeBack = whenIdle(() => this.#ask(setId, annotationIds));
  }

  #ask(setId: number, annotationIds: readonly number[]): void {
    for (const annotationId of annotationIds) {
      const key = `${setId} ${annotationId}`;
      if (this.#asked.has(key) || this.#kept.has(key)) continue;
      this.#asked.add(key);
      void this.load(setId, annotationId, () => {})
        .catch(() => undefined)
        .finally(() => this.#asked.delete(key));
    }
  }

  #keep(
    { setId, annotationId }: { setId: number; annotationId: number },
    answer: Probabilities,
  ): Probabilities {
    const key = `${setId} ${annotationId}`;
    this.#kept.delete(key);
    this.#kept.set(key, answer);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return answer;
  }
}

function isExplained({ nearestPrototypes, weightOnIegm, withoutIegm }: Probabilities): boolean {
  return nearestPrototypes.length > 0 || weightOnIegm !== undefined || withoutIegm !== undefined;
}
