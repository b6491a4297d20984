import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../e2e');
const ROOT = join(import.meta.dirname, '../..');

it('what holds the workstation is named by files, pictures and benchmarks that there are', () => {
  const named = [...readFileSync(join(FOLDER, 'README.md'), 'utf8').matchAll(/`([^`]+)`/g)].map(
    ([, name]) => name,
  );
  const files = named.filter((name) => /^[\w./-]+\.(test\.ts|md|ts)$/.test(name));
  const pictures = named.filter((name) => /^[\w-]+\.png$/.test(name));
  const topics = named.flatMap((name) => /^npm run bench -- (.+)$/.exec(name)?.[1].split(' ') ?? []);
  expect(files.length).toBeGreaterThan(80);
  expect(files.filter((name) => !existsSync(join(FOLDER, name)))).toEqual([]);
  expect(pictures.filter((name) => !existsSync(join(ROOT, 'docs/screenshots', name)))).toEqual([]);
  expect(topics.filter((name) => !existsSync(join(ROOT, 'test/bench', `${name}.ts`)))).toEqual([]);
});
