import { createWriteStream } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PurkinjeError } from '../../domain/errors.ts';
import { incomingFolder } from '../../store/library-paths.ts';

/**
 * Files on their way from a browser: each upload is a folder under the library's `incoming/`, which a start after an
 * unclean end sweeps. Electron imports by path and needs none.
 */
export interface Uploads {
  /** @throws DiskFull where the files and their import would not fit */
  create(totalBytes: number): Promise<string>;
  /** @throws NotFound, PathRefused, DiskFull */
  put(uploadId: string, path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** What to import of it: its folder. @throws NotFound */
  paths(uploadId: string): string[];
  /** The upload that this is of. */
  at(path: string): string | undefined;
  remove(uploadId: string): Promise<void>;
}

/** Whether this is an upload's folder. */
export function isUpload(path: string): boolean {
  return UPLOAD.test(`${path}/`);
}

/** A path as whoever uploaded it knows it; any other as it is. */
export function withoutUploadFolder(path: string): string {
  return path.replace(UPLOAD, '');
}

/** The upload itself, the original kept, and the derived block file with its pyramid. */
const SPACE_FACTOR = 3.2;

const UPLOAD = /^.*[\\/]incoming[\\/]upload-[\da-f-]{36}[\\/]/;

export function openUploads(libraryPath: string): Uploads {
  const folders = new Map<string, string>();
  const folder = (uploadId: string): string => {
    const path = folders.get(uploadId);
    if (path === undefined) throw new PurkinjeError('NotFound', 'There is no such upload. Begin it again.');
    return path;
  };
  return {
    paths: (uploadId) => [folder(uploadId)],
    at: (path) => [...folders].find(([, folderOf]) => `${path}${sep}`.startsWith(folderOf + sep))?.[0],
    async create(totalBytes) {
      await checkSpace(libraryPath, totalBytes * SPACE_FACTOR);
      const uploadId = randomUUID();
      const path = join(incomingFolder(libraryPath), `upload-${uploadId}`);
      await mkdir(path, { recursive: true });
      folders.set(uploadId, path);
      return uploadId;
    },
    async put(uploadId, path, chunks) {
      const file = inside(folder(uploadId), path);
      await mkdir(dirname(file), { recursive: true });
      await pipeline(Readable.from(chunks), createWriteStream(file)).catch((error: unknown) => {
        throw fullDiskOr(error, path);
      });
    },
    async remove(uploadId) {
      await rm(folder(uploadId), { recursive: true, force: true });
      folders.delete(uploadId);
    },
  };
}

/** @throws PathRefused for a path that is not simply relative */
function inside(folder: string, path: string): string {
  const file = resolve(folder, path);
  const refused = path.includes('\0') || path.includes('\\') || !file.startsWith(folder + sep);
  if (refused) throw new PurkinjeError('PathRefused', `${path} lies outside of the upload.`, { file: path });
  return file;
}

async function checkSpace(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize >= bytes) return;
  const [needed, free] = [bytes, bavail * bsize].map((value) => `${Math.ceil(value / 1e6)} MB`);
  throw new PurkinjeError(
    'DiskFull',
    `The import needs ${needed}, and ${free} are free where the library lies. Make room.`,
  );
}

function fullDiskOr(error: unknown, path: string): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') return error;
  return new PurkinjeError('DiskFull', `The disk is full; ${path} could not be uploaded. Make room.`, {
    file: path,
  });
}
