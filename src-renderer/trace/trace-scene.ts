/** All that decides what the traces look like at one moment. A new scene is made for every change; the view compares keys. */
import type { Theme } from '../theme/palette.ts';
import type { ChannelRow } from './layout.ts';
import type { Grid } from './grid.ts';
import type { WindowVariant } from './window-source.ts';

export interface TraceScene {
  readonly samplingFrequency: number;
  readonly samples: number;
  /** First sample at the left edge; may lie before 0 or end behind the record's end. */
  readonly from: number;
  readonly samplesPerPixel: number;
  /** CSS pixels of the whole area: lanes, traces, time axis. */
  readonly width: number;
  readonly height: number;
  readonly lanesHeight: number;
  readonly axisHeight: number;
  /** Devices pixels a CSS pixel. */
  readonly ratio: number;
  readonly rows: readonly ChannelRow[];
  /** Height of all rows; more than there is where they scroll. */
  readonly rowsHeight: number;
  readonly scrollTop: number;
  readonly variant: WindowVariant;
  /** Drawn behind, muted: the unfiltered signal of the same channels. */
  readonly behind: WindowVariant | undefined;
  readonly theme: Theme;
  /** Of decimals on the time axis; a point where none is given. */
  readonly decimalMark?: string;
  readonly grid: Grid;
  readonly clipDisplay: boolean;
  /** Raised by whatever changes lanes and marks: edits, selection, sets shown. */
  readonly marksRevision: number;
}

/** What the traces of a tile depend on besides its place. */
export function tracesKey(scene: TraceScene): string {
  const rows = scene.rows.map((row) => `${row.channelIndex}:${row.zero}:${row.pixelsPerUnit}`).join(' ');
  const { variant, grid } = scene;
  return [
    scene.samplesPerPixel,
    scene.rowsHeight,
    scene.ratio,
    scene.theme,
    scene.clipDisplay,
    grid.kind,
    grid.minorSamples,
    variant.ecgBand,
    variant.iegmBand,
    variant.notch,
    scene.behind !== undefined,
    rows,
  ].join('|');
}

/** What composing depends on besides the traces. */
export function marksKey(scene: TraceScene): string {
  return `${scene.decimalMark ?? '.'}|${scene.marksRevision}|${scene.scrollTop}|${scene.height}|${scene.lanesHeight}`;
}
