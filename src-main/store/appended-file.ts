import type { KernelMemory } from '../domain/kernel/kernel-memory.ts';
import { BackgroundFile } from './background-file.ts';
import { PAGE_BYTES, pageArrays } from './page-memory.ts';

/** Bytes that are written at a time, at least. */
const SMALLEST_PART = 1 << 21;
/**
 * And at most. A file that grows past the system's cache is written by one call at a time; between two of them the disk
 * waits, so they are long where much is written.
 */
const LARGEST_PART = 1 << 23;
/** Parts that a file is worth, at least: less memory for a smaller one. */
const WORTH_PARTS = 16;
/** One that is filled, the others under way: a disk that others use as well stops now and then. Those that it does not need are never touched. */
const PARTS = 6;
/** Below this a file is written before a page memory has been made for it. */
const WORTH_DIRECT = 1 << 24;
/** Most that `room` is asked for: what the page that is carried over leaves of a part. */
export const LARGEST_ROOM = SMALLEST_PART - PAGE_BYTES;

/** Bytes that a file of about `bytes` asks of a kernel memory. */
export function appendedMemory(bytes: number): number {
  return bytes < WORTH_DIRECT ? 0 : PARTS * (partBytes(bytes) + PAGE_BYTES) + PAGE_BYTES;
}

function partBytes(bytes: number): number {
  let part = SMALLEST_PART;
  while (part < LARGEST_PART && part * WORTH_PARTS < bytes) part *= 2;
  return part;
}

/**
 * A new file that grows from its beginning to its end, out of parts of memory that are used in turn: ask for `room`, fill
 * it, `append`. Parts are written while the next one is filled, past the system's cache where that is worth it and allowed.
 */
export class AppendedFile {
  readonly #file: BackgroundFile;
  readonly #partBytes: number;
  readonly #free: Uint8Array[];
  #parts: number;
  #part: Uint8Array;
  /** Bytes of the file that lie before the part. */
  #before = 0;
  #used = 0;

  /**
   * @param bytes about how many it will have
   * @param memory its parts lie there, where they are worth one: `appendedMemory` of it are taken
   * @throws EEXIST and what else opening throws
   */
  constructor(path: string, bytes: number, memory?: KernelMemory) {
    this.#partBytes = partBytes(bytes);
    const pages = bytes < WORTH_DIRECT ? undefined : this.#pages(memory);
    this.#file = new BackgroundFile(path, { direct: pages !== undefined });
    this.#free = pages ?? [];
    this.#parts = this.#free.length;
    this.#part = this.#nextPart()!;
  }

  #pages(memory: KernelMemory | undefined): Uint8Array[] | undefined {
    if (!memory) return pageArrays(PARTS, this.#partBytes);
    return Array.from({ length: PARTS }, () => memory.uint8(this.#partBytes, PAGE_BYTES));
  }

  /** Bytes so far. */
  get size(): number {
    return this.#before + this.#used;
  }

  /** Where the next bytes go, `bytes` of them (`LARGEST_ROOM` at most). It is gone when more is asked for. */
  room(bytes: number): Uint8Array {
    if (this.#used + bytes > this.#partBytes) this.#passOn();
    return this.#part.subarray(this.#used, this.#used + bytes);
  }

  /** Takes the first `bytes` of the room. */
  append(bytes: number): void {
    this.#used += bytes;
  }

  /** Appends what was made elsewhere. */
  appendAll(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += LARGEST_ROOM) {
      const some = bytes.subarray(from, from + LARGEST_ROOM);
      this.room(some.length).set(some);
      this.append(some.length);
    }
  }

  /** To be awaited every few parts, so that one is free when it is needed. @throws what writing throws */
  ready(): Promise<void> {
    return this.#file.drained(PARTS - 2);
  }

  /**
   * Makes it durable and closes it.
   * @param head put in place of the file's first bytes
   * @throws what writing throws, ENOSPC for one
   */
  async finish(head?: Uint8Array): Promise<void> {
    await this.#file.drained(0);
    this.#file.writeNow(this.#part.subarray(0, this.#used), this.#before);
    if (head) this.#file.writeNow(head, 0);
    await this.#file.finish();
  }

  /** Closes it as it is. */
  abandon(): Promise<void> {
    return this.#file.abandon();
  }

  /** Writes the whole pages of the part; what is left of it begins the next one. */
  #passOn(): void {
    const full = this.#part;
    const whole = this.#used - (this.#used % PAGE_BYTES);
    const next = this.#nextPart();
    if (next) this.#file.write(full.subarray(0, whole), this.#before, () => this.#free.push(full));
    else this.#file.writeNow(full.subarray(0, whole), this.#before);
    this.#part = next ?? full;
    this.#part.set(full.subarray(whole, this.#used));
    this.#before += whole;
    this.#used -= whole;
  }

  /** undefined while all are under way. */
  #nextPart(): Uint8Array | undefined {
    if (this.#free.length === 0 && this.#parts < PARTS) {
      this.#parts++;
      return Buffer.allocUnsafeSlow(this.#partBytes);
    }
    return this.#free.pop();
  }
}
