import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEBTS, IMPORT_TABLE, PACKAGE_TABLE } from './import-table.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCE = /\.(ts|svelte|mjs|cts)$/;
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

function sourcesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => SOURCE.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

function folderOf(path: string): string | undefined {
  if (path.startsWith('src-renderer/')) return 'src-renderer';
  const inside = path.replace(/^src-main\//, '');
  return Object.keys(IMPORT_TABLE)
    .filter((key) => inside.startsWith(`${key}/`))
    .sort((a, b) => b.length - a.length)[0];
}

export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3]);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:*';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function faultOf(file: string, specifier: string): string | undefined {
  const from = folderOf(file)!;
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    return PACKAGE_TABLE[from].includes(name) ? undefined : `${file} imports the package ${specifier}`;
  }
  const target = relative(ROOT, resolve(ROOT, dirname(file), specifier)).replaceAll('\\', '/');
  const to = folderOf(target);
  if (to === from || (to !== undefined && IMPORT_TABLE[from].includes(to))) return undefined;
  if (DEBTS.some((debt) => debt.file === file && debt.to === to)) return undefined;
  return `${file} imports ${target} (${from} -> ${to ?? 'outside'})`;
}

describe('import table', () => {
  const files = [...sourcesUnder('src-main'), ...sourcesUnder('src-renderer')];

  it('every source file lies in a folder of the table', () => {
    expect(files.filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  it('every import is allowed', () => {
    const faults = files.flatMap((file) =>
      importsOf(readFileSync(join(ROOT, file), 'utf8')).flatMap(
        (specifier) => faultOf(file, specifier) ?? [],
      ),
    );
    expect(faults).toEqual([]);
  });

  it('sees a planted fault', () => {
    expect(faultOf('src-main/domain/lead.ts', '../store/library.ts')).toContain('domain -> store');
    expect(faultOf('src-main/dsp/filter.ts', 'node:fs')).toContain('node:fs');
    expect(importsOf("const a = 1;\nimport {\n  b,\n} from './b.ts';\nawait import('./c.ts');")).toEqual([
      './b.ts',
      './c.ts',
    ]);
  });
});
