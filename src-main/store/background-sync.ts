import { closeSync, fdatasync, writeSync } from 'node:fs';

/** Bytes after which the disk is asked to begin: it then works while more is made. */
const SYNC_EVERY = 1 << 25;

/** Writes all of `bytes`, however many the system takes at once. */
export function writeFully(handle: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(handle, bytes, written, bytes.length - written, position + written);
}

/**
 * Starts writing back what was written, in the background, and owns the closing of the handle: not before a sync that
 * is under way has ended. A failure here is not lost: the last fsync reports it again.
 */
export function periodicSync(handle: number): { wrote(bytes: number): void; close(): void } {
  let pending = 0;
  let busy = false;
  let closing = false;
  const ended = (): void => {
    busy = false;
    if (closing) closeSync(handle);
  };
  return {
    wrote: (bytes) => {
      pending += bytes;
      if (busy || pending < SYNC_EVERY) return;
      pending = 0;
      busy = true;
      fdatasync(handle, ended);
    },
    close: () => {
      closing = true;
      if (!busy) closeSync(handle);
    },
  };
}
