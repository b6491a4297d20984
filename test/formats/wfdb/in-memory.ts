import type { SourceFolder } from '../../../src-main/domain/bytes.ts';
import { memoryFolder } from '../../../src-main/domain/bytes.ts';

/** A folder of files given as text or bytes. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): SourceFolder {
  return memoryFolder(
    new Map(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? new TextEncoder().encode(content) : content,
      ]),
    ),
  );
}

/** Values as 16-bit words, low byte first. */
export function words16(...values: number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(values).buffer);
}
