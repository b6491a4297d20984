/**
 * The window's api over the stand-in recording, for tests and frame timings of the window alone: it answers what the
 * contract asks, in memory. The real program is what the other end-to-end tests drive.
 *
 *     node test/e2e/stand-in-server.ts [port]
 */
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, resolve } from 'node:path';
import type { AddressInfo } from 'node:net';
import { ENDPOINTS, type EndpointName } from '../../src-main/api/contract/index.ts';
import { StandInApi } from './stand-in-api.ts';

const PAGE = resolve(import.meta.dirname, '../../dist/renderer');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

interface Route {
  readonly name: EndpointName;
  readonly method: string;
  readonly pattern: RegExp;
}

const ROUTES: readonly Route[] = Object.entries(ENDPOINTS).map(([name, { method, path }]) => ({
  name: name as EndpointName,
  method,
  pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function serveFile(path: string, response: ServerResponse): void {
  const file = join(PAGE, path === '/' ? 'index.html' : path);
  if (!file.startsWith(PAGE) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

async function answer(api: StandInApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, 'http://127.0.0.1');
  if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, response);
  for (const { name, method, pattern } of ROUTES) {
    const match = method === request.method ? pattern.exec(url.pathname) : null;
    if (!match) continue;
    const body = await bodyOf(request);
    try {
      const result = api.answer(name, match.groups ?? {}, url.searchParams, body);
      if (result instanceof Uint8Array) {
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(result);
      } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 'NotFound', message } }));
    }
    return;
  }
  response.writeHead(404).end();
}

/** Starts it on a port (0: a free one). */
export async function startStandIn(
  api: StandInApi,
  port = 0,
): Promise<{ url: string; server: Server; close: () => Promise<void> }> {
  const server = createServer((request, response) => void answer(api, request, response));
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, server, close: () => new Promise((done) => server.close(() => done())) };
}

if (process.argv[1] === import.meta.filename) {
  const { url } = await startStandIn(new StandInApi(), Number(process.argv[2] ?? 0));
  console.log(url);
}
