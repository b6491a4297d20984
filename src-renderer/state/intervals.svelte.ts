/** Intervals around a time, measured by the main side on the unfiltered signal; what is refused says why. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { Measurement } from '../../src-main/api/contract/measurements.ts';
import type { Annotations } from './annotations.svelte.ts';

export class Intervals {
  #api: Pick<ApiClient, 'getMeasurement'>;
  #annotations: Annotations;
  #found = $state.raw<Measurement | undefined>();
  fault = $state<string | undefined>();

  constructor(api: Pick<ApiClient, 'getMeasurement'>, annotations: Annotations) {
    this.#api = api;
    this.#annotations = annotations;
  }

  /** What was measured; in a blind reading only of beats that the reader labelled: the intervals name the class, or tell it. */
  get found(): Measurement | undefined {
    return this.withheld ? undefined : this.#found;
  }

  get withheld(): boolean {
    return this.#found !== undefined && !this.#annotations.maySeeAt(this.#found.from, this.#found.to);
  }

  async measure(sampleIndex: number): Promise<void> {
    const { human, humanSet, machineSet } = this.#annotations;
    const set = humanSet && (human?.count ?? 0) > 0 ? humanSet : machineSet;
    if (!set) return;
    try {
      this.#found = await this.#api.getMeasurement({
        params: { setId: set.id },
        query: { at: Math.max(0, Math.round(sampleIndex)), ...this.#annotations.blindQuery },
      });
      this.fault = undefined;
    } catch (error) {
      this.#found = undefined;
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }

  clear(): void {
    this.#found = undefined;
    this.fault = undefined;
  }
}
