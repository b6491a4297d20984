import { Memory } from '../domain/kernel/web-assembly.ts';

/** What a disk is handed in one piece: no smaller page is in use, and every block of a disk divides it. */
export const PAGE_BYTES = 4096;
/** In which WebAssembly counts. */
const WASM_PAGE_BYTES = 65_536;

/**
 * Arrays that begin at a page of memory, as a disk needs it that takes them where they lie: JavaScript's own begin
 * anywhere, only a WebAssembly memory tells where.
 * @param bytes of each, a multiple of `PAGE_BYTES`
 * @returns undefined where the system limits addresses, of which such a memory reserves gigabytes
 */
export function pageArrays(count: number, bytes: number): Uint8Array<ArrayBuffer>[] | undefined {
  const pages = Math.ceil((count * bytes) / WASM_PAGE_BYTES);
  try {
    const { buffer } = new Memory({ initial: pages, maximum: pages });
    return Array.from({ length: count }, (_, i) => new Uint8Array(buffer, i * bytes, bytes));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
