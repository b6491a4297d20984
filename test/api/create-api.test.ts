import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ENDPOINTS } from '../../src-main/api/contract/index.ts';
import type { Endpoint } from '../../src-main/api/contract/endpoint.ts';
import { CONTRACT_VERSION } from '../../src-main/api/contract/version.ts';
import { createApi } from '../../src-main/api/routes/create-api.ts';
import type { Handlers } from '../../src-main/api/routes/handler.ts';
import { PurkinjeError } from '../../src-main/domain/errors.ts';

/** An api of one endpoint's behaviour; the others are never called. */
function apiWith(partial: Partial<Handlers>): {
  call: (path: string, init?: RequestInit) => Promise<Response>;
  bugs: unknown[];
} {
  const bugs: unknown[] = [];
  const log = { bug: (error: unknown) => `bug-${bugs.push(error)}` };
  const api = createApi(partial as Handlers, { log, checkOutput: true });
  return { bugs, call: (path, init) => api(new Request(`http://test${path}`, init)) };
}

describe('createApi', () => {
  it('gives an expected failure its status and code', async () => {
    const { call } = apiWith({
      getRecord: () => {
        throw new PurkinjeError('StudyUnreadable', 'Damaged.', { file: 'a.dat', byte: 7 });
      },
    });
    const response = await call('/api/records/1');
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      error: { code: 'StudyUnreadable', message: 'Damaged.', place: { file: 'a.dat', byte: 7 } },
    });
  });

  it('keeps a bug to itself and the log', async () => {
    const { call, bugs } = apiWith({
      listStudies: () => {
        throw new TypeError('secret detail');
      },
    });
    const response = await call('/api/studies');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain('bug-1');
    expect(text).not.toContain('secret detail');
    expect(bugs).toHaveLength(1);
  });

  it('holds answers against the contract', async () => {
    const { call, bugs } = apiWith({ listStudies: () => ({ studies: [{ id: 'x' }] }) as never });
    expect((await call('/api/studies')).status).toBe(500);
    expect(bugs).toHaveLength(1);
  });

  it.each([
    ['/api/records/x', {}],
    ['/api/records/0', {}],
    ['/api/settings/unknown', { method: 'PUT', body: '{}' }],
    ['/api/annotation-sets/1/edits', { method: 'POST', body: '{' }],
    ['/api/annotation-sets/1/edits', { method: 'POST', body: '{"edit":{"kind":"delete","ids":["a"]}}' }],
  ])('refuses %s %j before any handler sees it', async (path, init) => {
    const { call } = apiWith({});
    const response = await call(path, init);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'InvalidInput' } });
  });

  it('knows nothing elsewhere', async () => {
    const response = await apiWith({}).call('/api/nowhere');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'NotFound' } });
  });

  it('ends a stream at its source when the reader cancels', async () => {
    let ended = false;
    const job = {
      id: 1,
      kind: 'import',
      title: '',
      state: 'running',
      progress: 0,
      doing: '',
      createdAt: '',
    } as const;
    const { call } = apiWith({
      async *watchJob(_input, { abortSignal }) {
        try {
          yield job;
          await new Promise((done) => abortSignal.addEventListener('abort', done));
        } finally {
          ended = true;
        }
      },
    });
    const reader = (await call('/api/jobs/1/progress')).body!.getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => ended).toBe(true);
  });
});

/**
 * The wire, as a hash over every endpoint's schemas. When it changes, an older window may misread a newer main side:
 * raise CONTRACT_VERSION where what was there has changed its meaning, and write the new hash here.
 */
const WIRE = { version: 1, hash: 'fc545d10be96b0ca' };

describe('the wire', () => {
  it('is the one that was agreed', () => {
    const hash = createHash('sha256');
    for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
      const { method, path, kind, params, query, body, output, errors } = endpoint;
      const schemas = [params, query, body, output].map((schema) =>
        schema === 'bytes'
          ? 'bytes'
          : z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
      );
      hash.update(JSON.stringify({ name, method, path, kind, schemas, errors }));
    }
    expect({ version: CONTRACT_VERSION, hash: hash.digest('hex').slice(0, 16) }).toEqual(WIRE);
  });
});
