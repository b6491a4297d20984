/** Signatures under the human set that is shown: who, when, why, and whether the labels changed since. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { signature } from '../../src-main/api/contract/people.ts';
import type { Annotations } from './annotations.svelte.ts';

export type Signature = z.infer<typeof signature>;
type SignOffApi = Pick<ApiClient, 'listSignatures' | 'signSet'>;

export class SignOffs {
  #api: SignOffApi;
  #annotations: Annotations;
  list = $state.raw<readonly Signature[]>([]);
  fault = $state<string | undefined>();

  constructor(api: SignOffApi, annotations: Annotations) {
    this.#api = api;
    this.#annotations = annotations;
  }

  async load(): Promise<void> {
    const setId = this.#annotations.humanSet?.id;
    try {
      this.list =
        setId === undefined ? [] : (await this.#api.listSignatures({ params: { setId } })).signatures;
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }

  /** Signs the labels as they are on the disk: an edit that is on its way is waited for. @returns whether it is signed */
  async sign(reason: string): Promise<boolean> {
    await this.#annotations.settled();
    const setId = this.#annotations.humanSet?.id;
    if (setId === undefined) return false;
    try {
      const signed = await this.#api.signSet({ params: { setId }, body: { reason } });
      this.list = [...this.list, signed];
      this.fault = undefined;
      return true;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}
