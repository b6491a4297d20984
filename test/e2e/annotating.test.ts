import { describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { seen } from './seen.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const panel = (): Promise<string> => stand.held.page.locator('#right-panel').innerText();
const selectedBeats = async (): Promise<number> =>
  Number(/(\d+) beats selected/.exec(await status())?.[1] ?? NaN);
/** Beats that the queue has yet, as the status bar says. */
const waiting = async (): Promise<number> =>
  Number(/: ([\d,]+) wait/.exec(await status())?.[1].replaceAll(',', '') ?? NaN);

describe('a label', () => {
  it('is one key; undo and redo bring every panel along', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(status).toContain('1 beat selected');
    const time = (await seen(panel, (text) => /^\d+:\d/.test(text))).split('\n')[0];
    await page.keyboard.press('v');
    await expect.poll(status).toContain('beat labelled PVC');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(panel).toMatch(new RegExp(`${time}[\\s\\S]*human\\s*PVC`));
    await page.keyboard.press('Control+z');
    await expect.poll(panel).toMatch(new RegExp(`${time}[\\s\\S]*human\\s*N`));
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(panel).toMatch(/human\s*PVC/);
    await page.getByRole('tab', { name: 'Beats' }).click();
    await expect.poll(() => page.getByRole('grid', { name: 'Beats' }).innerText()).toContain('PVC');
  });

  it('stays a command where nothing is selected, and after a comma', async () => {
    await stand.open();
    const { page } = stand.held;
    await expect.poll(status).toContain('letters are commands');
    await page.keyboard.press('f');
    await expect.poll(status).toContain('unfiltered');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(status).toContain('letters label');
    await page.keyboard.press(',');
    await page.keyboard.press('f');
    await expect.poll(status).toContain('30-250 Hz');
  });

  it('goes to many beats at once: a range, in one undo step', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('Control+a');
    const selected = await seen(selectedBeats, (count) => count > 5);
    await page.keyboard.press('Shift+v');
    await expect.poll(status).toContain(`${selected} beats labelled VT`);
    await page.keyboard.press('Control+z');
    await expect.poll(status).toContain('undone');
  });
});

describe('a family', () => {
  it('is relabelled whole by one key, thousands of beats in one undo step', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Families' }).click();
    await page.locator('.families li .pick').first().click();
    const selected = await seen(selectedBeats, (count) => count > 8_000);
    await page.locator('.host').focus();
    await page.keyboard.press('r');
    await expect.poll(status).toContain(`${selected} beats labelled RBB`);
    await expect.poll(panel).toContain('labels changed since');
    await page.keyboard.press('Control+z');
    await expect.poll(status).toContain('undone');
  });
});

describe('families', () => {
  it('are merged by a key, stay merged after a restart, and are taken back', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Families' }).click();
    const picks = page.locator('.families li .pick');
    const before = await seen(
      () => picks.count(),
      (count) => count > 2,
    );
    await picks.nth(0).click();
    await picks.nth(1).click({ modifiers: ['Control'] });
    await page.keyboard.press('Alt+g');
    await expect.poll(() => picks.count()).toBe(before - 1);
    await page.screenshot({ path: outputPath('families-merged.png') });
    await fetched(page);
    await page.reload();
    await stand.held.settled();
    await page.getByRole('tab', { name: 'Families' }).click();
    await expect.poll(() => picks.count()).toBe(before - 1);
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => picks.count()).toBe(before);
  });
});

describe('the queue', () => {
  it('brings the most uncertain beat; Space accepts it and the next comes by itself', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('q');
    const count = await seen(waiting, (left) => left > 0);
    const place = async (): Promise<string> => (await panel()).split('\n')[0];
    const first = await seen(place, (text) => /^\d+:\d/.test(text));
    await page.keyboard.press('Space');
    await expect.poll(waiting).toBe(count - 1);
    await expect.poll(place).not.toBe(first);
    await page.screenshot({ path: outputPath('queue.png') });
    await page.keyboard.press('Escape');
    await expect.poll(status).toContain('letters are commands');
  });

  it('offers what is asked for: a class, an RR interval; and tells how far one is', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Beats' }).click();
    const listed = async () => Number(/([\d,.]+) wait/.exec(await panel())?.[1].replace(/[,.]/g, '') ?? NaN);
    await page.getByRole('button', { name: 'Queue', exact: true }).click();
    const all = await seen(listed, (count) => count > 100);
    await page.getByLabel('Queue: class').selectOption('NRT');
    const tachycardia = await seen(listed, (count) => count < all);
    await page.getByLabel('Queue: RR to, ms').fill('250');
    await page.getByLabel('Queue: RR to, ms').press('Enter');
    await expect.poll(listed).toBeLessThan(tachycardia);
    await expect.poll(panel).toMatch(/0 of \d+ seen/);
    await page.getByLabel('Queue: RR to, ms').fill('');
    await page.getByLabel('Queue: RR to, ms').press('Enter');
    await expect.poll(listed).toBe(tachycardia);
    await page.getByRole('button', { name: 'Queue', exact: true }).click();
    await page.locator('.host').focus();
    await page.keyboard.press('t');
    await expect.poll(panel).toMatch(/1 of \d+ seen/);
    await page.screenshot({ path: outputPath('queue-filters.png') });
  });

  it('ignores a held key: one press, one beat', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('q');
    const before = await seen(waiting, (count) => count > 5);
    await page.keyboard.down('Space');
    for (let k = 0; k < 5; k++) await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    await expect.poll(waiting).toBeLessThan(before);
    // Edits go one after the other: one that the held key had made would be behind it, and is waited for.
    await expect.poll(status).not.toContain('saving');
    await fetched(page);
    await expect.poll(waiting).toBe(before - 1);
  });
});

describe('a consensus', () => {
  it('is adjudicated worst first: 1 and 2 take a side, a letter another label, and the next comes', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Adjudicate…' }).click();
    const about = page.getByRole('region', { name: 'Adjudication' });
    await expect.poll(() => about.innerText()).toMatch(/^0 of \d+ decided/);
    const row = (index: number) => about.getByRole('row').nth(index).innerText();
    const [, first] = (await row(0)).split(/\s+/);
    const [, , second] = (await row(1)).split(/\s+/);
    await page.locator('.host').focus();
    await page.keyboard.press('1');
    await expect.poll(() => row(0)).toMatch(new RegExp(`${first}\\s+you$`));
    await page.keyboard.press('2');
    await expect.poll(() => row(1)).toMatch(new RegExp(`${second}\\s+you$`));
    await page.keyboard.press('v');
    await expect.poll(() => row(2)).toMatch(/PVC\s+you$/);
    await expect.poll(() => about.innerText()).toMatch(/^3 of \d+ decided/);
    await expect
      .poll(() =>
        about
          .getByRole('row')
          .filter({ has: page.locator('.item.current') })
          .getAttribute('aria-rowindex'),
      )
      .toBe('4');
    await page.screenshot({ path: outputPath('consensus.png') });
    await page.keyboard.press('Control+z');
    await expect.poll(() => about.innerText()).toMatch(/^2 of \d+ decided/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+e')]);
    expect(download.suggestedFilename()).toBe('x0010.atr');
  });
});

describe('measuring', () => {
  it('sets a caliper across all traces, marching, and measures a cycle at the cursor', async () => {
    await stand.open();
    const { page } = stand.held;
    const host = (await page.locator('.host').boundingBox())!;
    await page.mouse.move(host.x + 320, host.y + 300);
    await page.keyboard.press('c');
    await page.mouse.move(host.x + 420, host.y + 300);
    await page.keyboard.press('Shift+c');
    await expect.poll(status).toMatch(/caliper \d+ ms \d+\/min/);
    await page.mouse.move(host.x + 560, host.y + 300);
    await page.keyboard.press('m');
    await expect.poll(status).toMatch(/caliper \d+ ms \d+\/min I \d\.\d\d mV/);
    await page.screenshot({ path: outputPath('calipers.png') });
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(async () => (await panel()).match(/\d+ ms \d+\/min/g)?.length).toBe(2);
  });

  it('keeps a note and a rhythm span', async () => {
    await stand.open();
    const { page } = stand.held;
    const host = (await page.locator('.host').boundingBox())!;
    await page.mouse.move(host.x + 300, host.y + 300);
    await page.keyboard.press('n');
    await page.getByLabel(/Note at/).fill('catheter at CS ostium');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(panel).toContain('catheter at CS ostium');
    await page.mouse.move(host.x + 300, host.y + 300);
    await page.keyboard.press('b');
    await expect.poll(status).toContain('rhythm from');
    await page.mouse.move(host.x + 600, host.y + 300);
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'AF Atrial fibrillation or flutter' }).click();
    await expect.poll(panel).toMatch(/AF\b/);
  });
});
