import type { Context } from 'hono';
import type { z } from 'zod';
import { PurkinjeError } from '../../domain/errors.ts';
import type { Endpoint } from '../contract/endpoint.ts';

/** A JSON body larger than this is refused unread; the largest edit (100,000 beats) needs about 4 MB. */
const LARGEST_BODY = 32 * 1024 * 1024;

/** @throws InvalidInput naming the field, for anything that the endpoint's schemas refuse */
export async function parseInput(endpoint: Endpoint, context: Context): Promise<unknown> {
  return {
    params: parse(endpoint.params, context.req.param(), 'path'),
    query: parse(endpoint.query, context.req.query(), 'query'),
    body: await parseBody(endpoint, context),
  };
}

async function parseBody(endpoint: Endpoint, context: Context): Promise<unknown> {
  if (endpoint.method === 'GET') return {};
  if (endpoint.body === 'bytes') return undefined;
  if (Number(context.req.header('content-length') ?? 0) > LARGEST_BODY)
    throw new PurkinjeError('InvalidInput', 'The request is too large.');
  const text = await context.req.text();
  if (text.length > LARGEST_BODY) throw new PurkinjeError('InvalidInput', 'The request is too large.');
  return parse(endpoint.body, text === '' ? {} : jsonOf(text), 'body');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PurkinjeError('InvalidInput', 'The request is no JSON.');
  }
}

function parse(schema: z.ZodType, value: unknown, part: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [part, ...issue.path.map(String)].join('.');
  throw new PurkinjeError('InvalidInput', `${field}: ${issue.message}`);
}
