import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { PurkinjeError } from '../../domain/errors.ts';

/** Numbers and named float vectors, in one file: a JSON line that names the vectors, then their bytes. */
export interface Checkpoint<T> {
  readonly header: T;
  readonly vectors: Readonly<Record<string, Float32Array>>;
}

/** Written beside, synced and renamed: after a kill the file is either the old checkpoint or the new one, never half. */
export function writeCheckpoint<T>(path: string, { header, vectors }: Checkpoint<T>): void {
  const layout = Object.entries(vectors).map(([name, { length }]) => ({ name, length }));
  const file = openSync(`${path}.part`, 'w');
  try {
    writeSync(file, `${JSON.stringify({ header, layout })}\n`);
    for (const vector of Object.values(vectors))
      writeSync(file, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
}

/** undefined where there is none. @throws JobFailed for a file that is no checkpoint */
export function readCheckpoint<T>(path: string): Checkpoint<T> | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const end = bytes.indexOf(10);
  try {
    const { header, layout } = JSON.parse(bytes.toString('utf8', 0, end)) as {
      header: T;
      layout: { name: string; length: number }[];
    };
    let at = end + 1;
    const vectors: Record<string, Float32Array> = {};
    for (const { name, length } of layout) {
      vectors[name] = new Float32Array(Uint8Array.from(bytes.subarray(at, at + 4 * length)).buffer);
      at += 4 * length;
    }
    if (at !== bytes.length) throw new Error('its length is wrong');
    return { header, vectors };
  } catch (cause) {
    const message = `${path} is no checkpoint that can be read. Delete it to train from the beginning.`;
    throw new PurkinjeError('JobFailed', message, { file: path }, { cause });
  }
}
