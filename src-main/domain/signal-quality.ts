import { isQualityMark, type Annotation } from './annotation.ts';
import type { SampleIndex } from './units.ts';

/** What a reader says of a stretch of signal. */
export const QUALITIES = ['clean', 'noisy', 'unreadable'] as const;
export type Quality = (typeof QUALITIES)[number];

/** A stretch [from, to) that is not clean, on one channel or on all of them. */
export interface QualitySpan {
  readonly from: SampleIndex;
  readonly to: SampleIndex;
  readonly quality: Quality;
  /** Canonical name of the channel; undefined: all. */
  readonly channel?: string;
}

type QualityMark = Pick<Annotation, 'sampleIndex' | 'symbol' | 'aux' | 'subtype'>;

/** WFDB's subtype of a `~` has a bit for each of the first four signals, and these four once more for unreadable ones. */
const FIRST_SIGNALS = 4;
const ALL_NOISY = 0x0f;
/** What mitdb writes where nothing can be read. */
const ALL_UNREADABLE = -1;

/**
 * The `~` from which a stretch has a quality. The aux says it in words, for WFDB's bits end at the fourth signal; they are
 * set as far as they go, so that other readers see it too.
 */
export function qualityMark(
  sampleIndex: SampleIndex,
  quality: Quality,
  channel?: { readonly name: string; readonly channelIndex: number },
): Annotation & { readonly aux: string } {
  const aux = channel === undefined ? quality : `${quality} ${channel.name}`;
  return {
    sampleIndex,
    symbol: '~',
    aux,
    subtype: subtypeOf(quality, channel?.channelIndex),
    channel: channel?.channelIndex ?? 0,
  };
}

function subtypeOf(quality: Quality, channelIndex: number | undefined): number {
  if (quality === 'clean' || (channelIndex !== undefined && channelIndex >= FIRST_SIGNALS)) return 0;
  if (channelIndex === undefined) return quality === 'noisy' ? ALL_NOISY : ALL_UNREADABLE;
  const bit = 1 << channelIndex;
  // The subtype is a signed byte.
  return ((quality === 'noisy' ? bit : bit | (bit << FIRST_SIGNALS)) << 24) >> 24;
}

/** Quality and channel that a `~` begins; one without our words is read by WFDB's subtype, for all channels. */
export function qualityOf({ aux = '', subtype = 0 }: Omit<QualityMark, 'sampleIndex' | 'symbol'>): {
  readonly quality: Quality;
  readonly channel?: string;
} {
  const [, quality, channel] = /^(clean|noisy|unreadable)(?: (.+))?$/.exec(aux.trim()) ?? [];
  if (quality) return { quality: quality as Quality, channel };
  if (subtype === 0) return { quality: 'clean' };
  return { quality: subtype < 0 || subtype > ALL_NOISY ? 'unreadable' : 'noisy' };
}

/** Stretches that are not clean, in order of their beginning; each lasts until the next `~` of its channel (or of all). */
export function qualitySpansOf(annotations: readonly QualityMark[], samples: SampleIndex): QualitySpan[] {
  const open = new Map<string | undefined, QualitySpan>();
  const spans: QualitySpan[] = [];
  const close = (channel: string | undefined, to: SampleIndex): void => {
    const span = open.get(channel);
    open.delete(channel);
    if (span && to > span.from) spans.push({ ...span, to });
  };
  for (const mark of annotations) {
    if (!isQualityMark(mark)) continue;
    const { quality, channel } = qualityOf(mark);
    close(channel, mark.sampleIndex);
    if (quality !== 'clean') open.set(channel, { from: mark.sampleIndex, to: samples, quality, channel });
  }
  for (const channel of [...open.keys()]) close(channel, samples);
  return spans.sort((a, b) => a.from - b.from);
}

/** The quality that a channel (or all together) has just before a place. */
export function qualityBefore(
  annotations: readonly QualityMark[],
  sampleIndex: SampleIndex,
  channel: string | undefined,
): Quality {
  const last = annotations.findLast(
    (mark) => isQualityMark(mark) && mark.sampleIndex < sampleIndex && qualityOf(mark).channel === channel,
  );
  return last ? qualityOf(last).quality : 'clean';
}
