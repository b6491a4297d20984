import { describe, expect, it } from 'vitest';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';

type Put = (given: { params: { key: string }; body: { value: unknown } }) => Promise<never>;

/** Settings whose writes are answered when the test says so. */
function heldSettings() {
  const arrived: unknown[] = [];
  const answers: (() => void)[] = [];
  const putSetting: Put = async ({ body }) => {
    arrived.push(body.value);
    await new Promise<void>((resolve) => answers.push(resolve));
    return {} as never;
  };
  const settings = new Settings({ getSettings: async () => ({ settings: {} }), putSetting } as never, 0);
  return { settings, arrived, answers };
}

describe('a setting that is changed while it is being written', () => {
  it('is written again behind the first write, never beside it', async () => {
    const { settings, arrived, answers } = heldSettings();
    settings.put('theme', 'first');
    const first = settings.flush();
    await expect.poll(() => arrived).toEqual(['first']);
    settings.put('theme', 'second');
    let flushed = false;
    const second = settings.flush().then(() => (flushed = true));
    expect(arrived).toEqual(['first']);
    answers[0]!();
    await expect.poll(() => arrived).toEqual(['first', 'second']);
    expect(flushed).toBe(false);
    answers[1]!();
    await Promise.all([first, second]);
    expect(settings.fault).toBeUndefined();
  });

  it('waits for no other setting', async () => {
    const { settings, arrived, answers } = heldSettings();
    settings.put('theme', 1);
    settings.put('keys', 2);
    const done = settings.flush();
    await expect.poll(() => arrived).toEqual([1, 2]);
    answers.forEach((answer) => answer());
    await done;
  });
});
