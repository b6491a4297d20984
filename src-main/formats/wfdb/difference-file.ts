import type { FrameLayout, FrameSource, SignalRequest } from './frame-source.ts';

/** Frames between remembered sums. */
const CHECKPOINT_FRAMES = 2 ** 16;

/**
 * A file of differences (format 8). A value is the sum of all differences before it, so the first read of a late
 * window sums up the file to there once; the sums kept every 65,536 frames make any later read a short one.
 */
export class DifferenceFile implements FrameSource {
  readonly frames: number;
  readonly #differences: FrameSource;
  readonly #layout: FrameLayout;
  /** Of each checkpoint, the value of each signal before it. */
  readonly #checkpoints: Int32Array[];
  #reaching: Promise<void> = Promise.resolve();

  /** @param initialValues the header's, which the first difference is added to */
  constructor(differences: FrameSource, layout: FrameLayout, initialValues: readonly number[]) {
    this.#differences = differences;
    this.#layout = layout;
    this.frames = differences.frames;
    this.#checkpoints = [Int32Array.from(initialValues)];
  }

  async read(requests: readonly SignalRequest[], from: number, to: number): Promise<void> {
    const checkpoint = Math.floor(from / CHECKPOINT_FRAMES);
    await this.#reach(checkpoint);
    await this.#differences.read(requests, from, to);
    const skipped = await this.#sumsBetween(checkpoint * CHECKPOINT_FRAMES, from);
    for (const { position, into, intoOffset } of requests) {
      const length = (to - from) * this.#layout.samplesPerFrame[position];
      let value = this.#checkpoints[checkpoint][position] + skipped[position];
      for (let i = intoOffset; i < intoOffset + length; i++) {
        value = (value + into[i]) | 0;
        into[i] = value;
      }
    }
  }

  close(): Promise<void> {
    return this.#differences.close();
  }

  /** Reads of several windows at once take turns here, so that no sum is added twice. */
  #reach(checkpoint: number): Promise<void> {
    const reached = this.#reaching.then(async () => {
      while (this.#checkpoints.length <= checkpoint) await this.#addCheckpoint();
    });
    this.#reaching = reached.catch(() => {}); // each caller gets its own failure; the next one tries again
    return reached;
  }

  async #addCheckpoint(): Promise<void> {
    const start = (this.#checkpoints.length - 1) * CHECKPOINT_FRAMES;
    const last = this.#checkpoints[this.#checkpoints.length - 1];
    const sums = await this.#sumsBetween(start, start + CHECKPOINT_FRAMES);
    this.#checkpoints.push(last.map((value, position) => (value + sums[position]) | 0));
  }

  /** Each signal's differences of frames [from, to) summed up. */
  async #sumsBetween(from: number, to: number): Promise<Int32Array> {
    const { samplesPerFrame } = this.#layout;
    const sums = new Int32Array(samplesPerFrame.length);
    if (from === to) return sums;
    const requests = samplesPerFrame.map((each, position) => ({
      ...{ position, intoOffset: 0 },
      into: new Int32Array((to - from) * each),
    }));
    await this.#differences.read(requests, from, to);
    for (const { position, into } of requests) for (const value of into) sums[position] += value;
    return sums;
  }
}
