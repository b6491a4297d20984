import type { WfdbHeader } from './header.ts';
import type { Segment } from './segment.ts';

/** Segments kept open: a record may have hundreds, an operating system gives some hundred files to a process. */
const MAX_OPEN = 8;

/** Opens a multi-segment record's segments as they are read, and closes those not used for longest. */
export class SegmentCache {
  readonly #openSegment: (header: WfdbHeader) => Promise<Segment>;
  /** In order of last use. */
  readonly #open = new Map<string, Promise<Segment>>();

  constructor(openSegment: (header: WfdbHeader) => Promise<Segment>) {
    this.#openSegment = openSegment;
  }

  async open(header: WfdbHeader): Promise<Segment> {
    const segment = this.#open.get(header.path) ?? this.#openSegment(header);
    this.#open.delete(header.path);
    this.#open.set(header.path, segment);
    try {
      return await segment;
    } catch (error) {
      this.#open.delete(header.path);
      throw error;
    } finally {
      this.#closeOldest();
    }
  }

  async close(): Promise<void> {
    const segments = await Promise.all(this.#open.values());
    this.#open.clear();
    await Promise.all(segments.map((segment) => segment.close()));
  }

  #closeOldest(): void {
    while (this.#open.size > MAX_OPEN) {
      const [path, oldest] = this.#open.entries().next().value!;
      this.#open.delete(path);
      void oldest.then((segment) => segment.close());
    }
  }
}
