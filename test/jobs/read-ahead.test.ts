import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../src-main/domain/bytes.ts';
import { memorySource } from '../../src-main/domain/bytes.ts';
import { sourceReadAhead } from '../../src-main/jobs/import/read-ahead.ts';

const BYTES = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

function counted(source: ByteSource): ByteSource & { reads: string[] } {
  const reads: string[] = [];
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    reads.push(`${offset}+${length}`);
    return source.read(offset, length);
  };
  return { name: source.name, size: source.size, read, close: source.close, reads };
}

describe('reading ahead', () => {
  it('gives the same bytes, whatever the order', async () => {
    const source = sourceReadAhead(memorySource('x', BYTES));
    for (const [offset, length] of [
      [0, 100],
      [100, 100],
      [200, 50],
      [250, 50],
      [900, 100],
      [1000, 10],
      [990, 100],
      [0, 7],
      [7, 2000],
    ])
      expect(await source.read(offset, length)).toEqual(BYTES.slice(offset, offset + length));
    await source.close();
  });

  it('begins the next part while one is worked on, and reads none twice', async () => {
    const inner = counted(memorySource('x', BYTES));
    const source = sourceReadAhead(inner);
    for (let offset = 0; offset < 1000; offset += 300) {
      await source.read(offset, 300);
      expect(inner.reads.at(-1)).toBe(offset + 300 < 1000 ? `${offset + 300}+300` : '900+300');
    }
    expect(inner.reads).toEqual(['0+300', '300+300', '600+300', '900+300']);
  });

  it('in passing uses two buffers in turn, also for what is not in order', async () => {
    const into: (Uint8Array | undefined)[] = [];
    const inner = memorySource('x', BYTES);
    const read: ByteSource['read'] = async (offset, length, target) => {
      into.push(target);
      const bytes = await inner.read(offset, length);
      target!.set(bytes);
      return target!.subarray(0, bytes.length);
    };
    const source = sourceReadAhead({ ...inner, read });
    for (const [offset, length] of [
      [0, 300],
      [300, 300],
      [600, 300],
      [900, 100],
      [0, 50],
      [400, 300],
      [700, 300],
    ])
      expect(await source.readPassing!(offset, length)).toEqual(BYTES.slice(offset, offset + length));
    expect(new Set(into.map((target) => target!.buffer)).size).toBe(2);
    await source.close();
  });

  it('tells a failure where the part is asked for', async () => {
    let fails = false;
    const inner = memorySource('x', BYTES);
    const read = (offset: number, length: number): Promise<Uint8Array> =>
      fails ? Promise.reject(new Error('gone')) : inner.read(offset, length);
    const source = sourceReadAhead({ name: 'x', size: 1000, close: inner.close, read });
    const first = source.read(0, 100);
    fails = true;
    await first;
    await expect(source.read(100, 100)).rejects.toThrow('gone');
    fails = false;
    expect(await source.read(100, 100)).toEqual(BYTES.slice(100, 200));
  });
});
