/** One signal's part of a read: frames [from, to) of the signal at `position` within its file, at its own rate. */
export interface SignalRequest {
  readonly position: number;
  /** Receives `samplesPerFrame` values a frame, from `intoOffset` on. */
  readonly into: Int32Array;
  readonly intoOffset: number;
}

/** The signals of one file, read by frames. Implementations: packed formats, differences (format 8), FLAC. */
export interface FrameSource {
  /** Complete frames that the file holds. */
  readonly frames: number;
  /** Fills the requests for frames [from, to), all within `frames`. */
  read(requests: readonly SignalRequest[], from: number, to: number): Promise<void>;
  close(): Promise<void>;
}

/** Where each signal lies in its file's frame. */
export interface FrameLayout {
  /** Samples of all signals in one frame. */
  readonly frameLength: number;
  /** First sample of each signal within the frame. */
  readonly offsets: readonly number[];
  readonly samplesPerFrame: readonly number[];
}

export function layOut(samplesPerFrame: readonly number[]): FrameLayout {
  let frameLength = 0;
  const offsets = samplesPerFrame.map((count) => {
    frameLength += count;
    return frameLength - count;
  });
  return { frameLength, offsets, samplesPerFrame };
}
