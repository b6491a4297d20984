import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { followMove } from '../house/moved-pointer.ts';

/**
 * How a second start, or a command, joins the web shell that holds a library: it answers at `address` to whoever knows
 * `secret`. The file is readable by its user alone.
 */
export interface Presence {
  readonly address: string;
  readonly secret: string;
}

const fileOf = (libraryFolder: string): string => join(libraryFolder, 'joining.json');

/** Says where the holder of this library answers. Call `withdraw` before the library is closed. */
export function announcePresence(libraryFolder: string, address: string, secret: string): () => void {
  const file = fileOf(libraryFolder);
  // Removed first: `mode` only applies to a file that is made.
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ address, secret } satisfies Presence), { mode: 0o600, flag: 'wx' });
  return () => rmSync(file, { force: true });
}

export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Asks the holder of a library for a way in.
 * @returns its address and a link that lets one browser (or client) in once; undefined where nobody answers
 */
export async function joinHolder(
  libraryFolder: string,
): Promise<{ address: string; link: string } | undefined> {
  const presence = readPresence(followMove(libraryFolder));
  if (presence === undefined) return undefined;
  const response = await fetch(`${presence.address}/join`, { method: 'POST', body: presence.secret }).catch(
    () => undefined,
  );
  if (response?.ok !== true) return undefined;
  const { path } = (await response.json()) as { path: string };
  return { address: presence.address, link: presence.address + path };
}

/**
 * Redeems a link for the cookie that requests then carry.
 * @throws NotAllowed where the link is used or out of date
 */
export async function enterByLink(link: string): Promise<string> {
  const response = await fetch(link);
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined)
    throw new PurkinjeError('NotAllowed', 'The running workstation does not let this command in.');
  return cookie;
}

function readPresence(libraryFolder: string): Presence | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(libraryFolder), 'utf8')) as Presence;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
