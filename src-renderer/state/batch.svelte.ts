/** A folder of recordings processed as one: what runs or ran last, looked at again while it runs. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { Batch } from '../../src-main/api/contract/batch.ts';
import { faultOf } from './told.ts';

type BatchApi = Pick<ApiClient, 'startBatch' | 'getBatch' | 'stopBatch'>;
export type BatchRequest = Parameters<BatchApi['startBatch']>[0]['body'];
const LOOK_AGAIN_MS = 500;

export class BatchRun {
  #api: BatchApi;
  #timer: ReturnType<typeof setTimeout> | undefined;
  state = $state.raw<Batch | undefined>();
  fault = $state<string | undefined>();
  current = $state(-1);
  /** Called once a batch that was looked at has ended. */
  onEnd: () => void = () => {};

  constructor(api: BatchApi) {
    this.#api = api;
  }

  get runs(): boolean {
    return this.state?.state === 'running';
  }

  async load(): Promise<void> {
    await this.#told(async () => (await this.#api.getBatch()).batch);
  }

  start(body: BatchRequest): Promise<void> {
    return this.#told(() => this.#api.startBatch({ body }));
  }

  /** The same once more: what was done is not done again. */
  async resume(): Promise<void> {
    const { state } = this;
    if (!state) return;
    const { folder, out, reports, formats, classify, model, acceptTruncated, decimalMark, dateOrder } = state;
    const same = { folder, out, reports, formats, classify, model, acceptTruncated, decimalMark, dateOrder };
    await this.start(same);
  }

  stop(): Promise<void> {
    return this.#told(() => this.#api.stopBatch());
  }

  /** No view looks any more. */
  leave(): void {
    clearTimeout(this.#timer);
  }

  async #told(ask: () => Promise<Batch | undefined>): Promise<void> {
    clearTimeout(this.#timer);
    const ran = this.runs;
    try {
      this.state = await ask();
      this.fault = undefined;
    } catch (error) {
      this.fault = faultOf(error);
    }
    if (this.runs) this.#timer = setTimeout(() => void this.load(), LOOK_AGAIN_MS);
    else if (ran) this.onEnd();
  }
}
