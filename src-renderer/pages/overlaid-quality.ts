/** What is missing or clipped in beats that lie over each other: all over where no beat has a signal, a band below where some have none. */
import {
  overlaidStretches,
  overlaidText,
  type BeatStretch,
} from '../../src-main/domain/overlaid-stretches.ts';
import type { Hatch } from '../trace/hatch.ts';
import type { TileSamples } from '../trace/tile-samples.ts';

/** CSS pixels of the band under a stretch that some beats lack; where something is clipped a band stands above. */
const BAND = 8;
const CLIPPED_BAND = 4;

/** A channel's field: `left` is where `before` samples before the onset stand. */
export interface OverlaidField {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly samplesPerPixel: number;
  /** Samples of a beat before and behind its onset. */
  readonly before: number;
  readonly after: number;
}

export interface OverlaidQuality {
  /** Beats with parts missing, and with parts clipped. */
  readonly missing: number;
  readonly clipped: number;
  readonly text: string | undefined;
}

/** @param onsets of the beats, sample indices @param position of the channel in the gathered samples */
export function hatchOverlaid(
  ctx: CanvasRenderingContext2D,
  samples: TileSamples,
  position: number,
  onsets: readonly number[],
  field: OverlaidField,
  hatch: Hatch,
): OverlaidQuality {
  const of = { missing: stretchesOf('missing'), clipped: stretchesOf('clipped') };
  function stretchesOf(kind: 'missing' | 'clipped'): BeatStretch[][] {
    const spans = (samples.quality[position] ?? []).filter((span) => span.kind === kind);
    return onsets.map((onset) =>
      spans.flatMap(({ from, to }) => {
        const [begin, end] = [Math.max(from - onset, -field.before), Math.min(to - onset, field.after)];
        return end > begin ? [{ from: begin, to: end }] : [];
      }),
    );
  }
  const paint = ({ from, to }: BeatStretch, top: number, height: number): void => {
    const x = field.left + (from + field.before) / field.samplesPerPixel;
    ctx.fillRect(x, top, Math.max(1, (to - from) / field.samplesPerPixel), height);
  };
  ctx.fillStyle = hatch.missing;
  for (const stretch of overlaidStretches(of.missing.flat())) {
    const none = stretch.beats === onsets.length;
    paint(stretch, none ? field.top : field.top + field.height - BAND, none ? field.height : BAND);
  }
  ctx.fillStyle = hatch.clipped;
  for (const stretch of overlaidStretches(of.clipped.flat())) paint(stretch, field.top, CLIPPED_BAND);
  const count = (beats: readonly BeatStretch[][]): number => beats.filter(({ length }) => length > 0).length;
  const [missing, clipped] = [count(of.missing), count(of.clipped)];
  return { missing, clipped, text: overlaidText(missing, clipped, onsets.length) };
}
