import { resolve } from 'node:path';
import { createApi } from '../../api/routes/create-api.ts';
import { createHandlers } from '../../api/routes/handlers.ts';
import { createClient, type ApiClient, type FetchLike } from '../../api/contract/client.ts';
import { isPurkinjeError } from '../../domain/errors.ts';
import { openWorkstation } from '../../services/open-workstation.ts';
import { defaultLibraryFolder } from '../../services/system/library-folder.ts';
import { enterByLink, joinHolder } from '../../services/system/presence.ts';
import type { CommandArguments } from './arguments.ts';
import { jobAhead } from './job-ahead.ts';

/** A library by the api, whether this process opened it or a running workstation holds it. */
export interface LibraryClient {
  readonly api: ApiClient;
  readonly folder: string;
  close(): Promise<void>;
}

export function libraryFolderOf(args: CommandArguments): string {
  return resolve(args.text('library') ?? defaultLibraryFolder());
}

/**
 * Opens the library, or joins the workstation that has it open.
 * @throws LibraryNotFound unless `create`; LibraryInUse where it is held by something that can't be joined
 */
export async function openLibraryClient(
  folder: string,
  options: { create?: boolean } = {},
): Promise<LibraryClient> {
  try {
    return await signedIn(ownClient(folder, options));
  } catch (error) {
    if (!isPurkinjeError(error) || error.code !== 'LibraryInUse') throw error;
    const joined = await joinedClient(folder);
    if (joined === undefined) throw error;
    return joined;
  }
}

/** Runs `work` with the library, and closes it whatever happens. */
export async function withLibrary<Result>(
  args: CommandArguments,
  work: (client: LibraryClient) => Promise<Result>,
  options: { create?: boolean } = {},
): Promise<Result> {
  const client = await openLibraryClient(libraryFolderOf(args), options);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

function ownClient(folder: string, { create }: { create?: boolean }): LibraryClient {
  const workstation = openWorkstation(folder, { shell: 'cli', create, jobAhead: jobAhead() });
  const handler = createApi(createHandlers(workstation), { log: workstation.log });
  const fetchLike: FetchLike = (url, init) => handler(new Request(`http://library${url}`, init));
  return { folder, api: createClient(fetchLike), close: () => workstation.close() };
}

/** A library with users: `PURKINJE_USER` signs in with `PURKINJE_PASSWORD`; never on a command line, where others see it. */
async function signedIn(client: LibraryClient): Promise<LibraryClient> {
  const { PURKINJE_USER: name, PURKINJE_PASSWORD: password } = process.env;
  const { required } = await client.api.getSession();
  if (!required || name === undefined) return client;
  try {
    await client.api.signIn({ body: { name, password: password ?? '' } });
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function joinedClient(folder: string): Promise<LibraryClient | undefined> {
  const joined = await joinHolder(folder);
  if (joined === undefined) return undefined;
  const cookie = await enterByLink(joined.link);
  const fetchLike: FetchLike = (url, init) =>
    fetch(joined.address + url, { ...init, headers: { ...init.headers, cookie } });
  return { folder, api: createClient(fetchLike), close: async () => {} };
}
