/** Every form of the window, opened by keys alone from the review of the stand-in: what walks over all of them goes by this list. */
import type { Page } from 'playwright-core';
import { tabTo } from './keyboard-tour.ts';

export interface OpenedForm {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** Where the focus goes once it is left: a control's name; undefined: the traces. */
  readonly back?: string;
}

/** Until what has the focus lies within: a form takes it once it is open. */
export async function focusWithin(page: Page, scope: string): Promise<void> {
  await page.waitForFunction((selector) => !!document.activeElement?.closest(selector), scope);
}

const press =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

const called =
  (command: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).waitFor();
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Find a command' }).waitFor({ state: 'detached' });
  };

/** Forms in a dialog, over what was there. */
export const DIALOGS: readonly OpenedForm[] = [
  { name: 'the palette', open: press('Control+k') },
  { name: 'the keys', open: press('?') },
  { name: 'go to', open: press('g') },
  { name: 'filters', open: press('Shift+f') },
  { name: 'calibrating the screen', open: called('Calibrate the screen') },
  { name: 'the log', open: press('e') },
  { name: 'a note', open: press('n') },
  { name: 'a rhythm span', open: press('b', 'ArrowRight', 'b') },
  { name: 'signal quality', open: press('Shift+q', 'ArrowRight', 'Shift+q') },
  { name: 'what a channel is', open: press('Alt+c') },
  { name: 'channel sets', open: press('Shift+i') },
  { name: 'the manoeuvre sheet', open: press('Shift+m') },
  { name: 'signing off', open: press('Control+Enter') },
  { name: 'the report', open: press('Control+p') },
  { name: 'printing', open: press('Control+Shift+p') },
  {
    name: 'assigning',
    back: 'Assign…',
    open: async (page) => {
      await page.keyboard.press('Alt+w');
      await page.getByRole('grid', { name: 'Readings' }).waitFor();
      await tabTo(page, 'Assign…');
      await page.keyboard.press('Enter');
    },
  },
];

const inHouse =
  (button: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Alt+k');
    await page.getByRole('grid', { name: 'Patients' }).locator('[data-row]').first().waitFor();
    await tabTo(page, button);
    await page.keyboard.press('Enter');
  };
const ofPatient =
  (button: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Alt+k');
    await page.getByRole('grid', { name: 'Patients' }).locator('[data-row]').first().waitFor();
    await tabTo(page, 'Patients');
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Erase…' }).waitFor();
    await tabTo(page, button);
    await page.keyboard.press('Enter');
  };
const inSettings =
  (button: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Alt+,');
    await page.getByRole('region', { name: 'People' }).waitFor();
    await tabTo(page, button);
    await page.keyboard.press('Enter');
  };

/** Forms that open in place, below the button that asks for them. */
export const IN_PLACE: readonly OpenedForm[] = [
  ...['Back up…', 'Restore a backup…', 'Move the library…'].map((name) => ({
    name,
    back: name,
    open: inHouse(name),
  })),
  ...['Erase…', 'Merge into…', 'Move a study…', 'Delete a study…'].map((name) => ({
    name,
    back: name,
    open: ofPatient(name),
  })),
  ...['Change my password…', 'Set a new password of Anna'].map((name) => ({
    name,
    back: name,
    open: inSettings(name),
  })),
];
