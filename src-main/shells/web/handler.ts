import { SECURITY_HEADERS } from '../../api/routes/security-headers.ts';
import { failureResponse, type Log } from '../../api/routes/failure-response.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { readStaticFile } from '../../services/system/static-files.ts';
import { equal, type Gate, type Refusal } from './gate.ts';

export interface WebHandlerOptions {
  readonly api: (request: Request) => Promise<Response>;
  readonly gate: Gate;
  /** What a second start of the same user proves itself with (`join.ts`). */
  readonly joinSecret: string;
  readonly rendererFolder: string;
  readonly log: Log;
}

/** Everything that the web host answers: the token exchange, joining, the api, the window's files. */
export function createWebHandler(options: WebHandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return withSecurityHeaders(await route(request, options));
    } catch (error) {
      return withSecurityHeaders(failureResponse(error, options.log));
    }
  };
}

async function route(request: Request, options: WebHandlerOptions): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === '/enter') return enter(request, url, options.gate);
  if (url.pathname === '/join') return join(request, options);
  const refused = options.gate.refusal(request);
  if (url.pathname.startsWith('/api/'))
    return refused ? refuseApi(refused, options.log) : options.api(request);
  if (refused) return page(403, EXPLAIN[refused]);
  return serveFile(url.pathname, options.rendererFolder);
}

/** The token becomes the cookie. The page moves on by itself, so that the next request is one of the same site. */
function enter(request: Request, url: URL, gate: Gate): Response {
  const foreign = gate.foreign(request);
  if (foreign) return page(403, EXPLAIN[foreign]);
  // Someone who is in already may use an old bookmark.
  const cookie = gate.redeem(url.searchParams.get('token') ?? '');
  if (cookie === undefined && gate.refusal(request) !== undefined) return page(403, EXPLAIN.cookie);
  const response = page(200, 'Opening Purkinje ...', '<meta http-equiv="refresh" content="0; url=/">');
  if (cookie !== undefined) response.headers.set('set-cookie', cookie);
  return response;
}

/** A second start on the same library: its user can read the library folder, and so knows the secret. */
async function join(request: Request, { gate, joinSecret }: WebHandlerOptions): Promise<Response> {
  if (request.method !== 'POST' || gate.foreign(request) || request.headers.get('origin') !== null)
    return page(403, EXPLAIN.origin);
  if (!equal(await request.text(), joinSecret)) return page(403, EXPLAIN.cookie);
  return Response.json({ path: enterPath(gate) });
}

/** Path and query that let one browser in, once. */
export function enterPath(gate: Gate): string {
  return `/enter?token=${gate.issueToken()}`;
}

async function serveFile(path: string, folder: string): Promise<Response> {
  const file = await readStaticFile(folder, path);
  if (file === undefined) return page(404, 'There is no such page.');
  const caching = file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(file.bytes, { headers: { 'content-type': file.type, 'cache-control': caching } });
}

const EXPLAIN: Readonly<Record<Refusal, string>> = {
  host: 'This address is not the one that Purkinje was started at. Use the address that it printed.',
  origin: 'Another site may not reach into Purkinje.',
  cookie:
    'This link has been used or is out of date. Run npm start again: it joins the running workstation and opens a fresh link.',
};

function refuseApi(refusal: Refusal, log: Log): Response {
  return failureResponse(new PurkinjeError('NotAllowed', EXPLAIN[refusal]), log);
}

function page(status: number, text: string, head = ''): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Purkinje</title><link rel="icon" href="data:,">${head}<p>${text}</p></html>`;
  return new Response(html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  return response;
}
