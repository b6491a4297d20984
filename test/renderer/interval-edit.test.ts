import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src-main/api/contract/measurements.ts';
import type { Caliper } from '../../src-renderer/state/calipers.svelte.ts';
import { IntervalEdit } from '../../src-renderer/state/interval-edit.svelte.ts';

const found: Measurement = {
  ids: [1, 2, 3],
  code: 'N',
  from: 10_000,
  to: 12_000,
  values: [{ name: 'QRS', ms: 90, beats: 3, on: 'I II' }],
  refused: [
    { name: 'PR', why: 'not found in these beats', missingOn: 'I II' },
    { name: 'QT', why: 'not found in these beats', missingOn: 'II' },
    { name: 'AH', why: 'no His channel' },
  ],
};

function editOf(chosen?: Partial<Caliper>) {
  const kept: unknown[][] = [];
  const calipers = { samplingFrequency: 1000, chosen: chosen as Caliper | undefined };
  const keep = async (...of: unknown[]): Promise<void> => void kept.push(of.slice(1));
  const edit = new IntervalEdit({ found }, { of: () => [] }, { keep }, calipers);
  return { edit, kept, calipers };
}

describe('an interval that was not found', () => {
  it('is measured by the caliper over its beats, with its two ends', async () => {
    const { edit, kept } = editOf({ from: 10_540, to: 10_163 });
    expect(edit.missing.map(({ name }) => name)).toEqual(['PR', 'QT']);
    expect(edit.addNext()).toBe(true);
    expect([edit.name, edit.typed]).toEqual(['PR', 377]);
    await edit.keep();
    expect(kept).toEqual([['PR', 377, { from: 10_163, to: 10_540 }]]);
    expect(edit.name).toBeUndefined();
  });

  it('is typed; a number over the caliper’s has no ends', async () => {
    const { edit, kept } = editOf({ from: 10_163, to: 10_540 });
    edit.add('QT');
    edit.typed = 380;
    await edit.keep();
    edit.add('QT');
    edit.typed = null;
    await edit.keep();
    expect(kept).toEqual([['QT', 380, undefined]]);
  });

  it('does not take a caliper of other beats, nor the cycle that measuring set, unless it is asked to', () => {
    const { edit, calipers } = editOf({ from: 90_000, to: 90_400 });
    edit.add('PR');
    expect(edit.typed).toBeNull();
    calipers.chosen = { from: 10_000, to: 11_000 } as Caliper;
    edit.cycle = { from: 10_000, to: 11_000 };
    edit.add('PR');
    expect(edit.typed).toBeNull();
    edit.takeCaliper();
    expect(edit.typed).toBe(1000);
  });

  it('by the key one after the other, round to the first', () => {
    const { edit } = editOf();
    const names = [1, 2, 3].map(() => {
      edit.addNext();
      return edit.name;
    });
    expect(names).toEqual(['PR', 'QT', 'PR']);
  });
});
