import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an answer's body is: JSON of a schema, bytes in a documented layout, or one JSON document a line. */
export type OutputKind = 'json' | 'bytes' | 'lines';

/**
 * One endpoint of the api, declared once. `path` has `:name` places that `params` types; `query` values arrive as
 * text and are coerced by their schema; `body` is JSON, or `'bytes'` for an upload.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType | 'bytes' = z.ZodType | 'bytes',
  Output extends z.ZodType = z.ZodType,
  Kind extends OutputKind = OutputKind,
> {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Schema of the JSON answer, or of each line for `lines`; unused for `bytes`. */
  readonly output: Output;
  readonly kind: Kind;
  /** Expected failures besides InvalidInput, NotAllowed and Internal, which any endpoint may give. */
  readonly errors: readonly ErrorCode[];
}

const NOTHING = z.object({});
type Nothing = typeof NOTHING;

interface Declaration<P, Q, B, O, K> {
  method: Method;
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  output?: O;
  kind?: K;
  errors?: readonly ErrorCode[];
}

/** Declares an endpoint; parts left out are empty objects, and the answer is JSON. */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType | 'bytes' = Nothing,
  O extends z.ZodType = Nothing,
  const K extends OutputKind = 'json',
>(declaration: Declaration<P, Q, B, O, K>): Endpoint<P, Q, B, O, K> {
  return {
    params: NOTHING as unknown as P,
    query: NOTHING as unknown as Q,
    body: NOTHING as unknown as B,
    output: NOTHING as unknown as O,
    kind: 'json' as K,
    errors: [],
    ...declaration,
  };
}

export type ParamsOf<E> = E extends Endpoint<infer P, z.ZodType, infer _B, z.ZodType> ? z.input<P> : never;
export type QueryOf<E> = E extends Endpoint<z.ZodType, infer Q, infer _B, z.ZodType> ? z.input<Q> : never;
export type BodyOf<E> =
  E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType>
    ? B extends z.ZodType
      ? z.input<B>
      : Uint8Array
    : never;
export type OutputOf<E> = E extends Endpoint<z.ZodType, z.ZodType, infer _B, infer O> ? z.output<O> : never;

/** What a handler gets: the inputs after parsing. An upload's bytes are none of them: they come in chunks. */
export interface ParsedInput<E> {
  readonly params: E extends Endpoint<infer P, z.ZodType, infer _B, z.ZodType> ? z.output<P> : never;
  readonly query: E extends Endpoint<z.ZodType, infer Q, infer _B, z.ZodType> ? z.output<Q> : never;
  readonly body: E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType>
    ? B extends z.ZodType
      ? z.output<B>
      : undefined
    : never;
}
