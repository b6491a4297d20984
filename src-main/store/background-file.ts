import { closeSync, constants, fdatasync, fsync, openSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { PAGE_BYTES } from './page-memory.ts';

/** How systems say that a folder cannot be written past their cache. */
const REFUSALS: ReadonlySet<string | undefined> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP']);

/** Bytes after which the disk is asked to begin: it then works while more is made. */
const SYNC_EVERY = 1 << 25;

const fsyncLater = promisify(fsync);

/**
 * A new file that is written while other things go on. What fails in the background is kept and thrown by the next
 * `drained` or `finish`: the system tells a failed write-back only once.
 */
export class BackgroundFile {
  readonly #handle: number;
  /** The same file, past the system's cache. */
  readonly #directHandle: number | undefined;
  #direct: boolean;
  #underWay = 0;
  #unsynced = 0;
  #syncing = false;
  #failure: Error | undefined;
  #waiting: (() => void)[] = [];

  /**
   * @param options direct: whole pages that begin at a page go past the system's cache where it lets them. It then
   * neither copies them nor looks for room for what nobody reads soon. They must lie in a page memory.
   * @throws EEXIST and what else opening throws
   */
  constructor(path: string, { direct = false }: { readonly direct?: boolean } = {}) {
    this.#handle = openSync(path, 'wx');
    try {
      this.#directHandle = direct ? openDirect(path) : undefined;
    } catch (error) {
      closeSync(this.#handle);
      throw error;
    }
    this.#direct = this.#directHandle !== undefined;
  }

  /** Writes at once. */
  writeNow(bytes: Uint8Array, position: number): void {
    let written = this.#direct && isWholePages(bytes, position) ? this.#writeDirect(bytes, position) : 0;
    const cached = bytes.length - written;
    while (written < bytes.length)
      written += writeSync(this.#handle, bytes, written, bytes.length - written, position + written);
    if (cached > 0) this.#cached(cached);
  }

  /** @returns bytes written, 0 where it was refused */
  #writeDirect(bytes: Uint8Array, position: number): number {
    try {
      return writeSync(this.#directHandle!, bytes, 0, bytes.length, position);
    } catch (error) {
      if (!REFUSALS.has((error as NodeJS.ErrnoException).code)) throw error;
      this.#direct = false;
      return 0;
    }
  }

  /** Begins to write; `bytes` must stay as they are until `release` is called. */
  write(bytes: Uint8Array, position: number, release: () => void): void {
    this.#underWay++;
    const direct = this.#direct && isWholePages(bytes, position);
    const handle = direct ? this.#directHandle! : this.#handle;
    write(handle, bytes, 0, bytes.length, position, (error, written) => {
      // A folder may take the flag and then refuse what is written by it.
      const refused = direct && REFUSALS.has(error?.code);
      if (refused) this.#direct = false;
      if (refused || (!error && written < bytes.length))
        this.write(bytes.subarray(refused ? 0 : written), position + (refused ? 0 : written), release);
      else release();
      if (!direct) this.#cached(written);
      this.#ended(refused ? null : error);
    });
  }

  /** Resolves when at most `left` writes are under way. @throws what failed in the background */
  async drained(left: number): Promise<void> {
    while (this.#underWay > left) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#failure) throw this.#failure;
  }

  /** Makes it durable and closes it. @throws what failed, also in the background */
  async finish(): Promise<void> {
    await this.drained(0);
    await fsyncLater(this.#handle);
    this.#close();
  }

  /** Closes it as it is, once nothing writes to it any more. */
  async abandon(): Promise<void> {
    await this.drained(0).catch(() => {}); // it failed before: that is why
    this.#close();
  }

  #close(): void {
    closeSync(this.#handle);
    if (this.#directHandle !== undefined) closeSync(this.#directHandle);
  }

  /** Bytes that the system's cache holds until the disk has them. */
  #cached(bytes: number): void {
    this.#unsynced += bytes;
    if (this.#syncing || this.#unsynced < SYNC_EVERY) return;
    this.#unsynced = 0;
    this.#syncing = true;
    this.#underWay++;
    fdatasync(this.#handle, (error) => {
      this.#syncing = false;
      this.#ended(error);
    });
  }

  #ended(error: Error | null): void {
    this.#underWay--;
    if (error) this.#failure ??= error;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** undefined where the system has no such way, or not in this folder. */
function openDirect(path: string): number | undefined {
  const { O_DIRECT, O_WRONLY } = constants as { readonly O_DIRECT?: number; readonly O_WRONLY: number };
  if (O_DIRECT === undefined) return undefined;
  try {
    return openSync(path, O_WRONLY | O_DIRECT);
  } catch (error) {
    if (REFUSALS.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

function isWholePages(bytes: Uint8Array, position: number): boolean {
  return [bytes.byteOffset, bytes.length, position].every((at) => at % PAGE_BYTES === 0);
}
