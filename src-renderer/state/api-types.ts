import type { ApiClient } from '../../src-main/api/contract/client.ts';

export type { ApiClient };
/** Answer of `getStatus`. */
export type OutputOfStatus = Awaited<ReturnType<ApiClient['getStatus']>>;
/** Answer of `getProbabilities`. */
export type Probabilities = Awaited<ReturnType<ApiClient['getProbabilities']>>;
