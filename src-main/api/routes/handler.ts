import type { Endpoint, OutputKind, OutputOf, ParsedInput } from '../contract/endpoint.ts';
import type { EndpointName, Endpoints } from '../contract/index.ts';

export interface RequestContext {
  /** Aborted when the reader of a streamed answer goes away. Never `request.signal`: Electron does not abort that. */
  readonly abortSignal: AbortSignal;
  /** The body of an upload, chunk by chunk; empty elsewhere. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

type KindOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer _O, infer K> ? K : OutputKind;

type Answer<E> =
  KindOf<E> extends 'bytes'
    ? Promise<Uint8Array<ArrayBuffer>>
    : KindOf<E> extends 'lines'
      ? AsyncIterable<OutputOf<E>>
      : Promise<OutputOf<E>> | OutputOf<E>;

/** Answers one endpoint; gets the input after parsing and throws PurkinjeErrors. */
export type Handler<E> = (input: ParsedInput<E>, context: RequestContext) => Answer<E>;

/** One handler for each endpoint: one that is forgotten does not compile. */
export type Handlers = { readonly [Name in EndpointName]: Handler<Endpoints[Name]> };
