import type { ByteSource, SourceFolder } from '../../domain/bytes.ts';

/** A folder whose files are read from beginning to end: the next part is read while one is worked on. */
export function readAhead(folder: SourceFolder): SourceFolder {
  return {
    list: () => folder.list(),
    open: async (path) => {
      const source = await folder.open(path);
      return source && sourceReadAhead(source);
    },
  };
}

interface Expected {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Promise<Uint8Array>;
}

/** After a part that follows the one before, the next of the same length is expected. */
export function sourceReadAhead(source: ByteSource): ByteSource {
  let expected: Expected | undefined;
  let end = 0;
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const hit = expected?.offset === offset && expected.length >= length ? expected : undefined;
    expected = undefined;
    const bytes = hit ? (await hit.bytes).subarray(0, length) : await source.read(offset, length);
    const sequential = offset === end;
    end = offset + length;
    if (sequential && end < source.size) {
      const next = source.read(end, length);
      next.catch(() => {}); // told when it is asked for
      expected = { offset: end, length, bytes: next };
    }
    return bytes;
  };
  const close = async (): Promise<void> => {
    await expected?.bytes.catch(() => {});
    await source.close();
  };
  return { name: source.name, size: source.size, read, close };
}
