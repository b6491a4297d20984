/** The lists of what is asked and what holds it name files and benchmarks that there are. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const TEST = resolve(import.meta.dirname, '..');

it.each(['.', 'formats', 'training', 'e2e'])('every proof that %s/README.md names is there', (folder) => {
  const text = readFileSync(join(TEST, folder, 'README.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|py|png))`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(10);
  const files = named.filter((name) => name.includes('/') || name.endsWith('.test.ts'));
  const isThere = (name: string): boolean =>
    existsSync(join(TEST, folder, name)) || existsSync(join(TEST, '..', name));
  expect(files.filter((name) => !isThere(name))).toEqual([]);
  const topics = [...text.matchAll(/`npm run bench -- ([\w -]+)`/g)].flatMap(([, list]) => list.split(' '));
  expect(topics.filter((topic) => !existsSync(join(TEST, 'bench', `${topic}.ts`)))).toEqual([]);
});
