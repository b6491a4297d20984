import { SECURITY_HEADERS } from '../../api/routes/security-headers.ts';
import { failureResponse, type Log } from '../../api/routes/failure-response.ts';
import { readStaticFile } from '../../services/system/static-files.ts';
import type { ElectronCalls } from './electron-calls.ts';

const SCHEME = 'purkinje';
const HOST = 'app';
/** The window's origin: api and files come from here, and nothing else does. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Must run before the app is ready: a standard, secure origin whose fetch streams. */
export function registerScheme({ protocol }: Pick<ElectronCalls, 'protocol'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

export interface SchemeOptions {
  readonly api: (request: Request) => Promise<Response>;
  readonly rendererFolder: string;
  readonly log: Log;
  /** Nothing is answered before: the window waits for its page. */
  readonly ready: Promise<unknown>;
}

/** Serves the api and the window's files on the scheme. */
export function serveScheme({ protocol }: Pick<ElectronCalls, 'protocol'>, options: SchemeOptions): void {
  protocol.handle(SCHEME, async (request) => {
    try {
      await options.ready;
      return withSecurityHeaders(await respond(request, options));
    } catch (error) {
      return withSecurityHeaders(failureResponse(error, options.log));
    }
  });
}

async function respond(request: Request, { api, rendererFolder }: SchemeOptions): Promise<Response> {
  const url = new URL(request.url);
  if (url.host !== HOST) return new Response('There is no such page.', { status: 404 });
  if (url.pathname.startsWith('/api/')) return api(request);
  const file = await readStaticFile(rendererFolder, url.pathname);
  if (file === undefined) return new Response('There is no such page.', { status: 404 });
  return new Response(file.bytes, { headers: { 'content-type': file.type } });
}

function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  return response;
}
