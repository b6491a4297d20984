import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The real recordings, which are not part of the project: `EP_DATA`, or `../shared/data` beside the checkout.
 * Use with `describe.skipIf(!recordings('mitdb'))`, so that what needs them is skipped by name.
 * @returns the folder's path, or undefined where it is absent
 */
export function recordings(folder: string): string | undefined {
  const root = process.env.EP_DATA ?? resolve(import.meta.dirname, '../../shared/data');
  const path = resolve(root, folder);
  return existsSync(path) ? path : undefined;
}
