import type { WfdbHeader } from './header.ts';
import type { Segment } from './segment.ts';

/** Segments kept open: a record may have hundreds, an operating system gives some hundred files to a process. */
const MAX_OPEN = 8;

interface Entry {
  readonly segment: Promise<Segment>;
  users: number;
}

/** Opens a multi-segment record's segments as they are read, and closes those not used for longest. */
export class SegmentCache {
  readonly #openSegment: (header: WfdbHeader) => Promise<Segment>;
  /** By header path, in order of last use. */
  readonly #open = new Map<string, Entry>();

  constructor(openSegment: (header: WfdbHeader) => Promise<Segment>) {
    this.#openSegment = openSegment;
  }

  /** The segment stays open while `act` runs, however many others are read meanwhile. */
  async use(header: WfdbHeader, act: (segment: Segment) => Promise<void>): Promise<void> {
    const entry = this.#open.get(header.path) ?? { segment: this.#openSegment(header), users: 0 };
    this.#open.delete(header.path);
    this.#open.set(header.path, entry);
    entry.users++;
    try {
      await act(await this.#opened(header, entry));
    } finally {
      entry.users--;
      await this.#closeUnused();
    }
  }

  async close(): Promise<void> {
    const entries = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(entries.map(async ({ segment }) => (await segment).close()));
  }

  /** One that can't be opened is forgotten, so that the next use tries again and says why again. */
  async #opened(header: WfdbHeader, entry: Entry): Promise<Segment> {
    try {
      return await entry.segment;
    } catch (error) {
      if (this.#open.get(header.path) === entry) this.#open.delete(header.path);
      throw error;
    }
  }

  async #closeUnused(): Promise<void> {
    for (const [path, { segment, users }] of this.#open) {
      if (this.#open.size <= MAX_OPEN) return;
      if (users > 0) continue;
      this.#open.delete(path);
      await (await segment).close();
    }
  }
}
