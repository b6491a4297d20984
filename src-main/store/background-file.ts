import { closeSync, fdatasync, fsync, openSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/** Bytes after which the disk is asked to begin: it then works while more is made. */
const SYNC_EVERY = 1 << 25;

const fsyncLater = promisify(fsync);

/**
 * A new file that is written while other things go on. What fails in the background is kept and thrown by the next
 * `drained` or `finish`: the system tells a failed write-back only once.
 */
export class BackgroundFile {
  readonly #handle: number;
  #underWay = 0;
  #unsynced = 0;
  #syncing = false;
  #failure: Error | undefined;
  #waiting: (() => void)[] = [];

  /** @throws EEXIST and what else opening throws */
  constructor(path: string) {
    this.#handle = openSync(path, 'wx');
  }

  /** Writes at once. */
  writeNow(bytes: Uint8Array, position: number): void {
    let written = 0;
    while (written < bytes.length)
      written += writeSync(this.#handle, bytes, written, bytes.length - written, position + written);
    this.#wrote(bytes.length);
  }

  /** Begins to write; `bytes` must stay as they are until `release` is called. */
  write(bytes: Uint8Array, position: number, release: () => void): void {
    this.#underWay++;
    write(this.#handle, bytes, 0, bytes.length, position, (error, written) => {
      if (!error && written < bytes.length) this.write(bytes.subarray(written), position + written, release);
      else release();
      this.#wrote(written);
      this.#ended(error);
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
    closeSync(this.#handle);
  }

  /** Closes it as it is, once nothing writes to it any more. */
  async abandon(): Promise<void> {
    await this.drained(0).catch(() => {}); // it failed before: that is why
    closeSync(this.#handle);
  }

  #wrote(bytes: number): void {
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
