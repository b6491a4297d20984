import { averageFrames, holdSamples } from './frame-rate.ts';
import type { ChannelMapping } from './record-part.ts';
import { rescale } from './record-part.ts';
import type { Segment } from './segment.ts';

/** Samples converted at once, so that a wide window needs little memory besides its own. */
const CONVERTED_SAMPLES = 2 ** 20;

/** A channel of the record, where it lies in a segment, and where its samples go. */
export interface SegmentChannel {
  readonly mapping: ChannelMapping;
  readonly out: Int32Array;
}

/** Samples [from, to) of a segment, at the record's sampling frequency; the first goes to `outOffset`. */
export interface SegmentWindow {
  readonly from: number;
  readonly to: number;
  readonly outOffset: number;
}

/** Channels that have one sample for each of the record's: decoded in place. */
export async function readDirect(
  segment: Segment,
  channels: readonly SegmentChannel[],
  { from, to, outOffset }: SegmentWindow,
): Promise<void> {
  const requests = channels.map(({ mapping: { signal }, out }) => ({
    signal,
    into: out,
    intoOffset: outOffset,
  }));
  await segment.read(requests, from, to);
  for (const { mapping, out } of channels) rescale(out, outOffset, outOffset + to - from, mapping);
}

/**
 * Channels whose own rate is not the record's: read by frames, all at once, then averaged or held.
 * @param factor samples of the record in a frame
 */
export async function readConverted(
  segment: Segment,
  channels: readonly SegmentChannel[],
  { from, to, outOffset }: SegmentWindow,
  factor: number,
): Promise<void> {
  const frameSamples = channels.reduce((sum, { mapping }) => sum + mapping.samplesPerFrame, 0);
  const step = Math.max(1, Math.floor(CONVERTED_SAMPLES / frameSamples)) * factor;
  for (let start = from; start < to;) {
    const firstFrame = Math.floor(start / factor);
    const end = Math.min(to, firstFrame * factor + step);
    const frames = Math.ceil(end / factor) - firstFrame;
    const requests = channels.map(({ mapping: { signal, samplesPerFrame } }) => ({
      ...{ signal, intoOffset: 0 },
      into: new Int32Array(frames * samplesPerFrame),
    }));
    await segment.read(requests, firstFrame, firstFrame + frames);
    const at = outOffset + start - from;
    channels.forEach(({ mapping, out }, i) => {
      const { samplesPerFrame } = mapping;
      const values = requests[i].into;
      if (factor === 1) averageFrames(values, samplesPerFrame, out, at, frames);
      else holdSamples(values, samplesPerFrame, factor, start - firstFrame * factor, out, at, end - start);
      rescale(out, at, at + end - start, mapping);
    });
    start = end;
  }
}
