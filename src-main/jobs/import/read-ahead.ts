import type { ByteSource, SourceFolder } from '../../domain/bytes.ts';

/** Makes memory for what is read in passing. */
export type Allocate = (length: number) => Uint8Array;

const plain: Allocate = (length) => new Uint8Array(length);

/** A folder whose files are read from beginning to end: the next part is read while one is worked on. */
export function readAhead(folder: SourceFolder, allocate: Allocate = plain): SourceFolder {
  return {
    list: () => folder.list(),
    open: async (path) => {
      const source = await folder.open(path);
      return source && sourceReadAhead(source, allocate);
    },
  };
}

interface Expected {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Promise<Uint8Array>;
}

/** After a part that follows the one before, the next of the same length is expected. */
export function sourceReadAhead(source: ByteSource, allocate: Allocate = plain): ByteSource {
  let expected: Expected | undefined;
  let end = 0;
  const readWith = async (
    offset: number,
    length: number,
    bufferFor: (length: number) => Uint8Array | undefined,
  ): Promise<Uint8Array> => {
    const hit = expected?.offset === offset && expected.length >= length ? expected : undefined;
    // What was expected in vain may still be on its way into a buffer.
    if (expected && !hit) await expected.bytes.catch(() => {});
    expected = undefined;
    const bytes = hit
      ? (await hit.bytes).subarray(0, length)
      : await source.read(offset, length, bufferFor(length));
    const sequential = offset === end;
    end = offset + length;
    if (sequential && end < source.size) {
      const next = source.read(end, length, bufferFor(length));
      next.catch(() => {}); // told when it is asked for
      expected = { offset: end, length, bytes: next };
    }
    return bytes;
  };
  const passing = turns(allocate);
  const close = async (): Promise<void> => {
    await expected?.bytes.catch(() => {});
    await source.close();
  };
  return {
    name: source.name,
    size: source.size,
    read: (offset, length) => readWith(offset, length, () => undefined),
    readPassing: (offset, length) => readWith(offset, length, passing),
    close,
  };
}

/** Two buffers in turn: one that was handed out, one that is read into. */
function turns(allocate: Allocate): Allocate {
  const buffers: (Uint8Array | undefined)[] = [];
  let turn = 0;
  return (length) => {
    turn = 1 - turn;
    const buffer = buffers[turn];
    if (buffer && buffer.length >= length) return buffer;
    return (buffers[turn] = allocate(length));
  };
}
