import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { AppendedFile, LARGEST_ROOM } from '../../src-main/store/appended-file.ts';
import { BackgroundFile } from '../../src-main/store/background-file.ts';
import { PAGE_BYTES, pageArrays } from '../../src-main/store/page-memory.ts';
import { temporaryFolder } from './temporary-library.ts';

/** No two words of four bytes are alike. */
function bytesOf(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i, 2_654_435_761);
  return new Uint8Array(words.buffer, 0, length);
}

/** Appends `bytes` by rooms of changing length, of which not all is taken. */
async function appendAll(file: AppendedFile, bytes: Uint8Array, wait: boolean): Promise<void> {
  const random = makeRandom(7);
  for (let at = 0; at < bytes.length;) {
    const asked = 1 + random.integer(LARGEST_ROOM);
    const taken = Math.min(bytes.length - at, Math.ceil(asked * random.next()));
    const room = file.room(asked);
    expect(room.length).toBe(asked);
    room.set(bytes.subarray(at, at + taken));
    file.append(taken);
    at += taken;
    if (wait) await file.ready();
  }
}

describe('an appended file', () => {
  // Below and above what is written past the system's cache; with and without waiting for a free part.
  it.each([
    [0, true],
    [3001, true],
    [5_000_003, true],
    [5_000_003, false],
    [17_000_001, true],
    [17_000_001, false],
    [17 << 20, true],
  ])('holds what was appended: %d bytes, waiting %s', async (length, wait) => {
    const path = join(temporaryFolder(), 'file');
    const bytes = bytesOf(length);
    const file = new AppendedFile(path, length);
    await appendAll(file, bytes, wait);
    expect(file.size).toBe(length);
    await file.finish();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('gets its first bytes last', async () => {
    const path = join(temporaryFolder(), 'file');
    const bytes = bytesOf(17_000_001);
    const file = new AppendedFile(path, bytes.length);
    await appendAll(file, bytes, true);
    await file.finish(Uint8Array.of(1, 2, 3));
    bytes.set([1, 2, 3]);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('never takes the place of another', () => {
    const path = join(temporaryFolder(), 'file');
    const first = new AppendedFile(path, 1);
    expect(() => new AppendedFile(path, 1)).toThrow('EEXIST');
    return first.abandon();
  });
});

describe('a file written past the cache', () => {
  it('is written the plain way where the system refuses what it is handed', async () => {
    const path = join(temporaryFolder(), 'file');
    const file = new BackgroundFile(path, { direct: true });
    // JavaScript's own memory begins some bytes behind a page: a disk that takes it from there refuses it.
    const parts = [1, 2, 3].map((value) => new Uint8Array(1 << 20).fill(value));
    let released = 0;
    parts.forEach((part, i) => file.write(part, i << 20, () => released++));
    await file.finish();
    expect(released).toBe(3);
    expect(readFileSync(path).equals(Buffer.concat(parts))).toBe(true);
  });

  it('mixes whole pages and what is none', async () => {
    const path = join(temporaryFolder(), 'file');
    const file = new BackgroundFile(path, { direct: true });
    const [page, rest] = pageArrays(2, PAGE_BYTES)!;
    page.fill(1);
    rest.fill(2);
    file.write(page, 0, () => {});
    file.write(rest.subarray(0, 100), PAGE_BYTES, () => {});
    await file.drained(0);
    file.writeNow(Uint8Array.of(9), 5);
    await file.finish();
    const expected = new Uint8Array(PAGE_BYTES + 100).fill(1).fill(2, PAGE_BYTES);
    expected[5] = 9;
    expect(readFileSync(path).equals(expected)).toBe(true);
  });
});
