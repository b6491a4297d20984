/** Which tiles are drawn before they are seen: those of the pages that a queue shows next. */
import { TILE_WIDTH } from './tile-pool.ts';
import type { TraceScene } from './trace-scene.ts';

/** Canvases of tiles drawn ahead, bytes: two pages of a 1366 x 768 window are 15 MB, one at 3840 x 2160 is 60. */
const MOST_BYTES = 64 * 2 ** 20;
const BYTES_A_PIXEL = 4;

type Place = Pick<TraceScene, 'from' | 'samplesPerPixel' | 'width'>;

/** Indices of the first and the last tile that a page touches. */
export function tilesOfPage({ from, samplesPerPixel, width }: Place): [number, number] {
  const left = from / samplesPerPixel;
  return [Math.floor(left / TILE_WIDTH), Math.floor((left + width - 1) / TILE_WIDTH)];
}

/**
 * Indices of the tiles of pages, nearest page first, as many as memory is meant for them.
 * @param pages first sample at each page's left edge @param seen first and last tile that are kept anyway
 */
export function tilesAhead(
  scene: TraceScene,
  pages: readonly number[],
  [first, last]: readonly [number, number],
): Set<number> {
  const { samplesPerPixel, width, height, rowsHeight, ratio } = scene;
  const bytesOfTile = BYTES_A_PIXEL * TILE_WIDTH * ratio * (height + rowsHeight) * ratio;
  const most = Math.floor(MOST_BYTES / bytesOfTile);
  const ahead = new Set<number>();
  for (const from of pages) {
    const [begin, end] = tilesOfPage({ from, samplesPerPixel, width });
    for (let index = begin; index <= end && ahead.size < most; index++)
      if (index < first || index > last) ahead.add(index);
  }
  return ahead;
}
