/** Tachycardia episodes and pacing stimuli, as the main side finds them: a help to look, no diagnosis. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { Episode, RefractoryPeriod, StimulusMark } from '../../src-main/api/contract/episodes.ts';
import type { Annotations } from './annotations.svelte.ts';

export type EpisodesApi = Pick<ApiClient, 'getEpisodes' | 'getStimuli'>;

export class Episodes {
  #api: EpisodesApi;
  #annotations: Annotations;
  list = $state.raw<readonly Episode[]>([]);
  stimuli = $state.raw<readonly StimulusMark[]>([]);
  refractory = $state.raw<readonly RefractoryPeriod[]>([]);
  fault = $state<string | undefined>();
  #asked = '';

  constructor(api: EpisodesApi, annotations: Annotations) {
    this.#api = api;
    this.#annotations = annotations;
  }

  /** Reads the episodes of the human set, or of the machine's where there is none; again after each edit. */
  async load(): Promise<void> {
    const { humanSet, machineSet, setRevision, human, blind } = this.#annotations;
    // They tell the classes.
    if (blind) return;
    const set = humanSet && (human?.count ?? 0) > 0 ? humanSet : machineSet;
    const key = `${set?.id} ${setRevision}`;
    if (!set || key === this.#asked) return;
    this.#asked = key;
    await this.#attempt(async () => {
      this.list = (await this.#api.getEpisodes({ params: { setId: set.id } })).episodes;
    });
  }

  async loadStimuli(): Promise<void> {
    await this.#attempt(async () => {
      const { recordId, humanSet, machineSet, human } = this.#annotations;
      const set = humanSet && (human?.count ?? 0) > 0 ? humanSet : machineSet;
      const query = { setId: set?.id, ...this.#annotations.blindQuery };
      const found = await this.#api.getStimuli({ params: { recordId }, query });
      this.stimuli = found.stimuli;
      this.refractory = found.refractory;
    });
  }

  /** Shown or not; found when they are shown first. */
  async toggleStimuli(): Promise<void> {
    if (this.stimuli.length === 0) return this.loadStimuli();
    this.hideStimuli();
  }

  hideStimuli(): void {
    this.stimuli = [];
    this.refractory = [];
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
