import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { ExampleInfo, ExampleSet } from './example-set.ts';

const ARRAYS = {
  ecg: Int16Array,
  iegm: Int16Array,
  ecgPresence: Uint8Array,
  iegmPresence: Uint8Array,
  priors: Float32Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
const NAMES = Object.keys(ARRAYS) as ArrayName[];

interface Header<T> {
  readonly note: T;
  readonly infos: readonly ExampleInfo[];
  readonly lengths: Readonly<Record<ArrayName, number>>;
}

/** Keeps examples in one file (temporary name, fsync, rename). `note`: what else the caller wants back. */
export function writeExamples<T>(path: string, set: ExampleSet, note: T): void {
  const lengths = Object.fromEntries(NAMES.map((name) => [name, set[name].length]));
  const file = openSync(`${path}.part`, 'w');
  try {
    writeSync(file, `${JSON.stringify({ note, infos: set.infos, lengths })}\n`);
    for (const name of NAMES) {
      const { buffer, byteOffset, byteLength } = set[name];
      writeSync(file, new Uint8Array(buffer, byteOffset, byteLength));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
}

/** undefined where there is no such file or it is not whole: it is then made again. */
export function readExamples<T>(
  path: string,
  like: Pick<ExampleSet, 'parameters' | 'grouping'>,
): { set: ExampleSet; note: T } | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  const { note, infos, lengths } = JSON.parse(bytes.toString('utf8', 0, end)) as Header<T>;
  const total = NAMES.reduce((sum, name) => sum + lengths[name] * ARRAYS[name].BYTES_PER_ELEMENT, 0);
  if (bytes.length !== end + 1 + total) return undefined;
  let at = end + 1;
  const take = <A>(Kind: { new (buffer: ArrayBuffer): A; BYTES_PER_ELEMENT: number }, length: number): A => {
    const from = bytes.byteOffset + at;
    at += length * Kind.BYTES_PER_ELEMENT;
    // A copy begins where its kind may begin, wherever the header ends.
    return new Kind(bytes.buffer.slice(from, bytes.byteOffset + at) as ArrayBuffer);
  };
  const set = {
    ...like,
    infos,
    ecg: take(Int16Array, lengths.ecg),
    iegm: take(Int16Array, lengths.iegm),
    ecgPresence: take(Uint8Array, lengths.ecgPresence),
    iegmPresence: take(Uint8Array, lengths.iegmPresence),
    priors: take(Float32Array, lengths.priors),
  };
  return { set, note };
}
