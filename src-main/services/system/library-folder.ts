import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where the library is unless it is named: PURKINJE_LIBRARY, else a folder of the user's own data
 * (XDG base directories on Linux, Application Support on macOS, AppData on Windows).
 */
export function defaultLibraryFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  if (env.PURKINJE_LIBRARY) return resolve(env.PURKINJE_LIBRARY);
  return join(userData(env, platform), 'purkinje', 'library');
}

function userData(env: NodeJS.ProcessEnv, platform: string): string {
  if (env.XDG_DATA_HOME) return env.XDG_DATA_HOME;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.local', 'share');
}
