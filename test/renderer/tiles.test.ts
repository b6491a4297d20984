import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TilePool, TILE_WIDTH } from '../../src-renderer/trace/tile-pool.ts';
import { tilesAhead, tilesOfPage } from '../../src-renderer/trace/tiles-ahead.ts';
import type { TraceScene } from '../../src-renderer/trace/trace-scene.ts';

/** A canvas as far as tiles need one. */
class StandInCanvas {
  style: Record<string, string> = {};
  width = 300;
  height = 150;
  className = '';
  removed = false;
  setAttribute(): void {}
  getContext(): object {
    return {};
  }
  remove(): void {
    this.removed = true;
  }
}

let canvases: StandInCanvas[] = [];
const host = { append: () => {} } as unknown as HTMLElement;

beforeEach(() => {
  canvases = [];
  const createElement = (): StandInCanvas => {
    canvases.push(new StandInCanvas());
    return canvases.at(-1)!;
  };
  vi.stubGlobal('document', { createElement });
});
afterEach(() => vi.unstubAllGlobals());

function sceneOf(changes: Partial<TraceScene> = {}): TraceScene {
  return {
    samplingFrequency: 1000,
    samples: 1e7,
    from: 0,
    samplesPerPixel: 4,
    width: 1000,
    height: 600,
    lanesHeight: 67,
    axisHeight: 16,
    ratio: 1,
    rows: [],
    rowsHeight: 517,
    scrollTop: 0,
    variant: { channels: [] },
    behind: undefined,
    theme: 'lab',
    grid: { kind: 'none' } as unknown as TraceScene['grid'],
    clipDisplay: false,
    marksRevision: 0,
    ...changes,
  };
}

/** A tile as if its traces had been drawn. */
function drawn(pool: TilePool, scene: TraceScene, index: number, key: string) {
  const tile = pool.take(scene, index);
  tile.tracesOf = key;
  tile.complete = true;
  return tile;
}

describe('tiles of pages ahead', () => {
  it('are those that the page touches, without those that are kept anyway', () => {
    const scene = sceneOf();
    const page = 100 * TILE_WIDTH * scene.samplesPerPixel + 4;
    expect(tilesOfPage({ ...scene, from: page })).toEqual([100, 103]);
    expect([...tilesAhead(scene, [page], [0, 3])]).toEqual([100, 101, 102, 103]);
    expect([...tilesAhead(scene, [page], [102, 105])]).toEqual([100, 101]);
  });

  it('of the nearer page come first, and no more than memory is meant for', () => {
    const large = sceneOf({ width: 3800, height: 2100, rowsHeight: 2017 });
    const step = TILE_WIDTH * large.samplesPerPixel;
    const ahead = [...tilesAhead(large, [1000 * step, 2000 * step], [0, 14])];
    expect(ahead.slice(0, 15)).toEqual(Array.from({ length: 15 }, (_, k) => 1000 + k));
    expect(ahead.length * TILE_WIDTH * 4 * (2100 + 2017)).toBeLessThanOrEqual(64 * 2 ** 20);
    const page = [...tilesAhead(sceneOf(), [1e6, 5e6], [0, 3])];
    expect(page.some((index) => index > 4000)).toBe(true);
  });
});

describe('the tile pool', () => {
  it('keeps a tile that was drawn ahead for what is shown, out of sight', () => {
    const pool = new TilePool(host);
    const tile = drawn(pool, sceneOf(), 50, 'now');
    tile.composedOf = 'with marks of another moment';
    pool.keep([0, 3], new Set([50]), 'now');
    expect(pool.at(50)).toBe(tile);
    expect(tile.composedOf).toBeUndefined();
    pool.move(sceneOf());
    expect(tile.shown.style.visibility).toBe('hidden');
  });

  it('lets a tile go that was drawn ahead for another filter, gain, theme or size', () => {
    const pool = new TilePool(host);
    const tile = drawn(pool, sceneOf(), 50, 'before');
    pool.keep([0, 3], new Set([50]), 'now');
    expect(pool.at(50)).toBeUndefined();
    expect(tile.tracesOf).toBeUndefined();
  });

  it('forgets what was drawn ahead for another moment when it comes into sight; a picture that is seen stays', () => {
    const pool = new TilePool(host);
    const unseen = drawn(pool, sceneOf(), 1, 'before');
    const seen = drawn(pool, sceneOf(), 2, 'before');
    seen.composedOf = 'before, with marks';
    pool.keep([0, 3], new Set(), 'now');
    expect(unseen.tracesOf).toBeUndefined();
    expect(seen.tracesOf).toBe('before');
  });

  it('lets go what is neither seen nor ahead', () => {
    const pool = new TilePool(host);
    drawn(pool, sceneOf(), 2, 'now');
    drawn(pool, sceneOf(), 50, 'now');
    pool.keep([0, 3], new Set(), 'now');
    expect(pool.at(2)).toBeDefined();
    expect(pool.at(50)).toBeUndefined();
  });

  it('holds no more spare pictures than a screen needs, however many there were', () => {
    const pool = new TilePool(host);
    const scene = sceneOf({ height: 2100, rowsHeight: 2017 });
    for (let zoom = 0; zoom < 20; zoom++) {
      for (let index = 0; index < 19; index++) drawn(pool, scene, index, 'now').composedOf = 'now';
      pool.retire();
      pool.dropStandIns();
    }
    const held = canvases.filter(({ removed }) => !removed);
    const bytes = held.reduce((sum, { width, height }) => sum + 4 * width * height, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(32 * 2 ** 20);
  });

  it('gives every picture back at its end', () => {
    const pool = new TilePool(host);
    drawn(pool, sceneOf(), 1, 'now');
    pool.destroy();
    expect(canvases.every(({ width }) => width === 0)).toBe(true);
  });
});
