/** The strips in which a page's time runs, on the screen: columns and rhythm strip of a 12-lead page, lines of a full disclosure. Pure. */
import type { TimeStrip } from '../../src-main/domain/caliper-strips.ts';
import { linesInView, type DisclosureLayout } from './disclosure-lines.ts';
import type { PageLayout } from './page-layout.ts';

export interface ScreenStrip extends TimeStrip {
  /** CSS pixels; `left` is where `from` stands. */
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly samplesPerPixel: number;
}

/** Rows of the same time below one another are one strip. */
export function stripsOfPage({ cells, samplesPerPixel }: PageLayout): ScreenStrip[] {
  const strips: ScreenStrip[] = [];
  for (const { from, to, left, top, height } of cells) {
    const at = strips.findIndex((strip) => strip.from === from && strip.to === to);
    if (at < 0) strips.push({ from, to, left, top, height, samplesPerPixel });
    else strips[at] = { ...strips[at], height: top + height - strips[at].top };
  }
  return strips;
}

/** The lines in view. @param top scrolled @param width of a line, CSS pixels @param left of the lines */
export function stripsOfLines(
  layout: DisclosureLayout,
  top: number,
  size: { readonly width: number; readonly height: number; readonly left: number },
): ScreenStrip[] {
  const [first, end] = linesInView(layout, top, size.height);
  return Array.from({ length: Math.max(0, end - first) }, (_, k) => {
    const from = (first + k) * layout.samplesPerLine;
    return {
      from,
      to: Math.min(layout.samples, from + layout.samplesPerLine),
      left: size.left,
      top: (first + k) * layout.lineHeight - top,
      height: layout.lineHeight - 1,
      samplesPerPixel: layout.samplesPerLine / size.width,
    };
  });
}

export function pixelOn(strip: ScreenStrip, sampleIndex: number): number {
  return strip.left + (sampleIndex - strip.from) / strip.samplesPerPixel;
}
