import { createHash } from 'node:crypto';

/**
 * The hash of a recording's set of files: SHA-256 over the files' own SHA-256 (lower-case hex, each with a line feed),
 * sorted. Names do not count: a renamed copy is the same content.
 */
export function contentHashOf(fileHashes: readonly string[]): string {
  const hash = createHash('sha256');
  for (const fileHash of [...fileHashes].sort()) hash.update(`${fileHash}\n`);
  return hash.digest('hex');
}
