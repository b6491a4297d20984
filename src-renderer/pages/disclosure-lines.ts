/** The lines of a full disclosure: which part of the record each holds, and which are in view. Pure. */
export interface DisclosureLayout {
  readonly samples: number;
  readonly samplesPerLine: number;
  readonly lineHeight: number;
  readonly lines: number;
  /** CSS pixels of all lines. */
  readonly height: number;
}

/** Lines nearer than this cannot be read; CSS pixels. */
const LEAST_LINE = 40;
/** Lines of a screen where there is room. */
const LINES_ON_SCREEN = 12;

/** @param height CSS pixels that are seen at once */
export function layoutLines(
  samples: number,
  samplingFrequency: number,
  lineSeconds: number,
  height: number,
): DisclosureLayout {
  const samplesPerLine = lineSeconds * samplingFrequency;
  const lines = Math.max(1, Math.ceil(samples / samplesPerLine));
  const wanted = height / Math.min(lines, LINES_ON_SCREEN);
  const lineHeight = Math.max(LEAST_LINE, Math.floor(Math.min(wanted, 72)));
  return { samples, samplesPerLine, lineHeight, lines, height: lines * lineHeight };
}

/** First line in view, and the one behind the last. */
export function linesInView(
  { lineHeight, lines }: DisclosureLayout,
  top: number,
  height: number,
): readonly [number, number] {
  const first = Math.max(0, Math.floor(top / lineHeight));
  return [first, Math.min(lines, Math.ceil((top + height) / lineHeight))];
}

/** Sample under a point; held within the record. @param x, y from the upper left of the first line @param width of a line */
export function sampleOfLines(layout: DisclosureLayout, x: number, y: number, width: number): number {
  const line = Math.min(layout.lines - 1, Math.max(0, Math.floor(y / layout.lineHeight)));
  const within = Math.min(1, Math.max(0, x / width)) * layout.samplesPerLine;
  return Math.min(layout.samples - 1, line * layout.samplesPerLine + within);
}

/** Where scrolling has to be so that the line of a sample is seen; as it is where it is already. */
export function scrollTo(layout: DisclosureLayout, sampleIndex: number, top: number, height: number): number {
  const at = Math.floor(sampleIndex / layout.samplesPerLine) * layout.lineHeight;
  if (at >= top && at + layout.lineHeight <= top + height) return top;
  return Math.max(0, Math.min(layout.height - height, at - height / 2 + layout.lineHeight / 2));
}
