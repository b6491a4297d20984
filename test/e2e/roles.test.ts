import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Role } from '../../src-main/api/contract/people.ts';
import { waitSettled } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

/** The review as somebody with this role sees it. */
async function as(role: Role): Promise<Page> {
  const { api, page } = await stand.open();
  const password = 'correct horse';
  for (const person of [
    { name: 'first', role: 'administrator' },
    { name: 'Tom', role },
  ])
    api.desk.answer('addPerson', {}, { ...person, password }, 0);
  api.desk.answer('signIn', {}, { name: 'Tom', password }, 0);
  await page.reload();
  await waitSettled(page);
  return page;
}

const notes = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: 'Notes', exact: true }).click();
  await page.getByRole('button', { name: 'Note here…' }).waitFor();
};

it('a trainer sees greyed what only readers do, with the reason, by button, key and palette', async () => {
  const page = await as('trainer');
  await notes(page);
  const button = page.getByRole('button', { name: 'Note here…' });
  await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
  await expect.poll(() => button.getAttribute('title')).toMatch(/you are signed in as trainer/);
  await expect
    .poll(() => page.getByRole('button', { name: 'Sign…' }).getAttribute('aria-disabled'))
    .toBe('true');
  await button.click({ force: true });
  await page.locator('.host').focus();
  await page.keyboard.press('n');
  await page.getByText('This is for a reviewer or an annotator or an administrator').first().waitFor();
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('1 beat selected').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('Accept');
  const option = page.getByRole('option', { name: /Accept the prediction/ });
  await expect.poll(() => option.getAttribute('aria-disabled')).toBe('true');
  await expect.poll(() => option.getAttribute('title')).toMatch(/signed in as trainer/);
});

it('an annotator writes notes and does not sign', async () => {
  const page = await as('annotator');
  await notes(page);
  await expect
    .poll(() => page.getByRole('button', { name: 'Sign…' }).getAttribute('title'))
    .toMatch(/signed in as annotator/);
  await page.getByRole('button', { name: 'Note here…' }).click();
  await page.getByRole('dialog').waitFor();
});
