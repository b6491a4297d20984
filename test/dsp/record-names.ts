import { readdirSync } from 'node:fs';

/** Names of the WFDB records of a folder, in numeric order. */
export function recordNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hea'))
    .map((file) => file.slice(0, -4))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
