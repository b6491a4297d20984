import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import { productVersion } from './system/product.ts';
import type { ShellKind, Workstation } from './workstation.ts';

export interface Status {
  readonly product: 'Purkinje';
  readonly version: string;
  readonly shell: ShellKind;
  readonly library: { readonly name: string; readonly path: string; readonly freeBytes: number };
  readonly notices: string[];
}

export async function readStatus({ library, shell, notices }: Workstation): Promise<Status> {
  const { bavail, bsize } = await statfs(library.path);
  return {
    product: 'Purkinje',
    version: productVersion(),
    shell,
    library: { name: basename(library.path), path: library.path, freeBytes: bavail * bsize },
    notices: [...notices],
  };
}
