import { describe, expect, it } from 'vitest';
import { encodeWindow } from '../../src-main/api/contract/window-bytes.ts';
import { TileSamples } from '../../src-renderer/trace/tile-samples.ts';
import { BLOCK_COLUMNS, WindowSource, type BlockRequest } from '../../src-renderer/trace/window-source.ts';

const VARIANT = { channels: [0, 3] };

/** A record whose value at sample n is n, channel 3 negated; samples 100-149 of channel 0 are missing. */
function windowOf(request: BlockRequest): ArrayBuffer {
  const { from, columns, samplesPerColumn, channels } = request;
  return encodeWindow({
    from,
    columns,
    samplesPerColumn,
    channels: channels.map((channelIndex) => {
      const sign = channelIndex === 3 ? -1 : 1;
      const first = Float32Array.from({ length: columns }, (_, k) => sign * (from + k * samplesPerColumn));
      const last = Float32Array.from(first, (value) => value + sign * (samplesPerColumn - 1));
      const quality = new Uint8Array(columns);
      for (let k = 0; k < columns; k++) {
        const at = from + k * samplesPerColumn;
        if (channelIndex === 0 && at >= 100 && at < 150) {
          first[k] = last[k] = NaN;
          quality[k] = 1;
        }
      }
      return {
        channelIndex,
        filtered: false,
        minima: first.map((value, k) => Math.min(value, last[k])),
        maxima: first.map((value, k) => Math.max(value, last[k])),
        quality,
      };
    }),
  }).buffer;
}

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

describe('WindowSource', () => {
  it('asks once for aligned blocks and ends the last one with the record', async () => {
    const asked: BlockRequest[] = [];
    const source = new WindowSource(async (request) => {
      asked.push(request);
      return windowOf(request);
    }, 5000);
    source.want([VARIANT], 1, -1, 9, 0);
    await settle();
    source.want([VARIANT], 1, 0, 2, 1);
    await settle();
    expect(asked.map(({ from, columns }) => [from, columns])).toEqual([
      [0, BLOCK_COLUMNS],
      [BLOCK_COLUMNS, BLOCK_COLUMNS],
      [2 * BLOCK_COLUMNS, 5000 - 2 * BLOCK_COLUMNS],
    ]);
  });

  it('drops what is no longer wanted', async () => {
    const aborted: number[] = [];
    const source = new WindowSource(
      (request, abortSignal) =>
        new Promise((_, reject) => {
          abortSignal.addEventListener('abort', () => {
            aborted.push(request.from / BLOCK_COLUMNS);
            reject(new Error('aborted'));
          });
        }),
      1e9,
    );
    source.want([VARIANT], 1, 0, 3, 0);
    source.want([VARIANT], 1, 100, 101, 100);
    await settle();
    expect(aborted.sort()).toEqual([0, 1, 2, 3]);
    expect(source.waiting).toBe(2);
  });

  it('keeps a fault, says it, and tries again on demand', async () => {
    let fail = true;
    const source = new WindowSource(async (request) => {
      if (fail) throw new Error('II.dat ends early');
      return windowOf(request);
    }, 1000);
    source.want([VARIANT], 1, 0, 0, 0);
    await settle();
    expect(source.peek(VARIANT, 1, 0)?.fault).toBe('II.dat ends early');
    fail = false;
    source.retry();
    source.want([VARIANT], 1, 0, 0, 0);
    await settle();
    expect(source.peek(VARIANT, 1, 0)?.window).toBeDefined();
  });

  it('forgets the least used beyond its memory', async () => {
    const source = new WindowSource(async (request) => windowOf(request), 1e6, 60_000);
    for (const index of [0, 1, 2]) {
      source.want([VARIANT], 1, index, index, index);
      await settle();
    }
    expect(source.peek(VARIANT, 1, 0)).toBeUndefined();
    expect(source.peek(VARIANT, 1, 2)?.window).toBeDefined();
  });

  it('holds filtered and unfiltered windows apart', async () => {
    const source = new WindowSource(async (request) => windowOf(request), 1000);
    source.want([{ ...VARIANT, notch: 50 }], 1, 0, 0, 0);
    await settle();
    expect(source.peek(VARIANT, 1, 0)).toBeUndefined();
  });
});

describe('TileSamples', () => {
  async function gathered(
    from: number,
    to: number,
    samplesPerColumn = 1,
    samples = 10_000,
  ): Promise<TileSamples> {
    const source = new WindowSource(async (request) => windowOf(request), samples);
    source.want([VARIANT], samplesPerColumn, 0, 8, 0);
    for (let k = 0; k < 4; k++) await settle();
    const tile = new TileSamples();
    tile.gather(source, VARIANT, samplesPerColumn, from, to);
    return tile;
  }

  it('joins blocks without a seam and takes a column more on each side', async () => {
    const tile = await gathered(BLOCK_COLUMNS - 3, BLOCK_COLUMNS + 3);
    expect(tile.complete).toBe(true);
    const values = [...tile.minima[0].subarray(0, tile.columns)];
    expect(values[0]).toBe(BLOCK_COLUMNS - 4);
    expect(values.every((value, k) => k === 0 || value === values[k - 1] + 1)).toBe(true);
    expect(tile.maxima[1][0]).toBe(-(BLOCK_COLUMNS - 4));
  });

  it('keeps both extremes of reduced columns', async () => {
    const tile = await gathered(0, 64, 8);
    expect([tile.minima[0][2], tile.maxima[0][2]]).toEqual([16, 23]);
    expect([tile.minima[1][2], tile.maxima[1][2]]).toEqual([-23, -16]);
    expect(tile.at[2]).toBe(20);
  });

  it('ends with the record and is complete there', async () => {
    const tile = await gathered(990, 1200, 1, 1000);
    expect(tile.complete).toBe(true);
    expect(tile.at[tile.columns - 1]).toBe(999);
    expect((await gathered(5000, 5100, 1, 1000)).columns).toBe(0);
  });

  it('names where samples are missing', async () => {
    const tile = await gathered(90, 200);
    expect(tile.quality).toEqual([[{ kind: 'missing', from: 100, to: 150 }], []]);
    expect(tile.minima[0][20]).toBeNaN();
  });

  it('is incomplete, and blank, where a block has not come', () => {
    const source = new WindowSource(() => new Promise(() => {}), 10_000);
    const tile = new TileSamples();
    tile.gather(source, VARIANT, 1, 0, 50);
    expect(tile.complete).toBe(false);
    expect(tile.minima[0][0]).toBeNaN();
  });
});

describe('what is fetched ahead', () => {
  it('comes after what is wanted, is not waited for, and is there when it is wanted', async () => {
    const asked: number[] = [];
    const waiting: (() => void)[] = [];
    const source = new WindowSource((request) => {
      asked.push(request.from / BLOCK_COLUMNS);
      return new Promise((done) => waiting.push(() => done(windowOf(request))));
    }, 100 * BLOCK_COLUMNS);
    source.prefetch([VARIANT], 1, [50, 51, 500]);
    expect(asked).toEqual([50, 51]);
    expect(source.waiting).toBe(0);
    source.want([VARIANT], 1, 3, 3, 3.5);
    expect(source.waiting).toBe(1);
    waiting.splice(0).forEach((answer) => answer());
    await new Promise((done) => setTimeout(done, 10));
    expect(source.waiting).toBe(0);
    source.want([VARIANT], 1, 50, 51, 50.5);
    expect(source.waiting).toBe(0);
    expect(source.peek(VARIANT, 1, 51)?.window).toBeDefined();
    source.close();
  });
});
