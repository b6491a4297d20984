/** How PURE code reads files: random access by name inside one folder, so that a window touches only its bytes. */
export interface ByteSource {
  /** As the user knows it, for error messages. */
  readonly name: string;
  readonly size: number;
  /** Exactly `length` bytes from `offset`, fewer only where the file ends. The caller may keep the array, which is (part of) `into` where that is given and heeded. */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  /** The same, in an array that is the source's again at the next call: for who reads in order and keeps nothing. */
  readPassing?(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A folder of a recording. Paths are relative, with `/`; one that climbs out throws `PathRefused`. */
export interface SourceFolder {
  /** Relative paths of all files at any depth, sorted. */
  list(): Promise<readonly string[]>;
  /** undefined where there is no such file. */
  open(path: string): Promise<ByteSource | undefined>;
}

/** A source over bytes already in memory (tests, small files). */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
    close: async () => {},
  };
}

export function memoryFolder(files: ReadonlyMap<string, Uint8Array>): SourceFolder {
  return {
    list: async () => [...files.keys()].sort(),
    open: async (path) => {
      const bytes = files.get(path);
      return bytes && memorySource(path, bytes);
    },
  };
}
