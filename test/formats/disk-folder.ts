import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource, SourceFolder } from '../../src-main/domain/bytes.ts';

/** What was read of each file: byte ranges in order. */
export type ReadLog = Map<string, { offset: number; length: number }[]>;

/** A folder on disk as the readers see it; logs what is read. */
export function diskFolder(root: string, log: ReadLog = new Map()): SourceFolder & { log: ReadLog } {
  return {
    log,
    list: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort();
    },
    open: (path) => openFile(join(root, path), path, log),
  };
}

async function openFile(file: string, name: string, log: ReadLog): Promise<ByteSource | undefined> {
  let handle;
  try {
    handle = await open(file);
  } catch {
    return undefined;
  }
  const { size } = await handle.stat();
  const reads: { offset: number; length: number }[] = [];
  log.set(name, reads);
  return {
    name,
    size,
    read: async (offset, length) => {
      reads.push({ offset, length });
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}
