import { PurkinjeError } from '../../domain/errors.ts';
import type { BodyOf, Endpoint, OutputOf, ParamsOf, QueryOf } from './endpoint.ts';
import { errorBody } from './errors.ts';
import { ENDPOINTS, type EndpointName, type Endpoints } from './index.ts';

/** The part of the web's `fetch` that the client uses; both windows and the tests hand theirs in. */
export type FetchLike = (url: string, init: FetchInit) => Promise<ResponseLike>;

export interface FetchInit {
  readonly method: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
  /** Sent to its end even if the page is closed meanwhile. */
  readonly keepalive?: boolean;
}

export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
  readonly body: { getReader(): ByteReader } | null;
}

interface ByteReader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
  cancel(): Promise<void>;
}

/** Required where it must be given; optional where it is empty or every part of it has a default. */
type IfAny<T, Key extends string> = string extends keyof T
  ? { [K in Key]?: T }
  : object extends T
    ? { [K in Key]?: T }
    : { [K in Key]: T };
/** What a call takes: params, query and body where the endpoint has them, and an abort signal. */
export type CallInput<E> = IfAny<ParamsOf<E>, 'params'> &
  IfAny<QueryOf<E>, 'query'> &
  IfAny<BodyOf<E>, 'body'> & { abortSignal?: AbortSignal };

type AnswerOf<E> =
  E extends Endpoint<infer _P, infer _Q, infer _B, infer _O, infer K>
    ? K extends 'bytes'
      ? Promise<ArrayBuffer>
      : K extends 'lines'
        ? AsyncIterable<OutputOf<E>>
        : Promise<OutputOf<E>>
    : never;

type ArgumentsOf<E> = object extends CallInput<E> ? [input?: CallInput<E>] : [input: CallInput<E>];
export type ApiClient = {
  readonly [Name in EndpointName]: (...input: ArgumentsOf<Endpoints[Name]>) => AnswerOf<Endpoints[Name]>;
};

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  abortSignal?: AbortSignal;
}

function urlOf(endpoint: Endpoint, input: LooseInput): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  );
  const query = Object.entries(input.query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

/** Browsers allow 64 KiB of such requests at a time: the small ones, an edit or a setting, live on after the page. */
const KEPT_ALIVE_LENGTH = 4096;

function initOf(endpoint: Endpoint, input: LooseInput): FetchInit {
  const signal = input.abortSignal;
  if (endpoint.method === 'GET') return { method: 'GET', signal };
  if (endpoint.body === 'bytes') {
    const headers = { 'content-type': 'application/octet-stream' };
    return { method: endpoint.method, headers, body: input.body as Uint8Array<ArrayBuffer>, signal };
  }
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(input.body ?? {});
  return { method: endpoint.method, headers, body, signal, keepalive: body.length < KEPT_ALIVE_LENGTH };
}

async function failureOf(response: ResponseLike): Promise<PurkinjeError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    return new PurkinjeError('Internal', `The application answered with status ${response.status}.`);
  const { code, message, place } = parsed.data.error;
  return new PurkinjeError(code, message, place);
}

async function* linesOf(request: Promise<ResponseLike>): AsyncGenerator<unknown> {
  const response = await request;
  if (!response.ok) throw await failureOf(response);
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line.trim()) yield JSON.parse(line);
      if (done) break;
    }
    if (rest.trim()) yield JSON.parse(rest);
  } finally {
    await reader.cancel();
  }
}

async function answerOf(endpoint: Endpoint, request: Promise<ResponseLike>): Promise<unknown> {
  const response = await request;
  if (!response.ok) throw await failureOf(response);
  return endpoint.kind === 'bytes' ? response.arrayBuffer() : response.json();
}

/**
 * One method for each endpoint. Answers are trusted (the same program made them); failures are PurkinjeErrors.
 * `lines` endpoints give an async iterable; leaving its loop ends the request.
 */
export function createClient(fetchLike: FetchLike): ApiClient {
  const call = (endpoint: Endpoint, input: LooseInput = {}): unknown => {
    const request = fetchLike(urlOf(endpoint, input), initOf(endpoint, input));
    return endpoint.kind === 'lines' ? linesOf(request) : answerOf(endpoint, request);
  };
  const entries = Object.entries(ENDPOINTS).map(([name, endpoint]) => [
    name,
    (input?: LooseInput) => call(endpoint as Endpoint, input),
  ]);
  return Object.fromEntries(entries) as ApiClient;
}
