import { Hono, type Context } from 'hono';
import { PurkinjeError } from '../../domain/errors.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../contract/index.ts';
import { failureResponse, type Log } from './failure-response.ts';
import type { Handlers, RequestContext } from './handler.ts';
import { parseInput } from './parse-input.ts';
import { bytesResponse, jsonResponse, linesResponse } from './responses.ts';

export interface ApiOptions {
  readonly log: Log;
  /** Check each answer against its schema too. Tests do; a window of the same program need not. */
  readonly checkOutput?: boolean;
}

type LooseHandler = (input: unknown, context: RequestContext) => unknown;

/** The api as a web-standard fetch handler, the same in both windows and in tests. Never throws. */
export function createApi(handlers: Handlers, options: ApiOptions): (request: Request) => Promise<Response> {
  const app = new Hono();
  for (const [name, endpoint] of Object.entries(ENDPOINTS) as [EndpointName, Endpoint][]) {
    const handler = handlers[name] as LooseHandler;
    app.on(endpoint.method, endpoint.path, (context) => answer(endpoint, handler, context, options));
  }
  app.notFound((context) =>
    failureResponse(
      new PurkinjeError('NotFound', `There is nothing at ${context.req.method} ${context.req.path}.`),
      options.log,
    ),
  );
  app.onError((error) => failureResponse(error, options.log));
  return async (request) => app.fetch(request);
}

async function answer(
  endpoint: Endpoint,
  handler: LooseHandler,
  context: Context,
  { checkOutput = false }: ApiOptions,
): Promise<Response> {
  const stop = new AbortController();
  const input = await parseInput(endpoint, context);
  const result = handler(input, { abortSignal: stop.signal, chunks: chunksOf(endpoint, context) });
  if (endpoint.kind === 'bytes') return bytesResponse((await result) as Uint8Array<ArrayBuffer>);
  const check = (value: unknown): unknown => (checkOutput ? endpoint.output.parse(value) : value);
  if (endpoint.kind === 'lines') return linesResponse(result as AsyncIterable<unknown>, check, stop);
  return jsonResponse(check((await result) ?? {}));
}

async function* chunksOf(endpoint: Endpoint, context: Context): AsyncGenerator<Uint8Array> {
  const body = endpoint.body === 'bytes' ? context.req.raw.body : null;
  if (body !== null) for await (const chunk of body) yield chunk;
}
