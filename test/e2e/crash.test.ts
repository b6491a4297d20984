/** The program ends as in a crash, SIGKILL and no word to the window: what was on the screen is there when it is opened again. */
import { expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import { libraryTests } from './library-tests.ts';
import { atRest, seen } from './seen.ts';

const tests = libraryTests();

const status = (): Promise<string> => tests.page.locator('footer[role=status]').innerText();
const panel = (): Promise<string> => tests.page.locator('#right-panel').innerText();

it('a crash loses nothing that was on screen: labels, rhythm, notes, calipers, log, undo', async () => {
  const { page, key } = tests;
  const host = (await page.locator('.host').boundingBox())!;
  const pointAt = (x: number): Promise<void> => page.mouse.move(host.x + x, host.y + 300);
  await key('Home');
  for (const label of ['v', 'r']) {
    await key('Shift+ArrowRight');
    await key(label);
  }
  await expect.poll(status).toContain('labelled RBB');
  await key('Escape');
  await pointAt(300);
  await key('c');
  await pointAt(500);
  await key('c');
  // With its amplitude it is measured, and kept.
  const measured = /caliper (\d+ ms \d+\/min) \S+ -?[\d.]+ mV/;
  const caliper = measured.exec(await seen(status, (text) => measured.test(text)))![1];
  await key('n');
  await page.getByLabel(/Note at/).fill('catheter moved');
  await key('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await pointAt(320);
  await key('b');
  await expect.poll(status).toContain('rhythm from');
  await pointAt(640);
  await key('b');
  await page.getByRole('button', { name: 'AF Atrial fibrillation or flutter' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await pointAt(200);
  await key('k');
  await page.getByRole('tab', { name: 'Notes' }).click();
  for (const kept of ['catheter moved', '\nAF', 'bookmark', caliper])
    await expect.poll(panel).toContain(kept);
  await expect.poll(status).not.toContain('saving');
  await fetched(page);
  const before = await atRest(panel);
  await tests.shell.kill();
  await tests.open();
  const again = tests.page;
  await again.getByRole('tab', { name: 'Notes' }).click();
  await expect.poll(panel).toBe(before);
  await again.getByRole('tab', { name: 'Beats', exact: true }).click();
  await expect.poll(() => again.getByRole('grid', { name: 'Beats' }).innerText()).toMatch(/PVC[\s\S]*RBB/);
  await again.locator('.host').focus();
  // Bookmark, rhythm, note, caliper, and then the label: each can still be taken back.
  for (let k = 0; k < 5; k++) {
    await again.keyboard.press('Control+z');
    await expect.poll(status).toContain('undone');
    await expect.poll(status).not.toContain('saving');
    await fetched(again);
  }
  await expect.poll(() => again.getByRole('grid', { name: 'Beats' }).innerText()).not.toContain('RBB');
});
