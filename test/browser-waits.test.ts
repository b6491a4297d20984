/** What once made a browser test depend on how quick the machine is may not come back: see `e2e/README.md`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, 'e2e');

const FAULTS: readonly (readonly [fault: RegExp, why: string])[] = [
  [/\.waitForTimeout\(/g, 'a sleep is no wait'],
  [/waitForLoadState\('networkidle'\)/g, 'is reached once after a page has loaded: fetched() waits'],
  [/\.isVisible\(\)|\.isEnabled\(\)/g, 'answers at once: poll it or wait for the locator'],
  // Up to the statement's end, the matcher's argument reads something.
  [
    /expect\s*\.poll\([^;]*?\)\s*\.(?:not\s*\.)?to\w+\([^;]*?\bawait\b/g,
    'the expected value is read once, before it is there: seen()',
  ],
];

/** Faults of a test's text, a line each. */
function faultsOf(text: string): string[] {
  return FAULTS.flatMap(([fault, why]) =>
    [...text.matchAll(fault)].map(({ index, 0: found }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${line}: ${found.replace(/\s+/g, ' ')}: ${why}`;
    }),
  );
}

describe('a browser test', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.ts')))(
    '%s waits for what it reads',
    (name) => {
      expect(faultsOf(readFileSync(join(FOLDER, name), 'utf8'))).toEqual([]);
    },
  );

  it('is told of each fault, and of no test without one', () => {
    const faulty = [
      'await expect.poll(lines).toBe(Math.min(6, await picks.count()));',
      'await expect.poll(from).not.toBeCloseTo(300 * (await zoom()), 0);',
      'await page.waitForTimeout(400);',
      "await page.waitForLoadState('networkidle');",
      'if (!(await studies.isVisible())) await page.reload();',
    ];
    for (const line of faulty) expect(faultsOf(line), line).toHaveLength(1);
    const sound = [
      'await expect.poll(lines).toBe(4);\nawait picks.nth(0).click();',
      'await expect.poll(async () => Number(await list.getAttribute("x"))).toBe(4);',
      'await expect.poll(async () => (await names()).slice(0, 2)).toEqual([second, first]);',
    ];
    for (const line of sound) expect(faultsOf(line), line).toEqual([]);
  });
});
