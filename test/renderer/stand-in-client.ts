import type { ApiClient } from '../../src-main/api/contract/client.ts';
import { ENDPOINTS, type EndpointName } from '../../src-main/api/contract/index.ts';
import type { StandInApi } from '../e2e/stand-in-api.ts';

interface LooseInput {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
}

const texts = (values: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));

/** The typed client over the stand-in, without a wire between them; every call is written down. */
export function clientOf(api: StandInApi, calls: string[] = []): ApiClient {
  const entries = Object.keys(ENDPOINTS).map((name) => [
    name,
    async (input: LooseInput = {}) => {
      calls.push(name);
      const body = Buffer.from(JSON.stringify(input.body ?? {}));
      const query = new URLSearchParams(texts(input.query));
      const answer = api.answer(name as EndpointName, texts(input.params), query, body);
      return answer instanceof Uint8Array ? answer.buffer : structuredClone(answer);
    },
  ]);
  return Object.fromEntries(entries) as ApiClient;
}
