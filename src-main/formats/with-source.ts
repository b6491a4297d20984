import type { ByteSource, SourceFolder } from '../domain/bytes.ts';

/** Opens a file, uses it, closes it; undefined where there is none. */
export async function withSource<T>(
  folder: SourceFolder,
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T | undefined> {
  const source = await folder.open(path);
  if (!source) return undefined;
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}
