import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { threadId } from 'node:worker_threads';
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

/** A whole file of examples, of which the windows were not read yet. */
export interface ExampleFile<T> {
  readonly path: string;
  /** What else the writer wanted back. */
  readonly note: T;
  readonly infos: readonly ExampleInfo[];
  /** Where its arrays begin. */
  readonly arraysFrom: number;
}

/** How a file ends that a thread of this process is writing: two that write the same do not meet. */
export function unfinishedSuffix(thread: number = threadId): string {
  return `.${process.pid}-${thread}.part`;
}

/** Keeps examples in one file (temporary name, fsync, rename). `note`: what else the caller wants back. */
export function writeExamples<T>(path: string, set: ExampleSet, note: T): void {
  const lengths = Object.fromEntries(NAMES.map((name) => [name, set[name].length]));
  const unfinished = `${path}${unfinishedSuffix()}`;
  const file = openSync(unfinished, 'w');
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
  renameSync(unfinished, path);
}

/** undefined where there is no such file or it is not whole: it is then made again. */
export function openExamples<T>(path: string): ExampleFile<T> | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const line = firstLine(file);
    if (line === undefined) return undefined;
    const { note, infos, lengths } = JSON.parse(line.toString('utf8')) as Header<T>;
    const total = NAMES.reduce((sum, name) => sum + lengths[name] * ARRAYS[name].BYTES_PER_ELEMENT, 0);
    const arraysFrom = line.length + 1;
    if (fstatSync(file).size !== arraysFrom + total) return undefined;
    return { path, note, infos, arraysFrom };
  } finally {
    closeSync(file);
  }
}

/** Bytes that are looked at first for the header's end. */
const HEADER = 1 << 16;

function firstLine(file: number): Buffer | undefined {
  const { size } = fstatSync(file);
  for (let length = HEADER; ; length *= 4) {
    const bytes = Buffer.alloc(Math.min(length, size));
    readWhole(file, bytes, 0);
    const end = bytes.indexOf(10);
    if (end >= 0) return bytes.subarray(0, end);
    if (length >= size) return undefined;
  }
}

/** @throws Error where the file ends before */
function readWhole(file: number, into: Uint8Array, from: number): void {
  for (let done = 0; done < into.length;) {
    const read = readSync(file, into, done, into.length - done, from + done);
    if (read === 0) throw new Error('a file of examples was cut off while it was read');
    done += read;
  }
}

/** Reads a file's windows into rows of a set, from `first` on, where its infos stand: nothing is held twice. */
export function readRows(file: ExampleFile<unknown>, set: ExampleSet, first: number): void {
  const opened = openSync(file.path, 'r');
  try {
    let at = file.arraysFrom;
    for (const name of NAMES) {
      const { buffer, byteOffset, byteLength } = set[name];
      // No example, no windows.
      const rowBytes = set.infos.length > 0 ? byteLength / set.infos.length : 0;
      const bytes = file.infos.length * rowBytes;
      readWhole(opened, new Uint8Array(buffer, byteOffset + first * rowBytes, bytes), at);
      at += bytes;
    }
  } finally {
    closeSync(opened);
  }
}
