/** What a trace view found while drawing what is visible: gutter and status bar tell it. */
import type { Tile } from './tile.ts';
import type { TraceScene } from './trace-scene.ts';

/** Shown by gutter and status bar. */
export interface TraceReport {
  readonly samplesPerColumn: number;
  /** Channel indices with missing or clipped samples in view, and those that came filtered. */
  readonly missing: ReadonlySet<number>;
  readonly clipped: ReadonlySet<number>;
  readonly filtered: ReadonlySet<number>;
  readonly fault: string | undefined;
  readonly loading: boolean;
}

/** @param tiles those in view; undefined where none is there yet @param waiting samples are on their way */
export function reportOf(
  scene: TraceScene,
  samplesPerColumn: number,
  tiles: readonly (Tile | undefined)[],
  waiting: boolean,
): TraceReport {
  const missing = new Set<number>();
  const clipped = new Set<number>();
  const filtered = new Set<number>();
  let fault: string | undefined;
  let loading = waiting;
  for (const tile of tiles) {
    const finding = tile?.finding;
    if (!tile?.complete) loading = true;
    fault ??= finding?.fault;
    scene.rows.forEach(({ channelIndex }, position) => {
      for (const { kind } of finding?.quality[position] ?? [])
        (kind === 'missing' ? missing : clipped).add(channelIndex);
      if (finding?.filtered[position]) filtered.add(channelIndex);
    });
  }
  return { samplesPerColumn, missing, clipped, filtered, fault, loading };
}

/** Two reports that say the same have the same text. */
export function textOf({
  samplesPerColumn,
  missing,
  clipped,
  filtered,
  fault,
  loading,
}: TraceReport): string {
  return [samplesPerColumn, [...missing], [...clipped], [...filtered], fault, loading].join(';');
}
