/** The queue's next beat is drawn before its key is pressed: it is there in the next frame, and never as it was before a change. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { atRest } from './seen.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

interface Key {
  readonly key: string;
  readonly ctrlKey?: boolean;
  readonly shiftKey?: boolean;
  readonly altKey?: boolean;
}
const SPACE: Key = { key: ' ' };
const OTHER_THEME: Key = { key: 'L', ctrlKey: true, shiftKey: true };
const MORE_GAIN: Key = { key: 'ArrowUp', altKey: true };
/** With a beat selected letters label; behind a comma one is a command. */
const COMMAND: Key = { key: ',' };
const FILTERS: Key = { key: 'f' };

/** What one frame shows. */
interface Frame {
  readonly time: string;
  readonly from: string;
  readonly settled: boolean;
  /** Share of near-black pixels of each tile in sight, below the lanes; and of those as bright as traces. */
  readonly dark: readonly number[];
  readonly bright: readonly number[];
}

/** Presses keys in one task, and looks at each frame behind the view's own drawing until all is drawn. */
function pressed(page: Page, keys: readonly Key[], most = 500): Promise<Frame[]> {
  return page.evaluate(
    ({ all, most }) =>
      new Promise<Frame[]>((resolve) => {
        const host = document.querySelector('.host') as HTMLElement & { traceView: { settled: boolean } };
        const shareOf = (tile: HTMLCanvasElement, fits: (light: number) => boolean): number => {
          const { data } = tile.getContext('2d')!.getImageData(0, 70, tile.width, tile.height - 90);
          let count = 0;
          for (let k = 0; k < data.length; k += 4) if (fits(data[k] + data[k + 1] + data[k + 2])) count++;
          return (4 * count) / data.length;
        };
        const inSight = (tile: HTMLCanvasElement): boolean => {
          const [box, held] = [tile.getBoundingClientRect(), host.getBoundingClientRect()];
          return tile.style.visibility === 'visible' && box.right > held.left && box.left < held.right;
        };
        const frames: Frame[] = [];
        const look = (): void => {
          const tiles = [...host.querySelectorAll<HTMLCanvasElement>('canvas.tile')].filter(inSight);
          frames.push({
            time: document.querySelector('#right-panel .time')?.textContent ?? '',
            from: host.dataset.from!,
            settled: host.traceView.settled,
            dark: tiles.map((tile) => shareOf(tile, (light) => light < 150)),
            bright: tiles.map((tile) => shareOf(tile, (light) => light > 300)),
          });
          if (frames.at(-1)!.settled || frames.length === most) resolve(frames);
          else requestAnimationFrame(look);
        };
        for (const { key, ...held } of all) {
          const code = key === ' ' ? 'Space' : key.length === 1 ? `Key${key.toUpperCase()}` : key;
          window.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, ...held }));
        }
        // What the keys changed asks for its frame in a microtask before this one.
        queueMicrotask(() => requestAnimationFrame(look));
      }),
    { all: keys, most },
  );
}

/** The next beats of a queue are drawn. */
async function readyAhead(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const host = document.querySelector('.host') as HTMLElement & {
      traceView: { settled: boolean; readyAhead: boolean };
    };
    return host.traceView.settled && host.traceView.readyAhead;
  });
}

/** A number for the pixels of each tile in sight, by its place. */
function pictures(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const found: Record<string, number> = {};
    for (const tile of document.querySelectorAll<HTMLCanvasElement>('.host canvas.tile')) {
      if (tile.style.visibility !== 'visible') continue;
      const { left, right } = tile.getBoundingClientRect();
      const host = tile.closest('.host')!.getBoundingClientRect();
      if (right <= host.left || left >= host.right) continue;
      const { data } = tile.getContext('2d')!.getImageData(0, 0, tile.width, tile.height);
      let hash = 7;
      for (const value of data) hash = (Math.imul(hash, 31) + value) | 0;
      found[tile.style.transform] = hash;
    }
    return found;
  });
}

/** All that is in sight, drawn anew: another theme and back forgets every picture. */
async function drawnAnew(page: Page): Promise<Record<string, number>> {
  for (let k = 0; k < 2; k++) {
    await page.keyboard.press('Control+Shift+L');
    await stand.held.settled();
  }
  return pictures(page);
}

async function openQueue(): Promise<Page> {
  await stand.open({ samples: 977 * 900 });
  const { page } = stand.held;
  await page.keyboard.press('q');
  await expect.poll(() => page.locator('footer[role=status]').innerText()).toContain('queue by');
  await readyAhead(page);
  return page;
}

const saved = (page: Page): Promise<boolean> =>
  page
    .locator('footer[role=status]')
    .innerText()
    .then((text) => !text.includes('saving'));

describe('the next beat of a queue', () => {
  it('stands there with every trace in the first frame behind its key', async () => {
    const page = await openQueue();
    const time = page.locator('#right-panel .time');
    const before = await atRest(() => time.innerText());
    const place = await page.locator('.host').getAttribute('data-from');
    for (const key of [SPACE, { key: 'v' }]) {
      await readyAhead(page);
      const frames = await pressed(page, [key]);
      expect(frames).toHaveLength(1);
      expect(frames[0].time).not.toBe(before);
      expect(frames[0].from).not.toBe(place);
    }
  });

  it('looks as when it is drawn anew, over several beats', async () => {
    const page = await openQueue();
    for (const key of [SPACE, { key: 'v' }, SPACE]) {
      await readyAhead(page);
      await pressed(page, [key]);
      await expect.poll(() => saved(page)).toBe(true);
      await stand.held.settled();
      const shown = await pictures(page);
      expect(Object.keys(shown).length).toBeGreaterThan(2);
      expect(await drawnAnew(page)).toEqual(shown);
    }
  });

  it('is not shown in the theme that it was drawn ahead in', async () => {
    const page = await openQueue();
    const [control] = await pressed(page, []);
    expect(control.dark.every((share) => share > 0.8)).toBe(true);
    const frames = await pressed(page, [OTHER_THEME, SPACE]);
    for (const { dark } of frames) expect(dark.filter((share) => share > 0.5)).toEqual([]);
    expect(frames.at(-1)!.settled).toBe(true);
    expect(frames.at(-1)!.dark.length).toBeGreaterThan(2);
  });

  it('shows no trace until those of the filter are there that was chosen just before it', async () => {
    const page = await openQueue();
    const [control] = await pressed(page, []);
    expect(Math.min(...control.bright)).toBeGreaterThan(0.02);
    let letGo = (): void => {};
    const held = new Promise<void>((done) => (letGo = done));
    await page.route('**/window?*', async (route) => {
      await held;
      await route.continue();
    });
    const frames = await pressed(page, [COMMAND, FILTERS, SPACE], 6);
    for (const { bright } of frames) expect(bright.filter((share) => share > 0.015)).toEqual([]);
    letGo();
    await stand.held.settled();
    const [drawn] = await pressed(page, []);
    expect(Math.min(...drawn.bright)).toBeGreaterThan(0.02);
  });

  it('has the gain that was chosen just before it', async () => {
    const page = await openQueue();
    await pressed(page, [MORE_GAIN, SPACE]);
    await expect.poll(() => saved(page)).toBe(true);
    await stand.held.settled();
    const shown = await pictures(page);
    expect(await drawnAnew(page)).toEqual(shown);
  });

  it('fits a window that was given another size just before it', async () => {
    const page = await openQueue();
    const wide = await page.locator('.host').evaluate((host) => host.clientWidth);
    await page.setViewportSize({ width: 1200, height: 700 });
    await expect.poll(() => page.locator('.host').evaluate((host) => host.clientWidth)).toBeLessThan(wide);
    await pressed(page, [SPACE]);
    await expect.poll(() => saved(page)).toBe(true);
    await stand.held.settled();
    const shown = await pictures(page);
    expect(await drawnAnew(page)).toEqual(shown);
    const height = await page.locator('.host').evaluate((host) => host.clientHeight);
    await expect
      .poll(() =>
        page
          .locator('canvas.tile')
          .first()
          .evaluate((tile) => tile.clientHeight),
      )
      .toBe(height);
  });
});
