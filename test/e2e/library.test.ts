import Database from 'better-sqlite3';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraryFile } from '../../src-main/store/library-paths.ts';
import { ambiguousExport } from '../formats/cardiolab/ambiguous-export.ts';
import { outputPath, screenshotPath } from './harness.ts';
import { libraryTests } from './library-tests.ts';
import { waitSettled } from './stand-in-page.ts';
import { TEST_ACCOUNT } from './test-account.ts';

const PASSWORD = 'correct horse';
const tests = libraryTests();
const { text, rows, key } = tests;
const grid = (name: string) => tests.page.getByRole('grid', { name });

describe('the library in the real program', () => {
  it('is searched by class, and a result opens at its place, by keyboard alone', async () => {
    const { page, faults } = tests;
    await key('Control+Shift+f');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    await page.getByLabel('Class').selectOption('NRT');
    await page.getByLabel('RR to').fill('350');
    await page.getByLabel('RR to').press('Enter');
    await expect.poll(text).toMatch(/1 record, \d+ beats/);
    await expect.poll(text).toContain('RR 3');
    await page.screenshot({ path: screenshotPath('search.png') });
    await grid('Results').focus();
    await key('ArrowDown');
    await key('ArrowDown');
    const chosen = page.locator('[role=row][aria-selected=true]');
    await expect.poll(() => chosen.getAttribute('data-row')).toBe('2');
    const at = /\d+:\d\d\.\d{3}/.exec(await chosen.innerText())![0];
    await key('Enter');
    await expect.poll(text).toContain('x007');
    // The panel tells the beat that is selected there.
    await expect.poll(() => page.locator('#right-panel').innerText()).toContain(at);
    expect(faults).toEqual([]);
  });

  it('shows a tampered row of the trail: where, what was expected, what was found', async () => {
    let { page } = tests;
    await key('Alt+t');
    await expect.poll(rows).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(text).toMatch(/Sound: \d+ entries/);
    await page.getByLabel('What').selectOption('import');
    await expect.poll(text).not.toContain('sign-in');
    await expect.poll(rows).toBe(2);
    // The picture says who a person would be there, not which account this machine has.
    await expect.poll(() => page.locator('[data-row="0"]').innerText()).toContain(TEST_ACCOUNT);
    await tests.shell.stop();
    const database = new Database(libraryFile(tests.library));
    database.exec('DROP TRIGGER trail_is_never_updated');
    database.prepare("UPDATE trail SET who = 'nobody' WHERE sequence = 2").run();
    database.close();
    await tests.open();
    ({ page } = tests);
    await key('Alt+t');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(text).toContain('Tampered with: entry 2, its content was changed.');
    await expect.poll(text).toMatch(/expected\s+[0-9a-f]{64}\s+found\s+[0-9a-f]{64}/);
    await expect
      .poll(() => page.locator('[role=row][aria-selected=true]').innerText())
      .toMatch(/^\s*2\s[\s\S]*nobody/);
    await page.screenshot({ path: screenshotPath('trail.png') });
    expect(tests.faults).toEqual([]);
  });

  it('lists its records by any column, and remembers which', async () => {
    const { page, faults } = tests;
    await key('Alt+s');
    await expect.poll(rows).toBe(2);
    const first = (): Promise<string> => page.locator('[data-row="0"]').innerText();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await expect.poll(first).toContain('x007');
    // The write of a moment later is waited for from before the click on.
    const written = page.waitForResponse(
      (answer) =>
        answer.url().includes('/settings/studyList') &&
        (answer.request().postData() ?? '').includes('"down":true'),
    );
    await page.getByRole('button', { name: 'Record ↑' }).click();
    await expect.poll(first).toContain('x008');
    await written;
    await page.reload();
    await waitSettled(page);
    await key('Alt+s');
    await expect.poll(first).toContain('x008');
    await grid('Records').focus();
    await key('ArrowDown');
    await key('Enter');
    await expect.poll(text).toContain('x008');
    expect(faults).toEqual([]);
  });
});

describe('the label schema and a batch in the real program', () => {
  it('adds a class that a key then labels, and retires one that no key labels any more', async () => {
    const { page, faults } = tests;
    await key('Alt+l');
    await expect.poll(rows).toBeGreaterThan(20);
    await page.getByLabel('Code').fill('PVC-RVOT');
    await page.getByLabel('Meaning').fill('PVC of the outflow tract');
    await page.getByLabel('Key').press('k');
    await page.getByRole('button', { name: 'Add to the next version' }).click();
    await page.locator('[data-row]', { hasText: 'Premature atrial beat' }).first().click();
    await page.getByLabel('Change', { exact: true }).selectOption('retire');
    await page.getByLabel('Use instead').selectOption('SVPB');
    await page.getByRole('button', { name: 'Add to the next version' }).click();
    await page.getByLabel(/^Why/).fill('the origin of premature beats is not mapped in this laboratory');
    await page.getByRole('button', { name: 'Make version 2' }).click();
    await expect.poll(text).toContain('Version 2 is in use for new sets');
    await expect.poll(text).toMatch(/1 beat in 1 set\s+is\s+PAC; SVPB replaces it/i);
    await page.screenshot({ path: screenshotPath('label-schema.png') });
    const status = (): Promise<string> => page.locator('footer[role=status]').innerText();
    await key('Alt+r');
    await waitSettled(page);
    await key('Shift+ArrowRight');
    await key('a');
    await expect.poll(status).toContain('PAC is retired from the label schema: use SVPB');
    await key('k');
    await expect.poll(status).toContain('labelled PVC-RVOT');
    await key('Control+Shift+f');
    await page.getByLabel('Class').selectOption('PVC-RVOT');
    await page.getByRole('button', { name: 'Search', exact: true }).last().click();
    await expect.poll(text).toContain('1 record, 1 beats');
    expect(faults).toEqual([]);
  });

  it('processes a folder, and tells what became of each recording', async () => {
    const { page, faults, folder: filled } = tests;
    await key('Alt+b');
    await page.getByLabel('Folder').fill(join(filled, 'x007'));
    await page.getByLabel('Write to').fill(join(filled, 'out'));
    await page.getByLabel('classify').uncheck();
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(text).toContain('Done: 1 of 1 recordings; summary.csv in');
    await expect.poll(text).toContain('was in the library');
    await expect.poll(text).toContain('x007-1.report.pdf');
    expect(existsSync(join(filled, 'out', 'summary.csv'))).toBe(true);
    await page.screenshot({ path: outputPath('batch.png') });
    expect(faults).toEqual([]);
  });

  it('answers for a whole folder which of two dates is meant', async () => {
    const { page, faults, folder: filled } = tests;
    const exports = join(filled, 'exports');
    mkdirSync(exports);
    for (const [name, contents] of Object.entries(ambiguousExport('ambiguous')))
      writeFileSync(join(exports, name), contents);
    await key('Alt+b');
    await page.getByLabel('Folder').fill(exports);
    await page.getByLabel('classify').uncheck();
    await page.getByLabel('Dates such as 7/6').selectOption({ label: 'day first: 7/6 is 7 June' });
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(text).toContain('Done: 1 of 1 recordings');
    await key('Alt+s');
    await expect.poll(text).toContain('2024-06-07 13:02');
    expect(faults).toEqual([]);
  });
});

describe('people in the real program', () => {
  async function addPerson(name: string, role?: string): Promise<void> {
    const { page } = tests;
    await page.getByLabel('Name of a new person').fill(name);
    if (role) await page.getByLabel('Role of a new person').selectOption(role);
    await page.getByLabel('Password of a new person').fill(PASSWORD);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(() => page.getByLabel('Name of a new person').inputValue()).toBe('');
  }
  async function signIn(name: string, password = PASSWORD): Promise<void> {
    const { page } = tests;
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await key('Enter');
  }
  const signOut = (): Promise<void> =>
    tests.page.getByRole('navigation').getByRole('button', { name: 'Sign out' }).click();

  it('wait after failed sign-ins, get a new password, and read what is assigned, blind to others', async () => {
    const { page } = tests;
    await key('Alt+,');
    await addPerson('Ada');
    await expect.poll(text).toContain('Signed in: Ada, administrator');
    await addPerson('Anna', 'annotator');
    await addPerson('Ben', 'annotator');
    await expect.poll(() => page.getByRole('table', { name: 'What each role may do' }).count()).toBe(1);
    await page.screenshot({ path: outputPath('people.png') });

    // A double read.
    await key('Alt+w');
    await page.getByRole('button', { name: 'Assign…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Find studies').fill('x007');
    await dialog.getByRole('button', { name: 'None' }).click();
    await dialog.getByRole('button', { name: 'All 1' }).click();
    for (const name of ['Anna', 'Ben']) await dialog.getByLabel(name).check();
    await page.screenshot({ path: outputPath('assign.png') });
    await dialog.getByRole('button', { name: 'Assign 2' }).click();
    await expect.poll(text).toContain('2 readings are assigned to Anna, Ben.');

    // Anna mistypes five times, and Ada gives her a new password.
    await signOut();
    for (let failure = 1; failure <= 5; failure++) {
      const refused = page.waitForResponse((answer) => answer.status() === 403);
      await signIn('Anna', 'not my password');
      await refused;
    }
    await expect.poll(text).toContain('After 5 failures this name waits 30 s');
    await page.screenshot({ path: outputPath('locked-out.png') });
    await signIn('Ada');
    await waitSettled(page);
    await key('Alt+,');
    await page.getByLabel('Set a new password of Anna').click();
    await page.getByLabel('New password', { exact: true }).fill('another horse');
    await page.getByLabel('New password again').fill('another horse');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await expect.poll(text).toContain('Anna has a new password');
    await signOut();

    await signIn('Anna', 'another horse');
    await waitSettled(page);
    await expect.poll(() => page.locator('nav').innerText()).toContain('1');
    await key('Alt+w');
    await expect.poll(rows).toBe(1);
    await grid('Readings').focus();
    await key('Enter');
    // Not even the labels that came with the recording.
    await page.getByRole('tab', { name: 'Compare' }).click();
    await expect.poll(text).not.toContain('reference');
    await expect.poll(text).toContain('reading 1 by Anna');
    await key('Alt+w');
    await expect.poll(text).toContain('in progress');
    await page.screenshot({ path: outputPath('worklist.png') });
    await page.getByRole('button', { name: 'Reading is done' }).click();
    await expect.poll(text).toContain('is done; its labels stay as they are');
    await signOut();

    await signIn('Ben');
    await waitSettled(page);
    await key('Alt+Shift+w');
    await expect.poll(text).toContain('reading 1 by Ben');
    await key('Alt+w');
    await expect.poll(text).toContain('in progress');
    await page.getByRole('button', { name: 'Reading is done' }).click();
    await expect.poll(text).toContain('Anna 1 and Ben 1');
    await key('Alt+t');
    await page.getByLabel('Words in object').fill('failure');
    await expect.poll(rows).toBe(5);
  });
});
