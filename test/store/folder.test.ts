import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHashOf } from '../../src-main/store/content-hash.ts';
import { openFolder } from '../../src-main/store/folder.ts';
import { temporaryFolder } from './temporary-library.ts';

function folderWithSecrets(): string {
  const root = temporaryFolder();
  const folder = join(root, 'recording');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  writeFileSync(join(folder, 'b.dat'), 'bytes of b');
  writeFileSync(join(folder, 'a.hea'), 'header');
  writeFileSync(join(folder, 'sub', 'c.dat'), 'deep');
  writeFileSync(join(folder, '..x'), 'odd, but inside');
  writeFileSync(join(root, 'secret'), 'not yours');
  symlinkSync(join(root, 'secret'), join(folder, 'out'));
  symlinkSync('b.dat', join(folder, 'in'));
  symlinkSync(root, join(folder, 'up'));
  return folder;
}

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing thrown',
    (error: { code: string }) => error.code,
  );

describe('folder', () => {
  it('lists its files, at any depth or its own, links not', async () => {
    const path = folderWithSecrets();
    expect(await (await openFolder(path)).list()).toEqual(['..x', 'a.hea', 'b.dat', 'sub/c.dat']);
    expect(await (await openFolder(path, { shallow: true })).list()).toEqual(['..x', 'a.hea', 'b.dat']);
  });

  it('reads any part of a file, fewer bytes only at its end', async () => {
    const source = (await (await openFolder(folderWithSecrets())).open('b.dat'))!;
    expect([source.name, source.size]).toEqual(['b.dat', 10]);
    const text = async (offset: number, length: number) =>
      new TextDecoder().decode(await source.read(offset, length));
    expect(await text(0, 5)).toBe('bytes');
    expect(await text(9, 5)).toBe('b');
    expect(await text(20, 5)).toBe('');
    await source.close();
  });

  it('gives bytes in passing; of readings at the same time each has its own', async () => {
    const source = (await (await openFolder(folderWithSecrets())).open('b.dat'))!;
    const text = async (offset: number, length: number) =>
      new TextDecoder().decode(await source.readPassing!(offset, length));
    const parts = [[0, 5], [6, 2], [9, 5], [20, 5], [0, 10]] as const; // prettier-ignore
    const expected = ['bytes', 'of', 'b', '', 'bytes of b'];
    expect(await Promise.all(parts.map(([offset, length]) => text(offset, length)))).toEqual(expected);
    const seen = new Set<ArrayBufferLike>();
    for (let round = 0; round < 20; round++) {
      for (const [k, [offset, length]] of parts.entries())
        expect(await text(offset, length)).toBe(expected[k]);
      await new Promise(setImmediate);
      seen.add((await source.readPassing!(0, 10)).buffer);
    }
    expect(seen.size).toBeLessThan(10);
    await source.close();
  });

  it('opens nothing outside, by whatever way', async () => {
    const folder = await openFolder(folderWithSecrets());
    for (const path of [
      '../secret',
      '/etc/hostname',
      'sub/../../secret',
      'out',
      'up/secret',
      'a\0b',
      '..',
      '',
    ])
      expect([path, await code(folder.open(path))]).toEqual([path, 'PathRefused']);
    const inside = (await folder.open('in'))!;
    expect(inside.size).toBe(10);
    await inside.close();
    const odd = (await folder.open('..x'))!;
    await odd.close();
  });

  it('has no file where there is none', async () => {
    const folder = await openFolder(folderWithSecrets());
    expect(await folder.open('none')).toBeUndefined();
    expect(await folder.open('sub')).toBeUndefined();
    expect(await folder.open('a.hea/x')).toBeUndefined();
    expect(await code(openFolder('/no/such/folder'))).toBe('FileMissing');
  });
});

describe('content hash', () => {
  // Expected: (printf 'a%.0s' {1..64}; echo; printf 'b%.0s' {1..64}; echo) | sha256sum
  it('is the hash of the sorted hashes, whatever their order', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    expect(contentHashOf([b, a])).toBe(contentHashOf([a, b]));
    expect(contentHashOf([a, b])).toBe('913f9338fb6c17253f3a14816fc08d52522454bfc19a8c99538a197cfb23fb41');
    expect(contentHashOf([a])).not.toBe(contentHashOf([a, a]));
  });
});
