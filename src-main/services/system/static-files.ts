import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Named by a hash of its content: may be cached for ever. */
  readonly immutable: boolean;
}

/**
 * The built window's files. `/` is index.html; a path without an extension too, so that a deep link opens the window.
 * @returns undefined where there is no such file, also for a path that climbs out of the folder
 */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | undefined> {
  const path = decoded(urlPath);
  if (path === undefined) return undefined;
  const name = extname(path) === '' ? '/index.html' : path;
  const file = resolve(join(folder, name));
  if (!file.startsWith(resolve(folder) + sep)) return undefined;
  const type = TYPES[extname(file)];
  if (type === undefined) return undefined;
  try {
    const bytes = new Uint8Array(await readFile(file));
    return { bytes, type, immutable: name.startsWith('/assets/') };
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function decoded(urlPath: string): string | undefined {
  try {
    const path = decodeURIComponent(urlPath);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}
