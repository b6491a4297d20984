/** The mouse over the traces, once they are drawn: their places and the grips' rest then. */
import type { Locator, Page } from 'playwright-core';
import { atRest } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';

/** @param x @param y pixels from the traces' corner */
export async function pointAt(page: Page, x: number, y = 300): Promise<void> {
  await waitSettled(page);
  const host = (await page.locator('.host').boundingBox())!;
  await page.mouse.move(host.x + x, host.y + y);
}

/** Along a line of the traces. */
export async function drag(page: Page, from: number, to: number, y: number): Promise<void> {
  await pointAt(page, from, y);
  await page.mouse.down();
  await pointAt(page, (from + to) / 2, y);
  await pointAt(page, to, y);
  await page.mouse.up();
}

/** Moves what a grip holds by pixels. */
export async function dragGrip(page: Page, grip: Locator, by: number): Promise<void> {
  const box = (await atRest(() => grip.boundingBox()))!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by / 2, y);
  await page.mouse.move(x + by, y);
  await page.mouse.up();
}
