import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, validateFileName } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';

/** Unix file types in a zip entry's attributes (stat.h: S_IFMT, S_IFLNK). */
const TYPE_MASK = 0o170000;
const LINK_TYPE = 0o120000;

/**
 * Bytes that a zip file unpacks to, as its directory tells (zip64 too).
 * @throws StudyUnreadable where it is no zip file
 */
export async function unpackedSize(zip: string): Promise<number> {
  let bytes = 0;
  await eachFile(zip, async (_file, entry) => {
    bytes += entry.uncompressedSize;
  });
  return bytes;
}

/**
 * Unpacks a zip file into an empty folder, streaming; checks sizes and checksums. Links and Mac OS resource forks are
 * left out.
 * @throws PathRefused for a name that climbs out, StudyUnreadable for a damaged or encrypted one, Cancelled
 */
export async function unpackZip(
  zip: string,
  target: string,
  { abortSignal, onBytes }: { abortSignal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<void> {
  await eachFile(zip, async (file, entry) => {
    throwIfCancelled(abortSignal);
    const path = containedPath(zip, target, entry.fileName);
    await mkdir(dirname(path), { recursive: true });
    let sum = 0;
    const check = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        sum = crc32(chunk, sum);
        onBytes(chunk.length);
        done(null, chunk);
      },
    });
    await pipeline(await file.openReadStreamPromise(entry), check, createWriteStream(path, { flags: 'wx' }), {
      signal: abortSignal,
    });
    if (sum !== entry.crc32)
      throw damaged(zip, `${entry.fileName} has another checksum than the directory says`);
  });
}

async function eachFile(zip: string, visit: (file: ZipFile, entry: Entry) => Promise<void>): Promise<void> {
  const file = await openPromise(zip, { autoClose: false, decodeStrings: true }).catch((error: Error) => {
    throw damaged(zip, error.message);
  });
  try {
    for await (const entry of file.eachEntry()) if (isWanted(zip, entry)) await visit(file, entry);
  } catch (error) {
    throw asExpected(zip, error);
  } finally {
    file.close();
  }
}

function isWanted(zip: string, entry: Entry): boolean {
  if (entry.fileName.endsWith('/') || /(^|\/)(__MACOSX\/|\.DS_Store$)/.test(entry.fileName)) return false;
  if (entry.isEncrypted()) throw damaged(zip, `${entry.fileName} is encrypted; unpack it first`);
  return ((entry.externalFileAttributes >>> 16) & TYPE_MASK) !== LINK_TYPE;
}

/** yauzl refuses such names already; what is written is checked where it is written. */
function containedPath(zip: string, target: string, name: string): string {
  const path = resolve(target, name);
  const way = relative(target, path);
  if (validateFileName(name) !== null || way === '' || way.startsWith('..') || isAbsolute(way))
    throw refused(zip, name);
  return path;
}

function asExpected(zip: string, error: unknown): unknown {
  if (error instanceof PurkinjeError) return error;
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return new PurkinjeError('Cancelled', 'Cancelled.');
  // Without a code of the operating system it is yauzl's or zlib's word on the file.
  if (code === undefined || code.startsWith('Z_')) {
    return /relative path|absolute path|invalid characters/.test(message)
      ? refused(zip, message)
      : damaged(zip, message);
  }
  return error;
}

function refused(zip: string, name: string): PurkinjeError {
  return new PurkinjeError(
    'PathRefused',
    `${zip} holds a file that would be written outside of its folder: ${name}.`,
    {
      file: zip,
    },
  );
}

function damaged(zip: string, why: string): PurkinjeError {
  return new PurkinjeError('StudyUnreadable', `${zip} can't be unpacked: ${why.replace(/\.+$/, '')}.`, {
    file: zip,
  });
}
