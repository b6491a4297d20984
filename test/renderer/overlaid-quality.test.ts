import { describe, expect, it } from 'vitest';
import { hatchOverlaid } from '../../src-renderer/pages/overlaid-quality.ts';
import type { TileSamples } from '../../src-renderer/trace/tile-samples.ts';

/** What was filled: `pattern x y width height`. */
function filled(spans: readonly object[], onsets: readonly number[]) {
  const boxes: string[] = [];
  const ctx = {
    fillStyle: '',
    fillRect(...box: number[]) {
      boxes.push(`${this.fillStyle} ${box.join(' ')}`);
    },
  };
  const samples = { quality: [spans] } as unknown as TileSamples;
  const field = { left: 4, top: 100, height: 60, samplesPerPixel: 2, before: 200, after: 500 };
  const hatch = { missing: 'missing', clipped: 'clipped', doubt: 'doubt' };
  return { boxes, found: hatchOverlaid(ctx as never, samples, 0, onsets, field, hatch) };
}

describe('beats over each other', () => {
  it('are hatched below where one of them has no signal, all over where none has', () => {
    const both = [
      { kind: 'missing', from: 900, to: 1000 },
      { kind: 'missing', from: 1950, to: 2000 },
    ];
    const { boxes, found } = filled(both, [1000, 2000]);
    // 100 to 50 samples before the onset one beat, from there to the onset both.
    expect(boxes).toEqual(['missing 54 152 25 8', 'missing 79 100 25 60']);
    expect(found).toEqual({ missing: 2, clipped: 0, text: 'parts missing in 2 of 2 beats' });
  });

  it('have a band above where one of them is clipped', () => {
    const { boxes, found } = filled([{ kind: 'clipped', from: 1000, to: 1010 }], [1000, 2000, 3000]);
    expect(boxes).toEqual(['clipped 104 100 5 4']);
    expect(found).toEqual({ missing: 0, clipped: 1, text: 'clipped in 1 of 3 beats' });
  });

  it('are whole where what is missing lies between them, and are hatched no further than they reach', () => {
    expect(filled([{ kind: 'missing', from: 1500, to: 1700 }], [1000, 2000])).toEqual({
      boxes: [],
      found: { missing: 0, clipped: 0, text: undefined },
    });
    const { boxes } = filled([{ kind: 'missing', from: 1400, to: 9000 }], [1000]);
    expect(boxes).toEqual(['missing 304 100 50 60']);
  });
});
